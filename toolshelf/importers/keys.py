"""Front matter that came from elsewhere, made such that Toolshelf has nothing to say against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolshelf.codec import freeze
from toolshelf.content.front_matter_keys import check_keys
from toolshelf.data.positions import Positions
from toolshelf.importers.alternative_texts import without_stand_ins_in_list
from toolshelf.importers.moved import Moved
from toolshelf.index.addresses import page_address
from toolshelf.problems import ProblemError, Severity


def stands_at(content: str, url: str) -> bool:
    """Whether a page at ``content`` has the address ``url`` by itself."""
    try:
        return page_address(content).url_path == url
    except ProblemError:
        return False


def valid(meta: dict[str, Any], path: str, moved: Moved) -> dict[str, Any]:
    """``meta`` without what Toolshelf calls an error: that stays under another name."""
    if "images" in meta:
        meta["images"] = without_stand_ins_in_list(
            meta["images"], lambda line, what: moved.say(path, line, "alternative text", what)
        )
    for key in [*meta]:
        try:
            _, problems = check_keys(freeze({key: _frozen(meta[key])}), Positions())  # type: ignore[arg-type]
        except TypeError:
            problems = ()
        wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
        if wrong and key == "title":
            meta[key] = str(meta[key])
        elif wrong:
            moved.say(
                path,
                1,
                "front matter",
                f"The key '{key}' is called 'old_{key}' now, as here it means: {wrong[0].message}",
            )
            meta[f"old_{key}"] = meta.pop(key)
    return meta


def _frozen(value: Any) -> Any:  # noqa: ANN401 - YAML holds any value
    if isinstance(value, Mapping):
        return {str(key): _frozen(one) for key, one in value.items()}
    return [_frozen(one) for one in value] if isinstance(value, list) else value

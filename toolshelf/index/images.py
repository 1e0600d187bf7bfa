"""The images that front matter names: which they are, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from toolshelf.codec import FrozenDict, Value
from toolshelf.content.alternative_texts import picture_problems
from toolshelf.index.links import Site, Target
from toolshelf.problems import Problem

_SAY: Final = "write what it shows below alt, or decorative: true where it only decorates"


def named_images(meta: FrozenDict) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The images that front matter names, each with its place there."""
    preview = meta.get("preview_image")
    if isinstance(preview, str) and preview:
        yield ("preview_image",), preview
    images = meta.get("images")
    for number, image in enumerate(images if isinstance(images, tuple) else ()):
        place = ("images", number, "url") if isinstance(image, Mapping) else ("images", number)
        name = image.get("url") if isinstance(image, Mapping) else image
        if isinstance(name, str) and name:
            yield place, name


def silent_images(meta: FrozenDict) -> Iterator[tuple[tuple[str | int, ...], Problem]]:
    """What is wrong with the alternative texts of ``images``, each with its place in front matter."""
    images = meta.get("images")
    for number, image in enumerate(images if isinstance(images, tuple) else ()):
        fields = image if isinstance(image, Mapping) else {"url": image}
        name, alt = fields.get("url"), fields.get("alt") or ""
        if isinstance(name, str) and name and isinstance(alt, str):
            marks = {"role": "none"} if fields.get("decorative") is True else {}
            place = ("images", number, "alt") if "alt" in fields else ("images", number)
            for problem in picture_problems("img", marks, alt, name, 0, 0):
                yield place, problem if alt.strip() else replace(problem, hint=_SAY)


def image_url(site: Site, source: str, name: Value) -> str:
    """The address of an image named in the front matter of ``source``, else ""."""
    return image_target(site, source, name).url


def image_target(site: Site, source: str, name: Value) -> Target:
    """What an image named in the front matter of ``source`` is; a target without address where there is none.

    It is looked for beside the page, then from the content root; a page is no image.
    """
    if not isinstance(name, str) or not name:
        return Target("")
    for written in (name, "/" + name.lstrip("/")):
        target = site.resolve(written, source)
        if not target.complaint and not target.page:
            return target
    return Target("")

"""An item as templates see it: what was typed, and what follows from it on the day."""

from __future__ import annotations

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.typed.rows import ItemRow
from toolshelf.data.typed.settings import Setup
from toolshelf.data.typed.states import state_view
from toolshelf.data.typed.timeline import entries


def item_view(item: FrozenDict, row: ItemRow, setup: Setup, body: str) -> FrozenDict:
    """``item`` with its ``id``, ``title``, ``page`` (its address below the site's root), ``state`` and ``file``.

    Its ``source`` is a text, whether it was typed as one or as a mapping; ``body`` is the Markdown below the fields.
    """
    view: dict[str, Value] = dict(item)
    view["id"] = row.id
    view["title"] = row.title
    view.setdefault("name", row.title)
    view["page"] = setup.url.replace("{id}", row.id)
    view["file"] = row.path
    if row.state:
        view["state"] = state_view(row.state)
    if body:
        view["body"] = body
    if setup.type in ("challenges", "sprints"):
        view["timeline"] = tuple(
            FrozenDict(
                {
                    "title": one.title or row.title,
                    "start": one.start,
                    "end": one.end,
                    "body": one.body,
                    "details": one.details,
                }
            )
            for one in entries(item)
        )
    source = item.get("source")
    if isinstance(source, FrozenDict):
        view["source"] = source.get("name", "")
        view["source_url"] = item.get("source_url") or source.get("url", "")
        view["code"] = FrozenDict({key: source[key] for key in ("repository", "license") if key in source})
    return FrozenDict(view)

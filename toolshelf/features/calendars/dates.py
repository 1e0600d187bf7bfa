"""The dates of items, for calendars and for the page of events."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.typed.judging import SUMMARIES
from toolshelf.data.typed.states import day
from toolshelf.data.typed.timeline import end_of_authorization, entries

_STATES: Final = ("open", "upcoming", "judging", "closed", "archived", "cancelled")
"""In the order in which visitors want them."""


def dates_of(collection: str, item: FrozenDict, address: str, home: str) -> tuple[FrozenDict, ...]:
    """Each date of ``item``, whose page stands at ``address``: what a calendar of the site at ``home`` says of it."""
    where = urlsplit(home)
    site = f"{where.netloc}{where.path.rstrip('/')}"
    title = str(item["title"])
    state = item.get("state")
    label = str(state["label"]) if isinstance(state, FrozenDict) else ""
    changed = day(item.get("updated")) or day(item.get("as_of"))
    about = next((str(item[key]) for key in SUMMARIES if isinstance(item.get(key), str)), "")
    found = [*entries(item), *end_of_authorization(item)]
    return tuple(
        FrozenDict(
            {
                "uid": "-".join(filter(None, [collection, str(item["id"]), entry.key])) + f"@{site}",
                "title": f"{title}: {entry.title}" if entry.title else title,
                "start": entry.start,
                "end": entry.end,
                "about": entry.body or about,
                "label": label,
                "status": _status(item),
                "url": address,
                "changed": changed or day(entry.start) or day(entry.end),
            }
        )
        for entry in found
    )


def _status(item: Mapping[str, Value]) -> str:
    if item.get("status") == "cancelled":
        return "CANCELLED"
    return "TENTATIVE" if item.get("status") in ("draft", "approved") else "CONFIRMED"


def shown(events: Iterable[tuple[str, str, FrozenDict]]) -> tuple[FrozenDict, ...]:
    """``events``, each the title of its collection, its address and the item, by state: the next first, then the last.

    Gives for each state that there is its code, its label, and its events with title, url, kind, start and end.
    """
    groups: dict[str, list[tuple[datetime.date, FrozenDict]]] = {}
    labels: dict[str, str] = {}
    for kind, url, item in events:
        state = item.get("state")
        if not isinstance(state, FrozenDict):
            continue
        code = str(state["code"])
        labels[code] = str(state["label"])
        found = entries(item)
        start = next((one.start for one in found if one.start), None)
        end = next((one.end for one in reversed(found) if one.end), None)
        at = day(start if code == "upcoming" else end) or day(start) or day(end) or datetime.date.max
        about = {"title": item["title"], "url": url, "kind": kind, "start": start, "end": end}
        groups.setdefault(code, []).append((at, FrozenDict(about)))
    return tuple(
        FrozenDict({"code": code, "label": labels[code], "events": _ordered(groups[code], code)})
        for code in _STATES
        if code in groups
    )


def _ordered(group: list[tuple[datetime.date, FrozenDict]], code: str) -> tuple[FrozenDict, ...]:
    """What comes next stands first; of what is over, what was last."""
    ahead = code in ("open", "upcoming", "judging")
    by_title = sorted(group, key=lambda one: str(one[1]["title"]))
    return tuple(event for _, event in sorted(by_title, key=lambda one: one[0], reverse=not ahead))

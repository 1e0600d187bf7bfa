"""What an item is, for programs: a tool and its authorization, a challenge, a sprint, in the words of schema.org 30.0.

An authorization stands beside its tool as a `Certification`: software has no property for one (`hasCertification` is
of organizations, products and places). A challenge is an `Event`, as the vocabulary has no prizes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from toolshelf.codec import FrozenDict, Value, mappings
from toolshelf.data.typed.ato import GIVEN
from toolshelf.data.typed.judging import SUMMARIES
from toolshelf.index.index import Index
from toolshelf.index.pages import Page

_CONTEXT: Final = "https://schema.org"
_HOLDS: Final = frozenset({*GIVEN, "expires-soon"})
"""The states of an authorization that is in force."""
_MODES: Final = {"online": "Online", "in-person": "Offline", "mixed": "Mixed"}
_HACKATHONS: Final = ("hackathon", "healthathon")


def structured_item(index: Index, page: Page, item: FrozenDict, kind: str) -> FrozenDict | None:
    """The graph that describes the ``item`` of a type ``kind`` on its ``page``; None for types of an office's own."""
    describe = _DESCRIBED.get(kind)
    if describe is None:
        return None
    address = index.absolute(index.site.url(page.url_path))
    graph = tuple(FrozenDict({key: one for key, one in node.items() if one}) for node in describe(item, address))
    return FrozenDict({"@context": _CONTEXT, "@graph": graph})


def _tool(item: FrozenDict, address: str) -> Iterator[dict[str, Value]]:
    yield {
        "@type": "SoftwareApplication",
        "@id": f"{address}#item",
        **_thing(item),
        "url": item.get("url"),
        "applicationCategory": ", ".join(map(str, _several(item.get("category")))),
        "provider": _organization(item.get("publisher"), "Organization"),
        "dateModified": _date(item.get("updated") or item.get("as_of")),
    }
    ato, state = item.get("ato"), item.get("state")
    if not isinstance(ato, FrozenDict) or not isinstance(state, FrozenDict):
        return
    fips = item.get("fips199")
    rating = {"@type": "Rating", "ratingValue": fips["overall"]} if isinstance(fips, FrozenDict) else None
    yield {
        "@type": "Certification",
        "name": "Authorization to Operate",
        "description": state["label"],
        "about": FrozenDict({"@id": f"{address}#item"}),
        "issuedBy": _organization(ato.get("agency")),
        "validFrom": _date(ato.get("date_authorized")),
        "expires": _date(ato.get("expires")),
        "auditDate": _date(ato.get("reviewed")),
        "certificationIdentification": ato.get("system_id"),
        "certificationRating": FrozenDict(rating) if rating else None,
        "certificationStatus": f"{_CONTEXT}/Certification{'Active' if state['code'] in _HOLDS else 'Inactive'}",
    }


def _event(item: FrozenDict, address: str) -> Iterator[dict[str, Value]]:
    spans = mappings(item.get("timeline"))
    starts = [one for one in map(_date, (span.get("start") for span in spans)) if one]
    ends = [one for one in map(_date, (span.get("end") for span in spans)) if one]
    mode = _MODES.get(str(item.get("attendance_mode")))
    place = item.get("location")
    yield {
        "@type": "Hackathon" if item.get("kind") in _HACKATHONS else "Event",
        "@id": f"{address}#item",
        **_thing(item),
        "url": address,
        "sameAs": item.get("url"),
        "startDate": min(starts, default=""),
        "endDate": max(ends, default=""),
        "eventStatus": f"{_CONTEXT}/Event{'Cancelled' if item.get('status') == 'cancelled' else 'Scheduled'}",
        "eventAttendanceMode": f"{_CONTEXT}/{mode}EventAttendanceMode" if mode else None,
        "location": FrozenDict({"@type": "Place", "name": place}) if place else None,
        "organizer": _organization(item.get("agency") or item.get("publisher")),
        "subEvent": tuple(map(_part, spans)) if len(spans) > 1 else (),
        "workFeatured": tuple(_work(one) for one in mappings(item.get("products"))),
    }


_DESCRIBED: Final[Mapping[str, Callable[[FrozenDict, str], Iterator[dict[str, Value]]]]] = {
    "tools": _tool,
    "challenges": _event,
    "sprints": _event,
}


def _thing(item: FrozenDict) -> dict[str, Value]:
    return {"name": item["title"], "description": next((item[key] for key in SUMMARIES if item.get(key)), None)}


def _part(span: Mapping[str, Value]) -> FrozenDict:
    told = {"name": span.get("title"), "startDate": _date(span.get("start")), "endDate": _date(span.get("end"))}
    return FrozenDict({"@type": "Event", **{key: one for key, one in told.items() if one}})


def _work(product: Mapping[str, Value]) -> FrozenDict:
    told = {"name": product.get("title"), "description": product.get("description"), "url": product.get("link")}
    return FrozenDict({"@type": "CreativeWork", **{key: one for key, one in told.items() if one}})


def _organization(name: Value, kind: str = "GovernmentOrganization") -> Value:
    return FrozenDict({"@type": kind, "name": name}) if name else None


def _date(value: Value) -> str:
    """ISO 8601, "" for none."""
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")


def _several(value: Value) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()

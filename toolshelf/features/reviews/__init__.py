"""Reviews: who answers for a page or an item, when it was checked last and is to be checked again, and a page on that.

The page ``/status/`` is for the office: it says what is overdue or due soon, and what lacks a source, by owner. It
is not meant for search engines. ``/status/status.json`` says the same for machines.
"""

from __future__ import annotations

import datetime
from typing import Final

from msgspec import Struct

from toolshelf.codec import FrozenDict, Value
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.features.reviews.due import Standing, review
from toolshelf.features.reviews.subjects import Subject, subjects
from toolshelf.index.additions import Derived, Ground, Made, MadePage
from toolshelf.index.addresses import term_address
from toolshelf.index.index import Index
from toolshelf.index.pages import Page
from toolshelf.problems import Problem, warning

_NAME: Final = "status"
_TEMPLATE: Final = "status.html"
_JSON: Final = "status/status.json"
_TITLE: Final = "Status of this site"
_ABOUT: Final = "What is to be reviewed, which authorizations expire and which facts lack a source, for the office."


class Standings(Struct, frozen=True):
    """Everything that can be reviewed, and how it stands."""

    def answer(self, index: Index) -> Value:
        """``{as_of, entries}``: of each its title, url, path, line, owner, review, what it lacks and its ATO."""
        known: tuple[Subject, ...] = index.features[FEATURE.name]
        return FrozenDict({"as_of": index.as_of, "entries": tuple(_entry(index, one) for one in known)})

    def basis(self, index: Index) -> str:
        """Asking is as cheap."""
        return ""

    def __str__(self) -> str:
        return "the list of what is to be reviewed"


def _entry(index: Index, one: Subject) -> FrozenDict:
    return FrozenDict(
        {
            "title": one.title,
            "url": _url(index, one),
            "path": one.place.path,
            "line": one.place.line,
            "owner": one.review.owner,
            "reviewed_on": one.review.reviewed_on,
            "due": one.review.due,
            "standing": one.review.standing(index.as_of).value,
            "lacks": one.lacks,
            "ato": one.ato,
        }
    )


def _url(index: Index, one: Subject) -> str:
    """Where ``one`` is shown: the page itself, or the first page that shows the item; "" where none does."""
    if not one.collection:
        return index.site.url(index.site.pages[one.place.path].url_path)
    if one.page:
        return index.site.url(one.page)
    for page in index.site.pages.values():
        if page.row.includes and any(use[0] == one.collection for use in page.row.uses):
            return f"{index.site.url(page.url_path)}#{one.anchor}"
    return ""


def _make(ground: Ground) -> Made:
    found = tuple(subjects(ground))
    problems = [problem for one in found if (problem := _overdue(one, ground.as_of))]
    if not any(one.review != review(()) or one.ato for one in found) or ground.config.get(_NAME) is False:
        return Made(found, problems=problems)
    address = term_address(_NAME)
    if ground.is_taken(address):
        return Made(found, problems=problems)
    page = ground.page(_NAME, address, _TITLE, FrozenDict({"description": _ABOUT, "noindex": True}))
    maker = "the page on reviews that Toolshelf makes (status: false in data/site.yml takes it away)"
    made = MadePage(page, _TEMPLATE, _NAME, maker, listed=False)
    return Made(found, [made], outputs=[(_JSON, maker)], problems=problems)


def _overdue(one: Subject, as_of: datetime.date) -> Problem | None:
    if one.review.standing(as_of) is not Standing.OVERDUE:
        return None
    what = f"'{one.title}'" if one.collection else "This page"
    message = f"{what} was to be reviewed by {one.review.due}." if one.review.due else f"{what} was never reviewed."
    hint = f"check it, then write reviewed_on: {as_of}"
    return warning("review-overdue", message, hint=hint).moved(one.place)


def _targets(index: Index) -> list[Target]:
    return [Target(_JSON, "status-data")] if _NAME in index.made else []


def _page(target: Target, drawing: Drawing) -> dict[str, object]:
    return {"page": drawing.page(target.subject), "status": drawing.ask(Standings())}


def _data(_: Target, drawing: Drawing) -> bytes:
    import json

    def text(value: object) -> str:
        assert isinstance(value, datetime.date)
        return value.isoformat()

    return json.dumps(drawing.ask(Standings()), default=text, ensure_ascii=False, indent=1).encode() + b"\n"


def _review(_: Index, page: Page) -> Value:
    """Who answers for the page, when it was reviewed, and when it will be again; None where nothing is known."""
    if not page.row.review:
        return None
    known = review(page.row.review)
    return FrozenDict({"owner": known.owner, "reviewed_on": known.reviewed_on, "due": known.due})


FEATURE: Final = Feature(
    "reviews",
    {_NAME: Kind(_page, shows_page=True), "status-data": Kind(_data)},
    _targets,
    _make,
    {"review": Derived(_review)},
    (Standings,),
    frozenset({_TEMPLATE}),
)

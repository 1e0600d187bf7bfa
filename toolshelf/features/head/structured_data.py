"""What a page is, for programs: the site, the page and the way to it, in the words of schema.org 30.0 (JSON-LD 1.1).

Who publishes the site is called a `GovernmentOrganization` only where the site is official, and a page that is not
to be found says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.index import fields
from toolshelf.index.index import Index
from toolshelf.index.pages import HOME, Page

_CONTEXT: Final = "https://schema.org"
_SITE: Final = "#website"
_PUBLISHER: Final = "#publisher"
_QUERY: Final = "search_term_string"
"""What stands for the words that somebody searches for, as search engines want it called."""


def structured_data(index: Index, page: Page) -> Value:
    """The graph that describes ``page``, made of what JSON knows."""
    graph = (*_site(index), *_page(index, page), *_way(index, page))
    return FrozenDict({"@context": _CONTEXT, "@graph": tuple(graph)})


def _site(index: Index) -> Iterator[FrozenDict]:
    """The site, how it is searched, and who publishes it."""
    address = str(index.config["url"])
    publisher = _publisher(index)
    site: dict[str, Value] = {
        "@type": "WebSite",
        "@id": address + _SITE,
        "url": address,
        "name": index.config["title"],
        "inLanguage": index.config["language"],
    }
    if index.config.get("description"):
        site["description"] = index.config["description"]
    if publisher:
        site["publisher"] = FrozenDict({"@id": publisher["@id"]})
    if index.config.get("search") is not False:
        target = FrozenDict({"@type": "EntryPoint", "urlTemplate": f"{address}search/?query={{{_QUERY}}}"})
        asked: dict[str, Value] = {"@type": "SearchAction", "target": target, "query-input": f"required name={_QUERY}"}
        site["potentialAction"] = FrozenDict(asked)
    yield FrozenDict(site)
    if publisher:
        yield FrozenDict(publisher)


def _publisher(index: Index) -> dict[str, Value]:
    """Who answers for the site, as its identifier says; nothing where it says nothing."""
    identifier = index.config.get("identifier")
    if not isinstance(identifier, FrozenDict) or not identifier.get("agency"):
        return {}
    kind = "GovernmentOrganization" if index.config.get("official") is True else "Organization"
    found: dict[str, Value] = {
        "@type": kind,
        "@id": str(index.config["url"]) + _PUBLISHER,
        "name": identifier["agency"],
    }
    if identifier.get("agency_url"):
        found["url"] = _absolute(index, str(identifier["agency_url"]))
    if identifier.get("parent"):
        parent: dict[str, Value] = {"@type": kind, "name": identifier["parent"]}
        if identifier.get("parent_url"):
            parent["url"] = _absolute(index, str(identifier["parent_url"]))
        found["parentOrganization"] = FrozenDict(parent)
    return found


def _page(index: Index, page: Page) -> Iterator[FrozenDict]:
    """The page, and the article on it where it has a date."""
    address = fields.canonical_url(index, page)
    known: dict[str, Value] = {}
    if page.row.description:
        known["description"] = page.row.description
    if page.row.date:
        known["datePublished"] = page.row.date
    if changed := page.row.updated or page.row.date:
        known["dateModified"] = changed
    yield FrozenDict(
        {
            "@type": "CollectionPage" if page.is_index and page.path != HOME else "WebPage",
            "@id": address,
            "url": address,
            "name": page.title,
            "inLanguage": fields.language(index, page),
            "isPartOf": FrozenDict({"@id": str(index.config["url"]) + _SITE}),
            **known,
        }
    )
    if page.row.date:
        article: dict[str, Value] = {
            "@type": "Article",
            "headline": page.title,
            "mainEntityOfPage": FrozenDict({"@id": address}),
            **known,
        }
        if publisher := _publisher(index):
            article["publisher"] = FrozenDict({"@id": publisher["@id"]})
        yield FrozenDict(article)


def _way(index: Index, page: Page) -> Iterator[FrozenDict]:
    """The breadcrumbs, where the page has any."""
    steps = fields.breadcrumbs(index, page)
    if not isinstance(steps, tuple) or len(steps) < 2:
        return
    yield FrozenDict(
        {
            "@type": "BreadcrumbList",
            "itemListElement": tuple(
                FrozenDict(
                    {
                        "@type": "ListItem",
                        "position": position,
                        "name": step["name"],
                        "item": _absolute(index, str(step["url"])),
                    }
                )
                for position, step in enumerate(steps, 1)
                if isinstance(step, FrozenDict)
            ),
        }
    )


def _absolute(index: Index, url: str) -> str:
    return index.absolute(url) if url.startswith("/") else url

"""Search: a page that finds what stands on the site by its words, and that lists all of it where scripts are off.

The index itself is made of the rendered pages by Pagefind, when these are there: `toolshelf.build.search_index`.
"""

from __future__ import annotations

from typing import Final

from toolshelf.codec import FrozenDict, Value, mappings
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.features.search.shelves import Shelves, ShownItems
from toolshelf.features.search.synonyms import synonyms
from toolshelf.index.additions import Ground, Made, MadePage
from toolshelf.index.addresses import page_address
from toolshelf.index.queries import Items
from toolshelf.languages import said_in

INDEX: Final = "search/pagefind/"
"""Where the index stands in the output."""
_NAME: Final = "search"
_TEMPLATE: Final = "search.html"
_MAKER: Final = "the search page that Toolshelf makes ('search: false' in data/site.yml leaves it out)"


_WORDS: Final = {
    "en": ("Search", "Search the pages and lists of {}, or look through everything that it holds."),
    "es": ("Buscar", "Busque en las páginas y listas de {}, o recorra todo lo que contiene."),
}


def _make(ground: Ground) -> Made:
    """The page, unless the site does without search."""
    written = ground.config.get(_NAME)
    if written is False or _TEMPLATE not in ground.templates:
        return Made(settings={_NAME: False})
    language = ground.config["language"]
    address = page_address("search.md")
    title, description = said_in(_WORDS, language)
    meta = FrozenDict({"description": description.format(ground.config["title"])})
    page = ground.page(_NAME, address, title, meta)
    return Made(
        value=_NAME,
        pages=[MadePage(page, _TEMPLATE, _NAME, _MAKER)],
        outputs=[(f"{INDEX}pagefind.js", "the search index that Toolshelf makes")],
        settings={
            _NAME: ground.base_path + address.url_path.lstrip("/"),
            "search_synonyms": synonyms(written, language),
        },
    )


def _search(target: Target, drawing: Drawing) -> dict[str, object]:
    """The page, and everything that can be found."""
    return {
        "page": drawing.page(target.subject),
        "shelves": [
            {"title": shelf["title"], "pages": [drawing.page(str(path)) for path in _several(shelf["paths"])]}
            for shelf in mappings(drawing.ask(Shelves()))
        ],
        "lists": [
            {
                "title": one["title"],
                "page": drawing.page(str(one["path"])),
                "items": drawing.ask(Items(str(one["name"]))),
            }
            for one in mappings(drawing.ask(ShownItems()))
        ],
    }


def _several(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


FEATURE: Final = Feature(
    _NAME,
    {_NAME: Kind(_search, shows_page=True)},
    make=_make,
    questions=(Shelves, ShownItems),
    templates=frozenset({_TEMPLATE}),
)

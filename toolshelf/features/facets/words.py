"""What the pages of a shelf are called, and the sentences about them, in the language of the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from toolshelf.languages import said_in

_LONGEST: Final = 160
"""How many letters of the description of a page search engines show."""
_SENTENCES: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "by": "{title} by {facet}",
        "numbered": "{title}, page {number}",
        "one": "1 entry",
        "many": "{count} entries",
        "all": "From the list {title}: all of its {entries}",
        "group": "From the list {title}: {entries}, chosen by the {facet} {group}",
        "groups": "From the list {title}: all entries in groups by their {facet}",
        "goes on": "{title}: the entries from {first} to {last} of {count}, on page {number} of this list.",
        "and more": " and more",
    },
    "es": {
        "by": "{title} por {facet}",
        "numbered": "{title}, página {number}",
        "one": "1 entrada",
        "many": "{count} entradas",
        "all": "De la lista {title}: todas sus {entries}",
        "group": "De la lista {title}: {entries}, elegidas por {facet} {group}",
        "groups": "De la lista {title}: todas las entradas en grupos por {facet}",
        "goes on": "{title}: las entradas de la {first} a la {last} de {count}, en la página {number} de esta lista.",
        "and more": " y más",
    },
}


def within(name: str) -> str:
    """``name`` inside a sentence: "Publisher" is "publisher", "FIPS 199 level" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() or len(name) == 1 else name


class Words:
    """The words for one site."""

    def __init__(self, language: str) -> None:
        """``language`` is a tag of BCP 47; where nothing is said in it, English is."""
        self._sentences = said_in(_SENTENCES, language)

    def by(self, title: str, facet: str) -> str:
        """The title of the page that lists the groups of ``facet``."""
        return self._say("by", title=title, facet=within(facet))

    def named(self, title: str, group: str) -> str:
        """The title of the page that shows the items of ``group``."""
        return f"{title}: {group}"

    def numbered(self, title: str, number: int) -> str:
        """The title of a page that goes on where another ends."""
        return self._say("numbered", title=title, number=number)

    def described(self, title: str, facet: str, group: str, names: Sequence[str]) -> str:
        """What the list of the items of ``group`` holds, some of their ``names`` in it; ``group`` is "" for all."""
        entries = self._say("one" if len(names) == 1 else "many", count=f"{len(names):,}")
        sentence = "group" if group else "all"
        return self._with_some(
            self._say(sentence, title=title, entries=entries, facet=within(facet), group=group), names
        )

    def listing(self, title: str, facet: str, groups: Sequence[str]) -> str:
        """What the page that lists the ``groups`` of ``facet`` holds."""
        return self._with_some(self._say("groups", title=title, facet=within(facet)), groups)

    def goes_on(self, title: str, number: int, first: int, last: int, count: int) -> str:
        """What the page ``number`` of a list of ``count`` items holds."""
        values = {"number": number, "first": first, "last": last, "count": count}
        return self._say("goes on", title=title, **{name: f"{value:,}" for name, value in values.items()})

    def _with_some(self, sentence: str, names: Sequence[str]) -> str:
        """``sentence`` with as many of ``names`` as a description of a page has room for."""
        more = self._sentences["and more"]
        some: list[str] = []
        for name in names:
            if len(f"{sentence}: {', '.join([*some, name])}{more}.") > _LONGEST:
                break
            some.append(name)
        if not some:
            return f"{sentence}."
        return f"{sentence}: {', '.join(some)}{'' if len(some) == len(names) else more}."

    def _say(self, sentence: str, **values: object) -> str:
        return self._sentences[sentence].format_map(values)

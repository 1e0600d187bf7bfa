"""The words of the interface in the language of the page: `say("Menu")` in templates.

Templates are written in English. What a phrase is in another language stands in the template words/LANGUAGE.html of
the theme, which sets ``words`` to a mapping from the English phrases; what is not in it stays English. A site can
bring that template for one more language, as it can bring any other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jinja2
from markupsafe import Markup

from toolshelf.build.templating import Reader
from toolshelf.build.views import PageView
from toolshelf.index.queries import Config
from toolshelf.languages import ENGLISH, primary


class Words:
    """Says phrases for one render."""

    def __init__(self, reader: Reader, layouts: jinja2.Environment) -> None:
        self._reader = reader
        self._layouts = layouts
        self._known: dict[str, Mapping[str, str]] = {}

    def of(self, page: PageView | None) -> Callable[..., str]:
        """``say`` in templates: a phrase in the language of ``page``, its {names} filled in from the arguments."""
        language = ""

        def say(phrase: str, **values: object) -> str:
            nonlocal language
            language = language or str(page.language if page is not None else self._reader.ask(Config("language")))
            said = phrase if primary(language) == ENGLISH else self._in(language).get(phrase, phrase)
            return Markup.escape(said).format_map(values) if values else said

        return say

    def _in(self, language: str) -> Mapping[str, str]:
        """The phrases of ``language``, a tag of BCP 47: those of its dialect before those of the language itself."""
        if language not in self._known:
            names = dict.fromkeys((primary(language), language.lower()))
            self._known[language] = {phrase: said for name in names for phrase, said in self._read(name).items()}
        return self._known[language]

    def _read(self, name: str) -> Mapping[str, str]:
        try:
            module = self._layouts.get_template(f"words/{name}.html").module
        except jinja2.TemplateNotFound:
            return {}
        words = getattr(module, "words", {})
        assert isinstance(words, dict)
        return words

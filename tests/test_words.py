"""Laws of the interface's words: whoever reads in another language reads no English around the text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from string import Formatter

import jinja2
import pytest
from bs4 import BeautifulSoup, Doctype
from jinja2 import nodes
from sites import lines, make, soup

from toolshelf.sources.templates import default_folder

MONTHS = {f"{datetime.date(2026, month, 1):%B}" for month in range(1, 13)}
"""Said by parts/date.html, which works out their names."""
ENVIRONMENT = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)


def said() -> Iterator[str]:
    """Every phrase that a template says."""
    for template in default_folder().rglob("*.html"):
        for call in ENVIRONMENT.parse(template.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "say":
                first = call.args[0]
                if isinstance(first, nodes.Const):
                    yield first.value


def words(language: str) -> dict[str, str]:
    text = (default_folder() / "words" / f"{language}.html").read_text("utf-8")
    return ENVIRONMENT.from_string(text).module.words


def test_spanish_has_a_word_for_everything_that_a_template_says_and_for_nothing_else():
    assert {*said(), *MONTHS} == words("es").keys()


def test_phrases_are_in_the_order_of_their_lines_and_each_stands_once():
    """Whoever looks one up finds it, and who adds one sees that it is there."""
    text = (default_folder() / "words" / "es.html").read_text("utf-8")
    found = re.findall(r'^  ("(?:[^"\\]|\\.)*"): ', text, re.MULTILINE)
    assert len(found) == len(words("es"))
    assert found == sorted(set(found))


def test_a_phrase_keeps_what_is_filled_in():
    names = Formatter().parse
    for phrase, spanish in words("es").items():
        filled = [{name for _, name, _, _ in names(text) if name} for text in (phrase, spanish)]
        assert filled[0] == filled[1], phrase


HEARD = ("alt", "aria-label", "title")


def unsaid() -> Iterator[str]:
    """English that stands in a template as it is, where visitors see it or hear it."""
    for template in sorted(default_folder().rglob("*.html")):
        tree = ENVIRONMENT.parse(template.read_text("utf-8"))
        # What is worked out while rendering becomes a digit, so that no two texts grow together.
        texts = "0".join(node.data for node in tree.find_all(nodes.TemplateData))
        page = BeautifulSoup(texts, "html.parser")
        seen = [*page.find_all(string=True)]
        seen += [
            tag[name] for tag in page.find_all(True) for name in ("alt", "aria-label", "title") if tag.has_attr(name)
        ]
        texts = [str(text).strip() for text in seen if not isinstance(text, Doctype)]
        yield from (
            f"{template.name}: {text}" for text in texts if re.search(r"[A-Za-z]{2}", text) and text not in SIGNS
        )


def test_no_template_holds_english_that_it_does_not_say():
    assert sorted(unsaid()) == []


SIGNS = {".gov", "https://", 'aria-current="page"010'}
"""What is the same in every language, and an attribute that a macro draws."""


SITE = {
    "content/index.md": "---\ntitle: Inicio\ndescription: Una.\n---\nHola.\n",
    "content/uno.md": "---\ntitle: Uno\ndescription: Dos.\nupdated: 2026-03-04\nsidenav: [/, /uno/]\n---\nTexto.\n",
    "content/tres.md": "---\ntitle: Tres\ndescription: Tres.\nlanguage: en\n---\nText.\n",
}


@pytest.mark.parametrize(
    ("language", "skip", "day"),
    [
        ("en", "Skip to main content", "Updated March 4, 2026"),
        ("es", "Saltar al contenido principal", "Actualizado el 4 de marzo de 2026"),
        ("es-PR", "Saltar al contenido principal", "Actualizado el 4 de marzo de 2026"),
        ("fr", "Skip to main content", "Updated March 4, 2026"),
    ],
)
def test_a_page_speaks_its_language_and_english_where_nobody_has_written_it_down(tmp_path, language, skip, day):
    report = make(tmp_path, {**SITE, "data/site.yml": f"title: S\nurl: https://s.example/\nlanguage: {language}\n"})
    assert lines(report) == []
    page = soup(tmp_path, "uno/index.html")
    assert page.find(class_="usa-skipnav").get_text() == skip
    assert day in page.find(class_="toolshelf-page-foot").get_text()
    assert soup(tmp_path, "tres/index.html").find(class_="usa-skipnav").get_text() == "Skip to main content"


def test_a_site_can_bring_the_words_of_one_more_language_or_of_a_dialect(tmp_path):
    files = {
        **SITE,
        "data/site.yml": "title: S\nurl: https://s.example/\nlanguage: fr-CA\n",
        "templates/words/fr.html": '{% set words = {"Menu": "Menu", "Skip to main content": "Aller au contenu"} %}',
        "templates/words/fr-ca.html": '{% set words = {"Skip to main content": "Passer au contenu"} %}',
    }
    make(tmp_path, files)
    assert soup(tmp_path, "uno/index.html").find(class_="usa-skipnav").get_text() == "Passer au contenu"


def test_other_words_of_a_language_make_the_pages_in_it_anew_and_no_others(tmp_path):
    files = {**SITE, "data/site.yml": "title: S\nurl: https://s.example/\nlanguage: es\n"}
    first = '{% set words = {"Menu": "Menú"} %}'
    make(tmp_path, {**files, "templates/words/es.html": first}, cache=tmp_path / ".cache/toolshelf/build.db")
    again = make(
        tmp_path,
        {**files, "templates/words/es.html": first.replace("Menú", "Carta")},
        cache=tmp_path / ".cache/toolshelf/build.db",
    )
    assert {"index.html", "uno/index.html"} <= {*again.rendered}
    assert "tres/index.html" not in again.rendered
    assert soup(tmp_path, "uno/index.html").find(class_="usa-menu-btn").get_text() == "Carta"

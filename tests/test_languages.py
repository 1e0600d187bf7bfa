"""Which language the engine's own words are said in."""

from __future__ import annotations

import pytest
from sites import make, soup

from toolshelf.languages import said_in

WORDS = {"en": "page", "es": "página"}


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        *(("en", "page"), ("es", "página"), ("es-MX", "página"), ("ES", "página"), ("est", "page")),
        *(("fr", "page"), ("", "page"), (None, "page"), ("e", "page")),
    ],
)
def test_a_text_gets_the_words_of_its_primary_language_or_english_ones(tag: object, said: str):
    assert said_in(WORDS, tag) == said


@pytest.mark.parametrize(("language", "title"), [("es-PR", "Página no encontrada"), ("est", "Page not found")])
def test_a_made_page_is_called_in_the_language_of_the_site(tmp_path, language: str, title: str):
    make(
        tmp_path,
        {
            "content/index.md": "# Hello\n",
            "data/site.yml": f"title: T\nurl: https://t.example/\nlanguage: {language}\n",
        },
    )
    assert soup(tmp_path, "404.html").h1.get_text(strip=True) == title

"""The law of footnotes in documents: a reference reaches the text that its own chapter gives, and that leads back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from histories import use_own_theme_only
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sites import CONFIGURATION, make

from toolshelf.sources import templates as theme

LABELS = st.sampled_from(("1", "2", "87", "a", "A b", "fn-1", "café"))
FORMS = {
    "document/chapter.html": "<main>{{ page.content }}</main>",
    "document/title.html": "<main>{{ page.content }}</main>",
    "document/whole.html": "<main>{{ head.content }}{% for one in chapters %}<article>"
    '<h2 id="{{ one.page.passage_heading.id or one.about.anchor }}">{{ one.page.passage_heading.content }}</h2>'
    "{{ one.page.content }}</article>{% endfor %}</main>",
    "document/notes.html": "<main><ol>{% for one in chapters %}{% for note in one.notes %}"
    '<li><a href="{{ note.url }}">{{ note.number }}</a>{{ note.html }}</li>{% endfor %}{% endfor %}</ol></main>',
    **dict.fromkeys(("page.html", "home.html", "section.html", "404.html"), "{{ page.content }}"),
    **dict.fromkeys(("sitemap.xml", "robots.txt", "redirect.html"), ""),
}


@st.composite
def chapters(draw: st.DrawFn) -> list[dict[str, list[str]]]:
    """For each chapter its labels, each defined once, and how often each is referred to, in some order."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        labels = draw(st.lists(LABELS, unique_by=lambda label: label.casefold().replace(" ", "-"), max_size=5))
        references = [label for label in labels for _ in range(draw(st.integers(0, 2)))]
        found.append({"defined": draw(st.permutations(labels)), "referred": draw(st.permutations(references))})
    return found


def text_of(number: int, label: str) -> str:
    return f"Text of {label.replace(' ', '_')} in {number}."


def source(number: int, chapter: dict[str, list[str]]) -> str:
    body = "\n\n".join(f"Word {place}[^{label}] goes on." for place, label in enumerate(chapter["referred"]))
    notes = "\n".join(f"[^{label}]: {text_of(number, label)}" for label in chapter["defined"])
    return f"# Chapter {number}\n\n{body}\n\n## Same heading\n\n{notes}\n"


def check(part: Tag, page: BeautifulSoup, number: int, chapter: dict[str, list[str]], numbers: list[str]) -> None:
    """References in ``part``, of ``page``, reach the texts of the chapter with this number, and these lead back."""
    references = part.find_all("a", role="doc-noteref")
    assert len(references) == len(chapter["referred"])
    for link, label in zip(references, chapter["referred"], strict=True):
        (note,) = page.find_all(id=link["href"].removeprefix("#"))
        assert text_of(number, label) in note.get_text()
        assert note in part.find_all("li")
        back = [one["href"].removeprefix("#") for one in note.find_all("a", role="doc-backlink")]
        assert link.parent["id"] in back
        for target in back:
            (place,) = page.find_all(id=target)
            assert place.find("a")["href"] == link["href"]
    shown = [item.get_text() for item in part.select("[role=doc-endnotes] > ol > li")]
    wanted = [
        *dict.fromkeys(chapter["referred"]),
        *(one for one in chapter["defined"] if one not in chapter["referred"]),
    ]
    assert [text_of(number, label) in text for label, text in zip(wanted, shown, strict=True)] == [True] * len(wanted)
    order = dict.fromkeys(chapter["referred"])
    assert [link.get_text() for link in references] == [numbers[[*order].index(label)] for label in chapter["referred"]]


@pytest.mark.parametrize("engine", ["markdown", "gfm"])
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=chapters(), continuous=st.booleans())
def test_every_reference_reaches_the_text_of_its_own_chapter_in_both_forms_and_back(
    monkeypatch, engine, book, continuous
):
    """Whatever the labels are, and however often other chapters use them; no id stands twice on a page."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder) / "site"
        use_own_theme_only(patch, root)
        patch.setattr(theme, "default_folder", lambda: root / "none")
        option = "document" if continuous else "chapter"
        files = {f"templates/{name}": text for name, text in FORMS.items()}
        files["data/site.yml"] = f"{CONFIGURATION}markdown: {{engine: {engine}}}\n"
        files["content/d/index.md"] = f"---\ntitle: D\ndocument: {{footnotes: {option}}}\n---\n"
        files |= {f"content/d/{number}.md": source(number, chapter) for number, chapter in enumerate(book)}
        report = make(root, files)
        assert report.published is not None, report.problems
        pages = {
            path.parent.name: BeautifulSoup(path.read_text("utf-8"), "html5lib")
            for path in (root / "_site/d").rglob("index.html")
        }
    for page in pages.values():
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
    articles = pages["all"].find_all("article")
    before = 0
    for number, (chapter, article) in enumerate(zip(book, articles, strict=True)):
        first = before if continuous else 0
        numbers = [str(first + place) for place in range(1, len(chapter["defined"]) + 1)]
        check(pages[str(number)], pages[str(number)], number, chapter, numbers)
        check(article, pages["all"], number, chapter, numbers)
        before += len(chapter["defined"])
    texts = [text_of(number, label) for number, chapter in enumerate(book) for label in chapter["defined"]]
    listed = pages["notes"].find_all("li") if "notes" in pages else []
    assert sorted(one.find("p").get_text() for one in listed) == sorted(texts)

"""Documents: a page a chapter, everything on one page, and references that lead to the same place in both."""

from __future__ import annotations

import re
import zipfile

import pytest
from bs4 import BeautifulSoup
from sites import CONFIGURATION, dead_references, lines, main, make, shared, soup

ENGINES = ("markdown", "gfm")
BOOK = {
    "content/plan/index.md": "---\ntitle: The Plan\ndocument:\n  version: '2.0'\n  date: 2026-11-20\n  status: final\n"
    "  license: Public domain\n---\nWords of welcome.\n",
    "content/plan/01-contents.md": "# Table of Contents\n\n[Aims](#our-aims), [Data](#our-data), [Work](03-work.md)\n",
    "content/plan/02-aims.md": "## Our Aims\n\nWe aim[^1] high[^2].\n\n### Details\n\n[Back](#table-of-contents)\n\n"
    "[Data](03-work.md#details), [own details](#details)\n\n[^1]: First aim.\n[^2]: Second aim.\n",
    "content/plan/03-work.md": "## Our Data\n\nWe work[^1].\n\n### Details\n\nMore[^x].\n\n[Back](#table-of-contents) "
    "[whole](/plan/all/) [plan](index.md) [aims](02-aims.md)\n\n[^1]: Another text.\n[^x]: A named note.\n",
}


def site(engine: str, files: dict[str, str] | None = None) -> dict[str, str]:
    return {"data/site.yml": f"{CONFIGURATION}markdown: {{engine: {engine}}}\n", **(BOOK if files is None else files)}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_folder_is_a_document_when_its_own_page_says_so(tmp_path, engine):
    """Title page with its facts, chapters in file order with neighbours, contents that show where the reader is."""
    report = make(tmp_path, site(engine))
    assert lines(report) == []
    title = main(tmp_path, "plan/index.html")
    facts = title.find("dl")
    assert [one.get_text().strip() for one in facts.find_all("dd")] == [
        "2.0",
        "November 20, 2026",
        "final",
        "Public domain",
        "Shelf. 2026. The Plan, version 2.0. https://shelf.example/plan/",
    ]
    contents = title.find(id="document--contents")
    assert [link.get_text() for link in contents.find_all("a")] == ["Table of Contents", "Our Aims", "Our Data"]
    chapter = main(tmp_path, "plan/02-aims/index.html")
    assert [link["href"] for link in chapter.find(class_="toolshelf-neighbours").find_all("a")] == [
        "/plan/01-contents/",
        "/plan/03-work/",
    ]
    beside = chapter.find("nav", attrs={"aria-label": "Contents of The Plan"})
    here = beside.find(attrs={"aria-current": "page"})
    assert here.get_text() == "Our Aims"
    assert [link["href"] for link in here.parent.find("ul").find_all("a")] == ["#details"]
    first = main(tmp_path, "plan/01-contents/index.html").find(class_="toolshelf-neighbours")
    assert [link["href"] for link in first.find_all("a")] == ["/plan/", "/plan/02-aims/"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("base", ["/", "/repo/"])
def test_the_same_source_leads_to_the_same_place_in_both_forms(tmp_path, engine, base):
    """A heading in another chapter, the contents, chapters and the title page: on their pages and on one page."""
    make(tmp_path, site(engine), base_url=f"https://shelf.example{base}")
    assert list(dead_references(tmp_path / "_site", base)) == []
    work = main(tmp_path, "plan/03-work/index.html").find(class_="usa-prose")
    assert [link["href"] for link in work.find_all("a") if not link.get("role")] == [
        f"{base}plan/01-contents/#table-of-contents",
        f"{base}plan/all/",
        f"{base}plan/",
        f"{base}plan/02-aims/",
    ]
    whole = soup(tmp_path, "plan/all/index.html")
    ids = [tag["id"] for tag in whole.find_all(id=True)]
    assert len(ids) == len(set(ids))
    links = {link.get_text(): link["href"] for link in whole.find("main").find_all("a") if not link.get("role")}
    where = {
        name: whole.find(id=links[name].removeprefix("#")) for name in ("Aims", "Data", "Work", "Back", "own details")
    }
    assert where["Aims"].get_text() == "Our Aims" and where["Back"].get_text() == "Table of Contents"
    assert where["Work"].name == "article" and where["Work"].find("h2").get_text() == "Our Data"
    assert where["own details"].find_parent("article").find("h2").get_text() == "Our Aims"
    assert where["Data"].find_parent("article").find("h2").get_text() == "Our Data"
    assert links["plan"] == links["whole"] == "#main-content"


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_stands_on_one_page_in_order(tmp_path, engine):
    """Chapters one level below the title, each with its own notes, whose names differ."""
    make(tmp_path, site(engine))
    whole = main(tmp_path, "plan/all/index.html")
    assert "Words of welcome." in whole.get_text()
    assert [(tag.name, tag.get_text()) for tag in whole.find_all(re.compile("h[1-6]"))] == [
        ("h1", "The Plan: full text"),
        ("h2", "Contents"),
        ("h2", "Table of Contents"),
        ("h2", "Our Aims"),
        ("h3", "Details"),
        ("h2", "Our Data"),
        ("h3", "Details"),
    ]
    assert [tag["aria-label"] for tag in whole.find_all(role="doc-endnotes")] == [
        "Footnotes: Our Aims",
        "Footnotes: Our Data",
    ]


def notes_of(page: BeautifulSoup) -> dict[str, tuple[str, str]]:
    """By the number that a reference shows: the text of its note, and the number of the reference that leads back."""
    found = {}
    for link in page.find_all("a", role="doc-noteref"):
        note = page.find(id=link["href"].removeprefix("#"))
        back = [one["href"].removeprefix("#") for one in note.find_all("a", role="doc-backlink")]
        assert link.parent["id"] in back
        assert link["aria-label"] == f"Footnote {link.get_text()}"
        number = int(note.parent.get("start", 1)) + note.parent.find_all("li", recursive=False).index(note)
        assert str(number) == link.get_text()
        found[link.get_text()] = note.get_text(" ", strip=True).rstrip("↩ ")
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("option", "numbers"), [("document", "1234"), ("chapter", "1212")])
def test_footnotes_are_scoped_to_their_chapter_and_numbered_by_choice(tmp_path, engine, option, numbers):
    """In each form a reference shows the number of the note that its own chapter defines, and the note leads back."""
    head = BOOK["content/plan/index.md"].replace("  status", f"  footnotes: {option}\n  status")
    make(tmp_path, site(engine, {**BOOK, "content/plan/index.md": head}))
    aims = notes_of(soup(tmp_path, "plan/02-aims/index.html"))
    work = notes_of(soup(tmp_path, "plan/03-work/index.html"))
    assert [*aims.items(), *work.items()] == list(
        zip(numbers, ["First aim.", "Second aim.", "Another text.", "A named note."], strict=True)
    )
    whole = soup(tmp_path, "plan/all/index.html")
    found = [notes_of(article) for article in whole.find_all("article")]
    assert found == [{}, aims, work]
    notes = main(tmp_path, "plan/notes/index.html")
    assert [one.find("p").get_text() for one in notes.select(".toolshelf-notes > li")] == [
        *aims.values(),
        *work.values(),
    ]
    assert list(dead_references(tmp_path / "_site", "/")) == []


SPANISH = {
    "content/plan/index.md": "---\ntitle: El plan\nlanguage: es\ndocument: {version: 1.1, formats: epub}\n---\nHola.\n",
    "content/plan/uno.md": "---\ntitle: Uno\nlanguage: es\n---\nAbc[^a] def[^b].\n\n[^a]: Uno.\n[^b]: Dos.\n",
    "content/plan/dos.md": "---\ntitle: Dos\nlanguage: es\n---\nGhi[^a].\n\n[^a]: Tres.\n",
    "content/plan/changes.yml": "- version: 1.1\n  changes:\n  - {chapter: uno.md, added: Abc.}\n",
    "data/glossary.yml": "- {term: Abc, definition: Def.}\n",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("whose", ["page", "site"])
def test_a_document_in_another_language_holds_no_english(tmp_path, engine, whose):
    """Whether the site is in that language or only the document: in titles, in citations, and in what is heard."""
    files = site(engine, SPANISH)
    if whose == "site":
        files = {path: text.replace("language: es\n", "") for path, text in files.items()}
        files["data/site.yml"] = files["data/site.yml"].replace("language: en", "language: es-PR")
    report = make(tmp_path, files)
    assert [line for line in lines(report) if "changes.yml" in line] == []
    titles = {name: main(tmp_path, f"plan/{name}/index.html").find("h1").get_text() for name in ("all", "notes")}
    assert titles == {"all": "El plan: texto completo", "notes": "El plan: notas"}
    assert main(tmp_path, "plan/changes/index.html").find("h1").get_text() == "El plan: qué ha cambiado"
    for name in ("plan/", "plan/all/", "plan/notes/", "plan/changes/", "plan/uno/"):
        page = soup(tmp_path, f"{name}index.html")
        assert page.find("html")["lang"] == ("es" if whose == "page" else "es-PR")
        heard = [tag["aria-label"] for tag in page.find("main").find_all(attrs={"aria-label": True})]
        assert re.findall("Footnote|Back|version", " ".join([*heard, page.find("main").get_text()])) == []
    facts = main(tmp_path, "plan/index.html").find("dl").get_text()
    assert "El plan, versión 1.1. https://" in facts
    uno = main(tmp_path, "plan/uno/index.html")
    assert [tag["aria-label"] for tag in uno.find_all(role=re.compile("^doc-(?!gloss)"))] == [
        *("Nota al pie 2", "Nota al pie 3", "Notas al pie"),
        *("Volver a la referencia 2", "Volver a la referencia 3"),
    ]
    whole = main(tmp_path, "plan/all/index.html")
    assert [tag["aria-label"] for tag in whole.find_all(role="doc-endnotes")] == [
        "Notas al pie: Dos",
        "Notas al pie: Uno",
    ]
    package = zipfile.ZipFile(tmp_path / "_site/plan/plan.epub").read("EPUB/package.opf").decode()
    assert f"<dc:language>{'es' if whose == 'page' else 'es-PR'}</dc:language>" in package
    glossary = main(tmp_path, "glossary/index.html").find("h1").get_text()
    assert glossary == ("Glosario" if whose == "site" else "Glossary")


@pytest.mark.parametrize("engine", ENGINES)
def test_ways_back_from_one_note_have_names_that_differ(tmp_path, engine):
    """However often a note is used, and whatever number it has in its document."""
    uses = "Abc[^1] def[^2].\n\n- Ghi[^1]\n\nJkl[^3] mno[^1].\n\n[^1]: One.\n[^2]: Two.\n[^3]: Three, as[^2].\n"
    make(tmp_path, site(engine, {**BOOK, "content/plan/03-work.md": f"# W\n\n{uses}"}))
    for path in ("plan/03-work/index.html", "plan/all/index.html"):
        links = main(tmp_path, path).find_all("a", role="doc-backlink")
        targets = {link["aria-label"]: link["href"].rpartition("--")[2].lstrip("#") for link in links}
        assert len(targets) == len(links)
        own = {name: target for name, target in targets.items() if not name.endswith((" 1", " 2"))}
        assert own == {
            "Back to reference 3": "fnref-1",
            "Back to reference 3-2": "fnref2-1",
            "Back to reference 3-3": "fnref3-1",
            "Back to reference 4": "fnref-2",
            "Back to reference 4-2": "fnref2-2",
            "Back to reference 5": "fnref-3",
        }


@pytest.mark.parametrize("engine", ENGINES)
def test_sections_are_numbered_on_request(tmp_path, engine):
    """Chapters and sections count; appendices and a contents list do not."""
    head = BOOK["content/plan/index.md"].replace("  status", "  numbered: true\n  status")
    more = {"content/plan/appendix.md": "## Appendix A\n\n### Part\n"}
    make(tmp_path, site(engine, {**BOOK, **more, "content/plan/index.md": head}))
    aims = main(tmp_path, "plan/02-aims/index.html")
    assert [aims.find(name).get_text() for name in ("h1", "h2")] == ["1 Our Aims", "1.1 Details"]
    whole = main(tmp_path, "plan/all/index.html")
    assert [tag.get_text() for tag in whole.find_all(["h2", "h3"])][1:] == [
        "Table of Contents", "1 Our Aims", "1.1 Details", "2 Our Data", "2.1 Details", "Appendix A", "Part",
    ]  # fmt: skip


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fragment_that_no_chapter_has_is_told_with_the_nearest_heading(tmp_path, engine):
    """And what means the contents leads to the contents list of the title page, where no chapter has such a heading."""
    files = {
        "content/plan/index.md": "---\ntitle: P\ndocument: true\n---\n",
        "content/plan/a.md": "# A\n\n## Data governance\n",
        "content/plan/b.md": "# B\n\n[x](#data-governance-2025) [y](#table-of-contents)\n",
    }
    report = make(tmp_path, site(engine, files))
    assert lines(report) == [
        "content/plan/b.md:3:5: warning[broken-anchor]: There is no heading or id 'data-governance-2025' in this "
        "document. (the nearest is #data-governance)"
    ]
    links = main(tmp_path, "plan/b/index.html").find(class_="usa-prose").find_all("a")
    assert links[1]["href"] == "/plan/#document--contents"
    whole = main(tmp_path, "plan/all/index.html")
    assert whole.find("a", string="y")["href"] == "#document--contents"


def test_chapters_stand_by_weight_then_by_path_and_folders_within_where_their_own_page_does(tmp_path):
    files = {
        "content/p/index.md": "---\ntitle: P\ndocument: true\n---\n",
        "content/p/a.md": "---\ntitle: A\nweight: 9\n---\n",
        "content/p/b/index.md": "---\ntitle: B\nweight: 1\n---\n",
        "content/p/b/y.md": "---\ntitle: BY\n---\n",
        "content/p/b/x.md": "---\ntitle: BX\n---\n",
        "content/p/c.md": "---\ntitle: C\nlayout: section\n---\n",
        "content/p/d/own.md": "---\ntitle: Own\n---\n",
        "content/p/d/index.md": "---\ntitle: Another\ndocument: true\n---\n",
    }
    make(tmp_path, files)
    contents = main(tmp_path, "p/index.html").find(id="document--contents")
    assert [link.get_text() for link in contents.find_all("a")] == ["C", "B", "BX", "BY", "A"]
    another = main(tmp_path, "p/d/index.html").find(id="document--contents")
    assert [link.get_text() for link in another.find_all("a")] == ["Own"]


def test_a_text_under_the_key_is_the_authors_own(tmp_path):
    """Pages of other generators name a file there; a word that means yes is a mistake, and is told."""
    files = {"content/a.md": "---\ntitle: A\ndocument: report.pdf\n---\n", "templates/page.html": "{{ page.document }}"}
    assert lines(make(tmp_path, files)) == []
    assert (tmp_path / "_site/a/index.html").read_text("utf-8") == "report.pdf"
    report = make(tmp_path, {"content/a.md": "---\ntitle: A\ndocument: yes\n---\n"})
    assert lines(report)[0].startswith("content/a.md:3:11: error[schema]")


def test_a_misspelt_option_is_found(tmp_path):
    report = make(tmp_path, {"content/p/index.md": "---\ntitle: P\ndocument:\n  numberd: true\n---\n"})
    assert any(line.startswith("content/p/index.md:4:3: error[schema]") for line in lines(report)), lines(report)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_label_with_two_texts_is_told_where_labels_run_on(tmp_path, engine):
    """With both lines; not where chapters count anew, and not where both say the same."""
    files = {
        "content/p/index.md": "---\ntitle: P\ndocument: true\n---\n",
        "content/p/a.md": "# A\n\nx[^1] y[^2] z[^s]\n\n[^1]: One.\n[^2]: Two.\n[^s]: Same, see [b](b.md).\n",
        "content/p/b.md": "# B\n\nx[^2] y[^s]\n\n[^2]: Too.\n[^s]: Same, see [b](b.md).\n",
    }
    report = make(tmp_path, site(engine, files))
    assert lines(report) == [
        "content/p/b.md:5: warning[footnote-duplicate]: Footnote [^2] has another text in content/p/a.md, line 6; each "
        "chapter shows its own. (give one of them another label, unless both are meant)"
    ]
    anew = {**files, "content/p/b.md": files["content/p/b.md"].replace("^2", "^1")}
    assert lines(make(tmp_path, site(engine, anew))) == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["a", "a"], []),
        (["a b", "a b c"], []),
        (["n0 n1", "n0 n1"], []),
        (["1 a", "2 a"], []),
        (["1 2", "1 2"], []),
        (["0 1", "0 1 2"], []),
        (["10 11", "20", "10"], []),
        (["2 1", "3 1"], []),
        (["1 2", "3 2", "4"], ["2"]),
        (["1 2", "2 3", "3 4"], ["2", "3"]),
        (["83 87", "88", "87 88"], ["87", "88"]),
    ],
)
def test_only_numbers_run_on_and_only_where_no_two_chapters_begin_with_the_same(tmp_path, engine, labels, told):
    """Every label of a chapter is its own; the texts of all of them differ here."""
    files = {"content/p/index.md": "---\ntitle: P\ndocument: true\n---\n"}
    for number, chapter in enumerate(labels):
        used = " ".join(f"x[^{label}]" for label in chapter.split())
        notes = "\n".join(f"[^{label}]: Text {number}." for label in chapter.split())
        files[f"content/p/{number}.md"] = f"# Chapter {number}\n\n{used}\n\n{notes}\n"
    found = [re.search(r"\[\^(.*?)\]", line)[1] for line in lines(make(tmp_path, site(engine, files)))]
    assert found == told


def test_collections_that_chapters_include_stand_on_the_one_page_without_clashes(tmp_path):
    files = {
        "data/tools.yml": "- name: Our Data\n",
        "content/p/index.md": "---\ntitle: P\ndocument: true\n---\n",
        "content/p/a.md": "# A\n\n## Our Data\n\n{% include collection.html datafile=tools %}\n",
        "content/p/b.md": "# B\n\n{% include collection.html datafile=tools %}\n",
    }
    make(tmp_path, files)
    whole = soup(tmp_path, "p/all/index.html")
    ids = [tag["id"] for tag in whole.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert len(whole.find_all("li", class_="usa-collection__item")) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_the_open_data_plan_is_a_document(tmp_path, engine, nu_findings):
    """Sixteen chapters and one page, no dead link in either form, and every one of the 91 notes in its place."""
    folder = shared("corpora", "living-hhs-open-data-plan", "HHS-Open-Data-Plan")
    files = {f"content/plan/{file.name}": file.read_text("utf-8") for file in folder.glob("*.md")}
    files["content/plan/index.md"] = "---\ntitle: Living HHS Open Data Plan\ndocument: true\n---\n"
    report = make(tmp_path, site(engine, files))
    assert report.published is not None
    assert [line for line in lines(report) if "broken" in line] == []
    assert list(dead_references(tmp_path / "_site", "/")) == []
    defined = sum(len(re.findall(r"^\[\^[^\]]+\]:", text, re.M)) for text in files.values())
    assert defined == 91
    whole = soup(tmp_path, "plan/all/index.html")
    assert len(whole.find_all("article")) == 16
    assert len(whole.select("[role=doc-endnotes] > ol > li")) == 91
    assert len(main(tmp_path, "plan/notes/index.html").select(".toolshelf-notes > li")) == 91
    articles = {article.find("h2").get_text()[:10]: article for article in whole.find_all("article")}
    notes = [text for article in articles.values() for text in notes_of(article).values()]
    for chapter, text in (("Appendix B", "Ostrom"), ("Appendix D", "OMB M-25-05, pages 28-29")):
        assert any(text in note for note in notes_of(articles[chapter]).values())
    assert len(notes) == 90
    assert "https://hhs.github.io/lodp-form" in articles["Appendix D"].find(role="doc-endnotes").get_text()
    told = [line for line in lines(report) if "[footnote-" in line]
    assert [line.partition(". (")[0] for line in told] == [
        "content/plan/Appendix-D.md:27: warning[footnote-duplicate]: Footnote [^87] has another text in "
        "content/plan/Appendix-B.md, line 15; each chapter shows its own",
        "content/plan/Appendix-D.md:28: warning[footnote-duplicate]: Footnote [^88] has another text in "
        "content/plan/Appendix-C.md, line 7; each chapter shows its own",
        "content/plan/Appendix-D.md:28: warning[footnote-unused]: Nothing refers to footnote [^88]; it is shown behind "
        "the others",
    ]
    assert nu_findings(tmp_path / "_site") == []

"""Suggestions: a form in step with its schema, and issues that become data files, whatever is written in them."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from sites import CONFIGURATION, lines, make, soup, write

from toolshelf.cli.main import main
from toolshelf.codec import FrozenDict
from toolshelf.data.engine_schemas import engine_schema
from toolshelf.suggestions.fields import Shape, fields
from toolshelf.suggestions.issue import answers, values
from toolshelf.suggestions.issue_form import FOLDER, FORMS, issue_form

CHECKOUT = Path(__file__).resolve().parent.parent
ASKED = {name: fields(engine_schema(name)) for name in FORMS}
GIVEN = {
    "Title": "Sample tool",
    "Summary": "A tool that offices use to plan their work, made by an example office for everybody.",
    "Address": "https://tool.example.gov/",
    "Status": "Production",
    "Source": "The page of the tool",
    "As of": "2026-11-01",
    "Audience": "federal, public",
    "Category": "- Analytics\n- Collaboration",
    "Description": "First words.\n\n### A heading of theirs\n\nMore *words*.",
}


def issue(**changed: str) -> str:
    """An issue as GitHub writes it of a form that was filled in, with CR LF as browsers send it."""
    given = {**GIVEN, **{key.replace("_", " "): value for key, value in changed.items()}}
    parts = [f"### {field.label}\n\n{given.get(field.label, '_No response_')}\n" for field in ASKED["tools"]]
    return "\n".join(parts).replace("\n", "\r\n")


def accepted(root: Path, text: str, capsys) -> tuple[int, str, str]:
    file = root / "issue.md"
    file.write_bytes(text.encode())
    code = main(["accept", str(file), "--root", str(root)])
    said = capsys.readouterr()
    return code, said.out.strip(), said.err


@pytest.mark.parametrize("name", FORMS)
def test_the_form_is_in_step_with_its_schema(name):
    """Run `make forms` where it is not."""
    assert (CHECKOUT / FOLDER / FORMS[name]).read_text("utf-8") == issue_form(name, CHECKOUT)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_everything_that_is_required_as_github_wants_it(name):
    """Labels and ids are unique, and what stands in one line is asked for first."""
    form = yaml.safe_load(issue_form(name, CHECKOUT))
    assert {"name", "description", "body"} <= form.keys()
    body = [one for one in form["body"] if one["type"] != "markdown"]
    assert {one["type"] for one in body} <= {"input", "textarea", "dropdown"}
    ids, labels = [one["id"] for one in body], [one["attributes"]["label"] for one in body]
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    required = {one["id"].replace("-", "_") for one in body if one.get("validations", {}).get("required")}
    assert required == {*engine_schema(name)["required"], "title"}
    shapes = [field.shape in (Shape.TEXT, Shape.LINES) for field in ASKED[name]]
    assert shapes == sorted(shapes)


def test_a_form_filled_in_becomes_a_data_file_that_builds(tmp_path, capsys):
    """With a page of its own, in a folder of items."""
    write(tmp_path, {"content/index.md": "# Home\n"})
    code, path, err = accepted(tmp_path, issue(), capsys)
    assert (code, path, err) == (0, "data/tools/sample-tool.yml", "")
    report = make(tmp_path, {})
    assert lines(report) == []
    page = soup(tmp_path, "tools/sample-tool/index.html")
    assert page.find("h1").get_text() == "Sample tool"
    assert "A heading of theirs" in page.get_text()
    item = yaml.safe_load((tmp_path / path).read_text("utf-8"))
    assert item["category"] == ["Analytics", "Collaboration"]
    assert item["audience"] == ["federal", "public"]
    assert list(item) == [key for key in engine_schema("tools")["properties"] if key in item]


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ site.title }} {% include collection.html %}",
    "{% raw %}",
    "=cmd|' /C calc'!A0",
    "\u202egpj.exe",
    "a\x00b\x07c",
    "W" * 10_000,
    "😀👩‍🚀",
    "key: value\n- item\n? !!python/object/apply:os.system [ls]",
    "&anchor *alias !tag %directive",
    "### Title\n\nOther",
    "### Status\n\nArchival",
    "---\ntitle: x\n---",
    "[x](javascript:alert(1))",
    "$(rm -rf /) `id` ; && ||",
    "line\u2028separator\u0085",
    "```\nunclosed fence",
    "<!-- unclosed comment",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(tmp_path, capsys, text):
    """In the longest field it is shown as it is or refused; no other field changes, and the build goes on."""
    write(tmp_path, {"content/index.md": "# Home\n"})
    code, path, err = accepted(tmp_path, issue(Description=f"Before. {text}"), capsys)
    if code:
        assert err.startswith(str(tmp_path / "issue.md"))
        assert not (tmp_path / "data/tools").exists()
        return
    item = yaml.safe_load((tmp_path / path).read_text("utf-8"))
    assert {key: item[key] for key in ("title", "status", "url")} == {
        "title": "Sample tool",
        "status": "Production",
        "url": "https://tool.example.gov/",
    }
    report = make(tmp_path, {})
    assert [line for line in lines(report) if "error[" in line] == []
    page = BeautifulSoup((tmp_path / "_site/tools/sample-tool/index.html").read_bytes(), "html5lib")
    main_part = page.find("main")
    assert main_part.find(["script", "svg", "img", "iframe"]) is None
    assert not [tag for tag in main_part.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [link for link in main_part.find_all(href=True) if link["href"].startswith("javascript")]
    assert "Before." in main_part.get_text()


@pytest.mark.parametrize("text", HOSTILE[:12], ids=range(12))
def test_hostile_text_in_a_title_stays_text(tmp_path, capsys, text):
    """Or it is refused with the line of the issue."""
    write(tmp_path, {"content/index.md": "# Home\n"})
    code, path, err = accepted(tmp_path, issue(Title=f"A {text}"), capsys)
    if code:
        assert "issue.md:3: error[" in err
        return
    assert Path(path).parent == Path("data/tools")
    report = make(tmp_path, {})
    assert [line for line in lines(report) if "error[" in line] == []
    for file in (tmp_path / "_site").rglob("*.html"):
        main_part = BeautifulSoup(file.read_bytes(), "html5lib").find("main")
        assert main_part is None or main_part.find(["script", "svg", "img"]) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"Summary": "Too short."}, "issue.md:7: error[schema]: 'summary' "),
        ({"Address": "http://tool.example.gov/"}, "issue.md:11: error[schema]: 'url' "),
        ({"As_of": "last week"}, "issue.md:23: error[schema]: 'as_of' "),
        ({"Status": "Sold out"}, "issue.md:15: error[schema]: 'status' "),
        ({"Source": "\u200b\u200b"}, "issue.md:19: error[schema]: 'source' is blank"),
        ({"Tags": "~"}, "error[address]: '~' has no letter or digit"),
    ],
)
def test_what_is_wrong_is_told_at_the_line_of_the_answer_and_nothing_is_written(tmp_path, capsys, changed, told):
    """All of it in one run."""
    code, path, err = accepted(write(tmp_path, {}), issue(**changed), capsys)
    assert (code, path) == (1, "")
    assert told in err
    assert not (tmp_path / "data/tools").exists()


def test_a_suggestion_is_judged_by_the_schema_of_the_site(tmp_path, capsys):
    """One of the office's own takes the place of that of the engine."""
    own = {
        "type": "object",
        "required": ["title", "cost"],
        "properties": {"title": {"type": "string"}, "cost": {"type": "string"}},
    }
    write(tmp_path, {"data/tools.schema.json": json.dumps(own)})
    code, _, told = accepted(tmp_path, "### Title\n\nA tool\n", capsys)
    assert (code, "'cost' is missing" in told) == (1, True)
    code, path, _ = accepted(tmp_path, "### Title\n\nA tool\n\n### Cost\n\nNothing\n", capsys)
    assert (code, yaml.safe_load((tmp_path / path).read_text("utf-8"))) == (0, {"title": "A tool", "cost": "Nothing"})


def test_an_item_that_is_there_and_an_issue_of_another_kind_are_refused(tmp_path, capsys):
    """In a sentence each."""
    root = write(tmp_path, {"data/site.yml": CONFIGURATION})
    assert accepted(root, issue(), capsys)[0] == 0
    code, _, err = accepted(root, issue(), capsys)
    assert code == 1
    assert "There is an item 'sample-tool' in data/tools already." in err
    code, _, err = accepted(root, "I like your site.\n", capsys)
    assert code == 2
    assert err.startswith("This issue was not made with the form")


OF_LINES = (
    "# The tools of this office.\n\n- title: Zebra   # the oldest\n  as_of: 2026-01-01\n"
    '  summary: "Quoted words of the kind that people write to say what something is for."\n\n'
    "# Next to be reviewed\n- summary: A second tool, of which the keys stand in another order than elsewhere.\n"
    "  title: Ant\n  as_of: 2026-01-02\n"
)
LISTS = {
    "lines": OF_LINES,
    "indented": textwrap.indent(OF_LINES, "  "),
    "lists within": OF_LINES + "  tags:\n      - deep\n      - deeper\n",
    "folded": OF_LINES + "  publisher: >-\n    An office of\n    two lines\n",
    "a comment at the end": OF_LINES + "# More to come.\n",
}


@pytest.mark.parametrize("before", LISTS.values(), ids=LISTS)
def test_comments_and_order_of_a_list_are_kept(tmp_path, capsys, before):
    """The new item stands at its end, and every other line is what it was."""
    root = write(tmp_path, {"data/tools.yml": before})
    code, path, _ = accepted(root, issue(), capsys)
    assert (code, path) == (0, "data/tools.yml")
    after = (root / path).read_text("utf-8")
    assert after.startswith(before)
    assert yaml.safe_load(after)[:-1] == yaml.safe_load(before)
    assert yaml.safe_load(after)[-1]["title"] == "Sample tool"


@pytest.mark.parametrize("before", ["[]\n", "# None yet\n", "[{title: Zebra, as_of: 2026-01-01}]\n"])
def test_a_list_that_has_no_lines_of_its_own_gets_the_item_all_the_same(tmp_path, capsys, before):
    root = write(tmp_path, {"data/tools.yml": before})
    code, path, _ = accepted(root, issue(), capsys)
    assert code == 0
    *others, last = yaml.safe_load((root / path).read_text("utf-8"))
    assert (others, last["title"]) == (yaml.safe_load(before) or [], "Sample tool")


def test_a_heading_within_an_answer_is_part_of_it():
    """Also one that is called as a field that was asked before."""
    found = values(answers(issue(Description="One\n\n### Title\n\nTwo"), ASKED["tools"]))
    assert found["title"] == "Sample tool"
    assert found["description"] == "One\n\n### Title\n\nTwo"


def test_readers_find_a_button_and_an_address_on_the_list_of_tools_and_where_an_editor_puts_them(tmp_path):
    """The form of the repository, and a mail with the same questions."""
    more = "repository: https://code.example.gov/office/site\ncontact: {email: office@shelf.example}\n"
    item = yaml.safe_load(issue_item())
    files = {
        "data/site.yml": CONFIGURATION + more,
        "data/tools/one.yml": yaml.safe_dump(item),
        "content/kit.md": "# Kit\n\n{% include suggest.html %}\n",
    }
    assert lines(make(tmp_path, files)) == []
    for output in ("tools/index.html", "kit/index.html"):
        hrefs = [link["href"] for link in soup(tmp_path, output).find(class_="toolshelf-suggest").find_all("a")]
        assert hrefs[0] == "https://code.example.gov/office/site/issues/new?template=suggest-tool.yml"
        assert hrefs[1].startswith("mailto:office@shelf.example?subject=Suggest%20a%20tool&body=Title%3A%0A")


def issue_item() -> str:
    found = {**values(answers(issue(), ASKED["tools"]))}
    return yaml.safe_dump({**found, "as_of": str(found["as_of"])})


def test_every_answer_of_a_form_is_read(tmp_path):
    """Whatever shape it has."""
    schema = engine_schema("tools")
    assert isinstance(schema, FrozenDict)
    found = answers(issue(), ASKED["tools"])
    assert [one.field.label for one in found] == [field.label for field in ASKED["tools"] if field.label in GIVEN]

"""Front matter: what real pages and slips make of it, line by line."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.content.front_matter import head_of, read_front_matter
from toolshelf.problems import Severity
from toolshelf.sources.text import decode

RULE = "-" * 112

BROKEN = [
    # the closing line
    ("---\ntitle: x\n\n# Heading\n\nText.\n", 1, "front-matter", "begins here is not closed"),
    ("---\ntitle: x\nlayout: page\n", 1, "front-matter", "begins here is not closed"),
    ("---\ntitle: x\n\n# Heading\n\nText: it goes on.\nAnd on.\n\n---\n\nMore.\n", 1, "front-matter", "is not closed"),
    (f"---\ntitle: x\n{RULE}\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    (f"---\ntitle: x\n{RULE}\nText.\n\n---\n\nMore.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n---extra\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n--- # end\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n...\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n--\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n\u2014\u2013\nText.\n", 3, "front-matter", "this is no line of three dashes"),
    ("---\ntitle: x\n  ---\nText.\n", 3, "front-matter", "indented"),
    # the opening line
    ("--\ntitle: x\n---\nText.\n", 1, "front-matter", "no line of three dashes"),
    ("\u2014-\ntitle: x\n---\nText.\n", 1, "front-matter", "no line of three dashes"),
    ("----\ntitle: x\n---\nText.\n", 1, "front-matter", "no line of three dashes"),
    ("title: x\nlayout: page\n---\nText.\n", 1, "front-matter", "dashes above it is missing"),
    ('+++\ntitle = "x"\n+++\nText.\n', 1, "front-matter", "TOML"),
    # no front matter at all
    ("---\n\nText below a rule.\n", 1, "front-matter", "but none follows"),
    ("---\nText between rules.\n---\nMore.\n", 2, "front-matter", "Text stands here between two lines of dashes"),
    ("---", 1, "front-matter", "but none follows"),
    ("---\n- a\n- b\n---\nText.\n", 2, "front-matter", "A list stands here"),
    ("---\n'text'\n---\nText.\n", 2, "front-matter", "Text stands here as front matter"),
    # YAML, at lines of the file
    ("\n\n---\ntitle: x\ntitle: y\n---\nText.\n", 5, "duplicate-key", "first in line 4"),
    ("---\ntitle:x\n---\nText.\n", 2, "yaml", "blank is missing after the colon of 'title'"),
    ("---\ntitle: x\nlayout:page\ntoc: true\n---\nText.\n", 3, "yaml", "blank is missing after the colon of 'layout'"),
    ("---\ntitle: x\n\nloose words\nlayout: page\n---\nText.\n", 4, "yaml", "This line has no colon"),
    ("---\ntitle: Sprints: a guide\n---\n", 2, "yaml", "colon stands here"),
    ("---\n\ttitle: x\n---\n", 2, "yaml", "tab stands here"),
    ("---\ntitle: x\nlist:\n\t- a\n---\n", 4, "yaml", "tab stands here"),
    ("---\ntitle: 'x\n---\nText.\n", 2, "yaml", "quote that opens here is not closed"),
    ("---\ntitle: [x\n---\nText.\n", 2, "yaml", "not closed"),
    ("---\ntitle: !md x\n---\n", 2, "yaml-tag", "tag !md"),
    ("---\na: &a [x]\nb: [*a]\n---\n", 3, "yaml-alias", "alias *a"),
    ("---\na: &a {x: y}\nb: {<<: *a}\n---\n", 3, "yaml-alias", "merge key <<"),
    ("---\ntitle: {{ site.title }}\n---\n", 2, "yaml", "bracket stands here"),
    ("---\na: " + "[" * 50_000 + "\n---\n", 2, "nesting", "50 levels deep"),
    ("---\nweight: " + "9" * 6000 + "\n---\n", 2, "huge-number", "more than 100 digits"),
    ("---\ntitle: x\n<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n---\nText.\n", 3, "merge-conflict", "unresolved"),
    # known keys
    ("---\ntitle: [Title here]\n---\n", 2, "schema", "'title' is a list, but must be text"),
    ("---\ntitle:\n---\n", 2, "schema", "'title' is empty"),
    ("---\ndraft: yes\n---\n", 2, "schema", "'draft' is the text \"yes\", but must be true or false"),
    ("---\ntoc: 1\n---\n", 2, "schema", "'toc' is the number 1, but must be true or false"),
    ("---\nweight: heavy\n---\n", 2, "schema", "'weight' is the text \"heavy\", but must be a number"),
    ("---\nsidenav: yes\n---\n", 2, "schema", "'sidenav' is the text \"yes\""),
    ("---\nsidenav: 3\n---\n", 2, "schema", "must be true or false, text or a list"),
    ("---\npermalink: true\n---\n", 2, "schema", "'permalink' is true"),
    ("---\nredirect_from:\n  - /a/\n  - 7\n---\n", 4, "schema", "'redirect_from': item 2 is the number 7"),
    ("---\nanchors:\n  - title: x\n---\n", 3, "schema", "'anchors', item 1 (x): 'name' is missing"),
    ("---\nanchors:\n  - name: x\n    children:\n      - 3\n---\n", 5, "schema", "item 1 is the number 3"),
    ("---\nimages:\n  - alt: x\n---\n", 3, "schema", "'url' is missing"),
    ("---\ntags: {a: b}\n---\n", 2, "schema", "must be text or a list"),
    ("---\ndate: 2026-13-40\n---\n", 2, "schema", '"2026-13-40", which is no date'),
    ("---\ndate: September 13, 2021\n---\n", 2, "schema", "which is no date"),
    ("---\nexpires: [2026-11-20]\n---\n", 2, "schema", "'expires' is no date"),
    ("---\nanchors:\n  - name: x\n    childern: [y]\n---\n", 4, "misspelt-key", "'children' is"),
    ("---\nTitle: x\n---\n", 2, "misspelt-key", "'title' is"),
    ("---\ntitle: x\nlayuot: page\n---\n", 3, "misspelt-key", "'layout' is"),
    ("---\ntitle: x\nredirect-from: /a/\n---\n", 3, "misspelt-key", "'redirect_from' is"),
]

PYTHON = re.compile(
    r"\b(None|NoneType|dict|str|int|float|bool|tuple|null|mapping|sequence|scalar|regex|object|array|property|schema"
    r"|token|expected|True|False|Error)\b"
)


@pytest.mark.parametrize(("text", "line", "code", "part"), BROKEN, ids=[repr(row[0][:40]) for row in BROKEN])
def test_a_fault_is_reported_at_its_line_once_and_in_plain_words(text, line, code, part):
    problems = read_front_matter(text).problems
    hit = [problem for problem in problems if problem.code == code and part in problem.message]
    assert len(hit) == 1, [str(problem) for problem in problems]
    assert hit[0].location.line == line
    assert hit[0].hint
    for problem in problems:
        assert not PYTHON.search(problem.message + problem.hint), problem


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("September 13, 2021", "2021-09-13"),
        ("Sep 3, 2021", "2021-09-03"),
        ("November 21st, 2024", "2024-11-21"),
        ("January 5 2023", "2023-01-05"),
        ("13 September 2021", "2021-09-13"),
        ("2021/9/13", "2021-09-13"),
        ("11/12/26", "2026-11-20"),  # nobody knows which is the month: only the form is shown
    ],
)
def test_a_date_in_words_is_answered_with_the_form_to_write(written, hint):
    (problem,) = read_front_matter(f"---\ndate: {written}\n---\n").problems
    assert problem.hint.endswith(f" date: {hint}")


GOOD = [
    ("---\ntitle: x\n---\nText.\n", 4),
    ("\n---\ntitle: x\n---\nText.\n", 5),
    (" \n\n--- \ntitle: x\n---\t\nText.\n", 6),
    ("---\n\ntitle: x\n\n\n---\nText.\n", 7),
    ("---\n# a comment\ntitle: x\n---\nText.\n", 5),
    ("---\ntitle: x # a comment\n---\nText.\n", 4),
    ("---\ntitle: x\ndetails: |\n  Text\n\n  ---\n\n  more\n---\nText.\n", 10),
    ('---\ntitle: "x"\ntext: "one\n\ntwo"\n---\nText.\n', 7),
    ("---\ntitle: x\t\n---\nText.\n", 4),
]


@pytest.mark.parametrize(("text", "body_line"), GOOD)
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_front_matter_reads_the_same_with_any_line_ending_blank_or_mark(text, body_line, ending, mark):
    front = read_front_matter(decode(mark + text.replace("\n", ending).encode())[0])
    assert front.problems == ()
    assert front.meta["title"] == "x"
    assert front.present
    assert (front.body, front.body_line) == ("Text.\n", body_line)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# Heading\n\nText.\n",
        "Text: with a colon.\n\n---\n\nMore.\n",
        "----\n\nText.\n",
        "***\n\nText.\n",
        "- - -\n",
    ],
)
def test_a_file_without_front_matter_is_all_body(text):
    front = read_front_matter(text)
    assert (front.meta, front.body, front.body_line, front.present, front.problems) == ({}, text, 1, False, ())


def test_empty_front_matter_is_front_matter():
    front = read_front_matter("---\n---\nText.\n")
    assert (front.meta, front.body, front.present, front.problems) == ({}, "Text.\n", True, ())


@pytest.mark.parametrize("text", ["---\ntitle: x\n\n# Heading\n", f"---\ntitle: x\n{RULE}\n\n# Heading\n"])
def test_a_wrong_end_hides_neither_the_keys_nor_the_body(text):
    front = read_front_matter(text)
    assert front.meta == {"title": "x"}
    assert front.body == "\n# Heading\n"


def test_a_rule_over_text_stays_in_the_body():
    text = "---\n\nText below a rule.\n"
    assert read_front_matter(text).body == text


def test_all_independent_faults_are_told_in_one_run():
    text = "---\ntitle: []\ndraft: maybe\nlayuot: x\nweight: 1\nweight: 2\n...\nText.\n"
    assert sorted(problem.location.line for problem in read_front_matter(text).problems) == [2, 3, 4, 6, 7]


def test_positions_are_lines_of_the_file():
    front = read_front_matter("\n---\ntitle: x\nanchors:\n  - name: A\n---\nText.\n")
    assert front.positions.locate(("title",)).line == 3
    assert front.positions.locate(("anchors", 0, "name")).line == 5
    assert front.positions.locate_key(("anchors",)).line == 4


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-11-20", datetime.date(2026, 11, 20)),
        ("'2026-11-20'", datetime.date(2026, 11, 20)),
        ("2026-11-20T10:30:00Z", datetime.datetime(2026, 11, 20, 10, 30, tzinfo=datetime.UTC)),
        (
            "2014-05-29 1:45:14 -0400",
            datetime.datetime(2014, 5, 29, 1, 45, 14, tzinfo=datetime.timezone(-datetime.timedelta(hours=4))),
        ),
        ("2014-05-29 10:45:14 UTC", datetime.datetime(2014, 5, 29, 10, 45, 14, tzinfo=datetime.UTC)),
        ("2014-05-29 9:05", datetime.datetime(2014, 5, 29, 9, 5)),
    ],
)
def test_dates_that_other_generators_read_are_dates(written, value):
    front = read_front_matter(f"---\ndate: {written}\n---\n")
    assert front.problems == ()
    assert front.meta["date"] == value
    assert type(front.meta["date"]) is type(value)


@pytest.mark.parametrize("written", ["2026", "1.10", "true", "no", "2026-11-20", "12:30", "&#58; x", "010"])
def test_a_title_is_text_as_typed(written):
    front = read_front_matter(
        f"---\ntitle: {written}\n---\n" if not written.startswith("&") else f"---\ntitle: '{written}'\n---\n"
    )
    assert front.meta["title"] == written
    assert front.problems == ()


@pytest.mark.parametrize(
    "line",
    [
        "redirect_from:",
        "redirect_from: /a/",
        "redirect_from: [/a/, /b/]",
        "aliases: []",
        "permalink: false",
        "permalink:",
        "permalink: /a/",
        "tags: one",
        "tags: [one, 2026]",
        "sidenav: false",
        "sidenav: pages-documentation",
        "sidenav: [{name: A, url: /a/, children: [/b/]}, /c/]",
        "anchors: [Innovation, {name: More, children: [A, {name: B}]}]",
        "images: [a.jpg, {url: b.jpg, alt: B, caption: C}]",
        "image: a.jpg",
        "client_name: X",
        "weight: -100",
        "weight: 1.5",
        "subtitle:",
    ],
)
def test_the_forms_of_real_sites_are_no_fault(line):
    assert read_front_matter(f"---\n{line}\n---\n").problems == ()


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    meta=st.dictionaries(
        st.from_regex(r"x_[a-z]{1,6}", fullmatch=True), st.from_regex(r"[A-Za-z ]{0,12}", fullmatch=True), min_size=1
    ),
    body=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    blank=st.sampled_from(["", "\n", " \n\n"]),
    after=st.sampled_from(["", " ", "\t"]),
)
def test_keys_and_body_come_back_as_written(meta, body, blank, after):
    block = "".join(f"{key}: '{value}'\n" for key, value in meta.items())
    front = read_front_matter(f"{blank}---{after}\n{block}---{after}\n{body}")
    assert front.meta == meta
    assert front.body == body
    assert not [problem for problem in front.problems if problem.severity is Severity.ERROR]


HEADS = st.one_of(
    st.sampled_from([text for text, *_ in BROKEN]),
    st.lists(
        st.sampled_from(
            (
                *("---", "--- ", "---x", "...", "+++", "title: x", "title: 'x", "tags: [a, b]", "  - b", "# note"),
                *("date: 2026-11-20", "", "Words.", "a:b", "title: {{ x }}", "draft: yes", "layuot: page"),
            )
        ),
        max_size=7,
    ).map("\n".join),
)


@settings(derandomize=True, max_examples=1500, deadline=None)
@given(head=HEADS, before=HEADS, after=HEADS)
def test_front_matter_that_is_known_is_what_reading_it_again_gives(head, before, after):
    """Whatever stands below it; and what has problems is read again, so that they are told again."""
    was, now = (f"{head}\n{body}" for body in (before, after))
    front = read_front_matter(was)
    assert not (front.head and front.problems)
    assert read_front_matter(now, {front.head: front}) == read_front_matter(now)
    if front.head:
        assert head_of(was) == front.head

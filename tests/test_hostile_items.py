"""Items whose text wants to be more than text: whatever somebody writes into one, it stays words."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
import vobject
from bs4 import BeautifulSoup
from sites import CONFIGURATION, lines, make

from toolshelf.cli import main

TEXTS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "<!-- a comment",
    "--> <b>bold</b>",
    "<![CDATA[ text ]]>",
    "</dl></main></body></html>",
    "<style>body{display:none}</style>",
    "<iframe srcdoc='<script>1</script>'></iframe>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0>",
    "{{ 7 * 7 }}",
    "{% include 'page.html' %}",
    "{% raw %}",
    "{{ site.__class__ }}",
    "${7*7}",
    "#{7*7}",
    "%s %d %(a)s {0}",
    "=cmd|' /C calc'!A0",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A2)",
    "a,b;c\\d",
    "a\nBEGIN:VEVENT\nSUMMARY:b",
    "a\r\nATTACH:https://evil.example/",
    "END:VCALENDAR",
    'a:"b";c=d',
    "\u202egnp.exe",
    "\u2066\u2067 isolates \u2069",
    "\u200b\u200c\u200d\ufeff zero width",
    "\u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag",
    "e\u0301 and \u00e9",
    "Z\u0351\u036b\u0343 combining " + "\u0301" * 40,
    "\u2028 line \u2029 paragraph",
    "x" * 10_000,
    "\U0001f600" * 3_000,
    "&lt;b&gt; &amp;amp; &#60;",
    "javascript:alert(1)",
    "[link](javascript:alert(1))",
    "data:text/html,<script>alert(1)</script>",
    "../../../etc/passwd",
    "C:\\CON\\NUL",
    "null",
    "# not a heading",
    "---\ntitle: other\n---",
    "tab\tand  blanks ",
]
SEEN = [unicodedata.normalize("NFC", text) for text in TEXTS]
SITE = CONFIGURATION + "collections: { things: { url: '/things/{id}/' }, prizes: { type: challenges } }\n"


def item(number: int, text: str) -> dict[str, object]:
    markdown = "" if "{{" in text or "{%" in text else text  # these are tags there, and refused
    return {"id": f"n{number}", "title": text, "summary": text, "publisher": text, "tags": [text], "note": text,
            "description": markdown, "body": markdown, "owner": {"name": text, "email": text},
            "source": text, "as_of": "2026-11-01"}  # fmt: skip


def event(number: int, text: str) -> dict[str, object]:
    return {
        "id": f"n{number}",
        "title": text[:90],
        "agency": "Agency",
        "source": text,
        "as_of": "2026-11-01",
        "url": "https://prize.example.gov/",
        "brief_description": text[:200],
        "tagline": text[:90],
        "phases": [{"title": text, "start": "2020-01-01", "end": "2020-01-31"}],
        "timeline_events": [{"title": text, "date": "2020-01-15", "body": text}],
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    root = tmp_path_factory.mktemp("hostile")
    files = {
        "data/site.yml": SITE,
        "data/things.json": json.dumps([item(number, text) for number, text in enumerate(TEXTS)]),
        "data/prizes.json": json.dumps([event(number, text) for number, text in enumerate(TEXTS)]),
    }
    report = make(root, files)
    assert report.published is not None, [one for one in lines(report) if "error" in one]
    return root / "_site"


def _visible(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_hostile_item_is_words_on_its_page_in_its_data_and_in_its_calendar(site, number):
    """Nothing of it becomes an element, an attribute, a key, a formula's place or an event of its own."""
    text = TEXTS[number]
    for folder in ("things", "prizes"):
        page = BeautifulSoup((site / folder / f"n{number}" / "index.html").read_bytes(), "html5lib")
        other = BeautifulSoup((site / folder / "n23" / "index.html").read_bytes(), "html5lib")
        assert len(page.find_all("script")) == len(other.find_all("script"))
        assert page.find_all(["iframe", "base", "svg", "style"]) == []
        assert page.find_all(onload=True) + page.find_all(onerror=True) + page.find_all(onfocus=True) == []
        assert not [a for a in page.find_all("a") if a.get("href", "").startswith(("javascript:", "data:"))]
        heading = page.find("h1").get_text()
        assert _visible(heading) == _visible(text if folder == "things" else text[:90])
        assert page.find("main") is not None
        assert page.find("footer") is not None
        for script in page.find_all("script", type="application/ld+json"):
            json.loads(script.string)
    calendar = vobject.readOne((site / "prizes" / f"n{number}" / "calendar.ics").read_text("utf-8"))
    uids = [event.uid.value for event in calendar.vevent_list]
    assert [re.fullmatch(rf"prizes-n{number}-(phase|event)-[\w-]+@shelf\.example", uid)[1] for uid in uids] == [
        *("phase", "event"),
    ]
    for line in (site / "prizes" / f"n{number}" / "calendar.ics").read_bytes().split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line


def test_hostile_items_are_a_table_of_texts_that_no_spreadsheet_runs(site, capsys):
    """One row for each, and what a cell holds can be read back."""
    for collection in ("things", "prizes"):
        assert main(["list", collection, "--format", "csv", "--root", str(site.parent)]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
        assert [row["id"] for row in rows] == [f"n{number}" for number in range(len(TEXTS))]
        for row, text in zip(rows, TEXTS, strict=True):
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
            assert _visible(row["title"].removeprefix("'")) == _visible(
                (text if collection == "things" else text[:90]).removeprefix("'")
            )


def test_a_character_that_no_text_has_is_refused_and_nothing_falls(tmp_path):
    """A NUL byte, written out or as an escape, is a problem at its line."""
    for name, text in {"a": '[{"title": "a\\u0000b"}]', "b": '[{"title": "a\x00b"}]'}.items():
        report = make(tmp_path / name, {"data/site.yml": SITE, "data/things.json": text})
        told = lines(report)
        assert report.published is not None or any(one.startswith("data/things.json:") for one in told), told
        for file in (tmp_path / name).glob("_site/things/*/*"):
            assert b"\x00" not in file.read_bytes()

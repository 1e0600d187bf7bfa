"""A tiny site that asks every question, and a machine that edits it and compares each build with a clean one."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import shutil
import sqlite3
import stat
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pictures import png
from sites import AS_OF, tree

from toolshelf import reading, signatures, stamp
from toolshelf.build import disk
from toolshelf.build.design_system import DesignSystem
from toolshelf.build.executors import SERIAL, Workers
from toolshelf.build.theming import Drawn
from toolshelf.cli import building, main
from toolshelf.cli.report import as_json
from toolshelf.pipeline import Project, Report, build
from toolshelf.sources import templates as theme

DOT, DASH = png(4, 3), png(7, 2)
NAMES = ("index.md", "a.md", "b.md", "s/index.md", "s/c.md", "s/d.md")
PAGES = st.sampled_from(NAMES)
WORDS = st.sampled_from(("One", "Two", "Three"))
EDITS = {
    "title": WORDS,
    "description": WORDS,
    "weight": st.integers(-1, 1).map(str),
    "draft": st.sampled_from(("true", "false")),
    "aliases": st.sampled_from(("/old/", "[/old/, /older/]", "null")),
    "permalink": st.sampled_from(("/moved/", "null")),
    "datafile": st.sampled_from(("tools", "people")),
    "tags": st.sampled_from(("[One]", "[one, Two]", "[Two, Three]", "Three", "null")),
    "date": st.sampled_from(("2026-11-18", "2026-11-19T12:00:00Z", "2026-11-21")),
    "sidenav": st.sampled_from(("true", "false", "side", "headings")),
    "document": st.sampled_from(("true", "{numbered: true, version: 1}", "{footnotes: chapter}", "false")),
    "unread": WORDS,
}
BODIES = st.sampled_from(
    (
        "Text.\n",
        "# Own\n\n## Part\n\n[b](/b/) and [c](/s/c/#part)\n",
        "[a](/a/) ![dot](/dot.png) {{ site.motto }} {{ page.title }}\n",
        "## Part\n\nText[^1].\n\n{% include list.html %}\n\n[^1]: Note\n",
        "## Other\n\nText[^1] [x](#part) [y](#contents).\n\n[^1]: Other\n[^2]: Unused\n",
        "{% include list.html datafile=tools %}\n\n{% include list.html datafile=tools %}\n",
    )
)
PARTS = st.floats(0, 1, exclude_max=True)
"""Of something whose length depends on the clock: what is drawn must not."""
ITEMS = st.lists(
    st.tuples(WORDS, st.sampled_from(("", "*now*", "[a](/a/)")), st.sampled_from(("", "dot.png"))), max_size=3
)
BASE = (
    '{% extends "shell.html" %}{% block main %}{% include "nav.html" ignore missing %}<h1>{{ page.title }}</h1>'
    "{{ page.content }}{% for one in page.terms %}{{ one.name }}{{ one.url }}{% endfor %}"
    "{% for one in page.children %}<i>{{ one.title }}</i>{% endfor %}{% endblock %}"
)
CONTENTS = (
    "{% for one in page.document.contents %}{{ one.number }}{{ one.title }}{{ one.url }}{% endfor %}"
    "{{ page.document.whole_url }}{{ page.document.bibliography_url }}{% for one in page.headings %}"
    "{{ one.number }}{{ one.text }}{% endfor %}"
)
TEMPLATES = {
    "shell.html": '<title>{{ page.title }} {{ site.title }}</title>{{ asset("css/a.css").url }}'
    "{% block main %}{% endblock %}",
    "page.html": BASE,
    "section.html": BASE + "section",
    "home.html": BASE + "{# home #}",
    "plain.html": "{{ page.content }}{{ site.as_of }}{% if page.next %}{{ page.next.title }}{% endif %}"
    "{% if page.sidenav %}{% for one in page.sidenav.entries %}{{ one.name }}{% endfor %}{% endif %}",
    "404.html": "{{ site.home }}{{ site.feed }}",
    "term.html": BASE + "{% for one in pages %}{{ one.title }}{{ one.date }}{% endfor %}",
    "terms.html": '{% for one in terms %}<a href="{{ one.url }}">{{ one.name }}</a>{{ one.count }}{% endfor %}',
    "facets/grid.html": BASE + "{% for one in facets %}{{ one.name }}{{ one.url }}{% for of in one.groups %}"
    "{{ of.name }}{{ of.url }}{{ of.count }}{% endfor %}{% endfor %}{{ grid.first }}{{ grid.last }}{{ grid.total }}"
    "{% for one in grid.items %}{{ one.name }}{{ one.description | default('') }}{{ one.thumb }}{% endfor %}",
    "facets/groups.html": "{{ page.url }}{% for one in facet.groups %}{{ one.name }}{{ one.url }}{% endfor %}",
    "facets/items.json": "{{ facets | tojson }}{% for one in items %}{{ groups[loop.index0] | tojson }}"
    "{{ one.name }}{{ one.description | default('') }}{{ one.thumb }}{% endfor %}",
    "feed.xml": "{{ updated }}{% for one in pages %}{{ one.title }}{{ timestamp(one.date) }}{% endfor %}",
    "redirect.html": "{{ target_url }}",
    "sitemap.xml": "{% for page in pages %}{{ page.canonical_url }}{{ page.lastmod }}\n{% endfor %}",
    "robots.txt": "{{ site.url }}{% for key in site.data.order %}{{ key }} {% endfor %}",
    "document/chapter.html": BASE.replace("{% endblock %}", CONTENTS + "{% endblock %}"),
    "document/title.html": CONTENTS
    + "{% for one in page.document.facts %}{{ one.value }}{% endfor %}{{ page.content }}",
    "document/whole.html": "{{ head.content }}{% for one in chapters %}{{ one.about.title }}{{ one.page.content }}"
    "{{ one.page.passage_heading.content }}{% endfor %}",
    "document/notes.html": "{% for one in chapters %}{% for note in one.notes %}{{ note.number }}{{ note.html }}"
    "{{ note.url }}{% endfor %}{% endfor %}",
    "includes/list.html": "{% if include.datafile is defined %}{% set name = include.datafile %}"
    "{% elif page.datafile is defined %}{% set name = page.datafile %}{% else %}{% set name = 'people' %}{% endif %}"
    "{% for one in collection(name) %}"
    "<b id='{{ one.anchor }}'>{{ one.name }}{{ one.description | default('') }}{{ one.thumb | default('') }}"
    "{% set shown = thumbnail(one) %}{% if shown %}{{ shown.src }}{{ shown.width }}"
    "{% for source in shown.sources %}{{ source.srcset }}{% endfor %}{% endif %}</b>"
    "{% endfor %}",
    "assets/css/a.css": "a{}",
}
SNIPPETS = st.sampled_from(
    (
        "{% for entry in site.navigation %}{{ entry.name }}{% endfor %}",
        "{% for crumb in page.breadcrumbs %}{{ crumb.name }}{% endfor %}",
        "{{ site.data.tools | length }}",
        "{{ page.headings | length }}{{ page.previous.title if page.previous }}",
    )
)


def use_own_theme_only(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Neither built-in templates nor the design system, only what the tiny site has; and no waiting for the disk.

    Files are young for two ticks of the slowest clock that a file system here may have.
    """
    monkeypatch.setattr(signatures, "YOUNG", 20_000_000)
    monkeypatch.setattr(theme, "default_folder", lambda: folder / "none")
    monkeypatch.setattr(reading, "drawn", lambda *_: Drawn(DesignSystem(folder, {}, {})))
    monkeypatch.setattr(disk, "_sync_file_system", lambda _: 0)
    monkeypatch.setattr(os, "fsync", lambda _: None)


def modes(folder: Path) -> dict[Path, int]:
    """The mode of every file and folder below ``folder``."""
    return {path.relative_to(folder): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


class Command(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str


class Editing(RuleBasedStateMachine):
    """After any history of edits, an incremental build leaves what a clean build would, and says the same."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "site"
        self.hold = 0
        self.in_a_hurry = False
        self.stamps: list[bytes] = []
        self.workers = ("serial", 1, 1)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def start(self) -> None:
        self.fields: dict[str, dict[str, str]] = {name: {"title": name} for name in NAMES}
        self.bodies = dict.fromkeys(NAMES, "Text.\n")
        for name in NAMES:
            self.save(name)
        for name, text in TEMPLATES.items():
            self.put(f"templates/{name}", text)
        self.put("content/dot.png", DOT)
        self.put("content/thumbnails/dot.png", DOT)
        self.features = "taxonomies: [tags]\nfeeds: true\n"
        self.mark_facets(("name",))
        self.images = ""
        self.configure("One", "https://a.example/")
        self.put("data/tools.yml", "- name: T\n")
        self.put("data/people.yml", "- name: P\n")
        self.put("data/navigation.yml", "side: [/a/]\n")
        self.put("data/order.yml", "one: 1\ntwo: 1\nthree: 1\n")
        self.day = AS_OF

    def put(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def save(self, name: str) -> None:
        front = "".join(f"{key}: {value}\n" for key, value in self.fields[name].items())
        self.put(f"content/{name}", f"---\n{front}---\n{self.bodies[name]}")

    def configure(self, motto: str, url: str) -> None:
        self.motto, self.url = motto, url
        self.put(
            "data/site.yml", f"title: Site\nurl: {url}\nlanguage: en\nmotto: {motto}\n{self.features}{self.images}"
        )

    @rule(name=PAGES, edit=st.sampled_from(sorted(EDITS)).flatmap(lambda key: st.tuples(st.just(key), EDITS[key])))
    def edit_one_field(self, name: str, edit: tuple[str, str]) -> None:
        if name in self.fields:
            self.fields[name][edit[0]] = edit[1]
            self.save(name)

    @rule(name=PAGES, layout=st.sampled_from(("page", "plain", "section")))
    def choose_a_layout(self, name: str, layout: str) -> None:
        self.edit_one_field(name, ("layout", layout))

    @rule(name=PAGES, body=BODIES)
    def edit_a_body(self, name: str, body: str) -> None:
        if name in self.fields:
            self.bodies[name] = body
            self.save(name)

    @rule(name=PAGES)
    def remove_or_restore_a_page(self, name: str) -> None:
        if self.fields.pop(name, None) is not None:
            (self.root / "content" / name).unlink()
        else:
            self.fields[name] = {"title": name}
            self.save(name)

    @rule(old=PAGES, new=PAGES)
    def rename_a_page(self, old: str, new: str) -> None:
        if old in self.fields and new not in self.fields:
            self.fields[new], self.bodies[new] = self.fields.pop(old), self.bodies[old]
            (self.root / "content" / new).parent.mkdir(exist_ok=True)
            (self.root / "content" / old).rename(self.root / "content" / new)

    @rule(text=st.none() | SNIPPETS)
    def add_change_or_remove_an_optional_template(self, text: str | None) -> None:
        if text is None:
            self.remove_nav()
        else:
            self.put("templates/nav.html", text)

    def remove_nav(self) -> None:
        (self.root / "templates/nav.html").unlink(missing_ok=True)

    @rule(name=st.sampled_from(("shell.html", "page.html", "plain.html", "includes/list.html", "assets/css/a.css")))
    def touch_up_a_template(self, name: str) -> None:
        file = self.root / "templates" / name
        file.write_text(file.read_text("utf-8") + "\n", "utf-8")

    @rule(name=st.sampled_from(("tools", "people")), items=ITEMS)
    def edit_data(self, name: str, items: list[tuple[str, str, str]]) -> None:
        rows = [f"- name: {one}\n  description: '{text}'\n  thumb: {image}\n" for one, text, image in items]
        self.put(f"data/{name}.yml", "".join(rows) or "[]\n")

    @rule(fields=st.sampled_from(((), ("name",), ("description",), ("name", "thumb"))), size=st.integers(1, 3))
    def mark_facets(self, fields: tuple[str, ...], size: int = 2) -> None:
        marked = ", ".join(f'"{field}": {{"x-facet": true}}' for field in fields)
        self.put("data/people.schema.json", f'{{"x-page-size": {size}, "items": {{"properties": {{{marked}}}}}}}')

    @rule(order=st.permutations(("/a/", "/b/", "/s/c/")))
    def reorder_the_menu(self, order: list[str]) -> None:
        self.put("data/navigation.yml", f"side: [{', '.join(order)}]\nmain: [{', '.join(order)}]\n")

    @rule(order=st.permutations(("one", "two", "three")))
    def reorder_the_keys(self, order: list[str]) -> None:
        """A template that goes through them sees their order, though each has the value it had."""
        self.put("data/order.yml", "".join(f"{key}: 1\n" for key in order))

    @rule(days=st.integers(0, 2))
    def let_days_pass(self, days: int) -> None:
        self.day += datetime.timedelta(days)

    @rule(motto=WORDS, url=st.sampled_from(("https://a.example/", "https://a.example/repo/")))
    def edit_the_configuration(self, motto: str, url: str) -> None:
        self.configure(motto, url)

    @rule(taxonomies=st.sampled_from(("[tags]", "[datafile, tags]", "false")), feeds=st.sampled_from(("true", "false")))
    def switch_features(self, taxonomies: str, feeds: str) -> None:
        self.features = f"taxonomies: {taxonomies}\nfeeds: {feeds}\n"
        self.configure(self.motto, self.url)

    @rule(picture=st.sampled_from(("DOT", "DASH")), folder=st.sampled_from(("", "thumbnails/")))
    def replace_an_image(self, picture: str, folder: str) -> None:
        self.put(f"content/{folder}dot.png", {"DOT": DOT, "DASH": DASH}[picture])

    @rule(images=st.sampled_from(("", "images: false\n", "images: {quality: 20}\n", "images: {budget: 1}\n")))
    def make_pictures_otherwise(self, images: str) -> None:
        self.images = images
        self.configure(self.motto, self.url)

    @rule(where=PARTS)
    def damage_what_is_kept_of_pictures(self, where: float) -> None:
        for file in sorted((self.root / ".cache/toolshelf/pictures").glob("*")):
            data = bytearray(file.read_bytes())
            data[int(where * len(data))] ^= 255
            file.write_bytes(data)

    @rule()
    def break_a_page_for_one_build(self) -> None:
        """A failed build in between changes nothing."""
        self.put("content/broken.md", "---\ntitle: [\n---\n")
        assert self.build().published is None
        (self.root / "content/broken.md").unlink()

    @rule()
    def break_a_template_for_two_builds(self) -> None:
        """What cannot be rendered is told every time, and when it is mended nothing of it is left."""
        file = self.root / "templates/page.html"
        text = file.read_text("utf-8")
        file.write_text("{{ page.there_is_no_such_field }}", "utf-8")
        expected = self.build("clean", fresh=True)
        for _ in range(2):
            actual = self.build()
            assert actual.problems == expected.problems
            assert (actual.published is None) == (expected.published is None)
        file.write_text(text, "utf-8")

    @rule(random=st.randoms(use_true_random=False))
    def damage_the_output(self, random) -> None:
        files = [path for path in (self.folder / "out").rglob("*") if path.is_file() and not path.name.startswith(".t")]
        if not files:
            return
        file = random.choice(sorted(files))
        match random.randrange(5):
            case 0:
                file.unlink()
            case 1:
                file.write_text("tampered", "utf-8")
            case 2:  # so that neither its size nor its time tells
                before = file.stat()
                file.write_bytes(file.read_bytes().swapcase())
                os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
            case 3:
                file.chmod(0o600)
            case 4:
                file.with_name("stray").write_text("stray", "utf-8")

    @rule()
    def be_in_a_hurry(self) -> None:
        """The next build begins as soon as the last file is saved."""
        self.in_a_hurry = True

    @rule(which=PARTS)
    def bring_back_an_older_stamp(self, which: float) -> None:
        if self.stamps and self.stamp.parent.exists():
            self.stamp.write_bytes(self.stamps[int(which * len(self.stamps))])

    @rule(where=PARTS)
    def damage_the_stamp(self, where: float) -> None:
        if self.stamp.exists():
            data = bytearray(self.stamp.read_bytes())
            data[int(where * len(data))] ^= 255
            self.stamp.write_bytes(data)

    @rule(random=st.randoms(use_true_random=False))
    def damage_the_cache(self, random) -> None:
        file = self.cache
        if not file.exists():
            return
        data = bytearray(file.read_bytes())
        match random.randrange(3):
            case 0:
                file.write_bytes(data[: random.randrange(len(data))])
            case 1:
                for _ in range(20):
                    data[random.randrange(len(data))] ^= 255
                file.write_bytes(data)
            case 2:
                self.change_a_text_in_the_cache(random.choice((("document",), ("block",))))

    def change_a_text_in_the_cache(self, tables: tuple[str, ...] = ("document", "block")) -> None:
        """A change that SQLite does not see: each row is as well formed as it was."""
        connection = sqlite3.connect(self.cache)
        with contextlib.suppress(sqlite3.Error), connection:
            for table, text, other in (("document", "Text", "Tixt"), ("block", "md", "mb")):
                texts = (
                    f"update {table} set payload = cast(replace(cast(payload as text), '{text}', '{other}') as blob)"
                )
                if table in tables:
                    connection.execute(texts)
        connection.close()

    @rule(
        executor=st.sampled_from(("serial", "shuffling:Shuffled", "shuffling:shuffled_otherwise")),
        batch=st.sampled_from((1, 3, 1000)),
    )
    def let_others_do_the_work(self, executor: str, batch: int) -> None:
        self.workers = (executor, 2, batch)

    @rule(steps=st.integers(1, 3))
    def make_several_edits(self, steps: int) -> None:
        self.hold = steps

    @property
    def cache(self) -> Path:
        return self.root / ".cache/toolshelf/build.db"

    @property
    def stamp(self) -> Path:
        return self.root / stamp.FILE

    def build(self, output: str = "out", *, fresh: bool = False) -> Report:
        cache = None if fresh else self.cache
        project = Project(self.root, self.folder / output, as_of=self.day, cache=cache)
        return build(project, SERIAL if fresh else Workers(*self.workers))

    def documents(self) -> set[str]:
        """The keys of the documents that the cache keeps."""
        with contextlib.closing(sqlite3.connect(self.cache)) as connection:
            return {key for (key,) in connection.execute("select key from document")}

    def pause(self) -> None:
        """Wait until what was saved is no longer young."""
        time.sleep(signatures.YOUNG / 10**9)

    def command(self, *more: str) -> Command:
        """Build as people do."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            where = ["--root", str(self.root), "--output", str(self.folder / "out")]
            how = ["--as-of", self.day.isoformat(), "--format", "json", "--executor", self.workers[0], "--jobs", "2"]
            code = main(["build", *where, *how, *more])
        return Command(code, out.getvalue(), err.getvalue())

    def compare(self) -> Report:
        """Build, and compare all that can be seen of it with a clean build, which is given."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        expected = self.build("clean", fresh=True)
        if not self.in_a_hurry:
            self.pause()
        actual = self.command()
        assert actual.out == as_json(expected.problems), actual.err
        assert actual.code == (1 if expected.published is None else 0), actual.err
        if expected.published is not None:
            assert tree(self.folder / "out") == tree(self.folder / "clean")
            assert modes(self.folder / "out") == modes(self.folder / "clean")
            self.compare_once_more(actual)
        self.in_a_hurry = False
        return expected

    def compare_once_more(self, before: Command) -> None:
        """With nothing changed since, a command says the same and ends at once, and a build finds nothing to do."""
        with pytest.MonkeyPatch.context() as patch:
            if self.stamp.exists():
                self.stamps.append(self.stamp.read_bytes())
                patch.delattr(building, "build_anew")
            else:
                assert self.in_a_hurry or "note: " in before.err, before.err
            again = self.command()
        assert again[:2] == before[:2], again.err
        assert ": 0 files written, 0 removed; " in again.err
        known = self.build()
        assert known.published is not None
        assert (known.parsed, known.rendered, known.published.written, known.published.removed) == (0, (), (), ())

    @invariant()
    def incremental_equals_clean(self) -> None:
        if self.hold:
            self.hold -= 1
        elif self.root.exists():
            self.compare()

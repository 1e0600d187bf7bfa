"""A process that keeps what is warm from build to build makes what a clean build makes."""

from __future__ import annotations

import shutil
import time

import pytest
from histories import Editing, use_own_theme_only
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule
from sites import tree
from test_incremental import HISTORIES, body, field

from toolshelf import signatures, understanding, whole_site
from toolshelf.build.executors import Workers
from toolshelf.build.warm import Warm
from toolshelf.index.additions import Ground, Made, Maker
from toolshelf.pipeline import Project, Report, build


@pytest.fixture(autouse=True, scope="module")
def _own_theme_only(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        use_own_theme_only(patch, tmp_path_factory.mktemp("theme"))
        yield


class Serving(Editing):
    """After any history of edits, a build that goes on with the last one leaves what a clean one would."""

    @initialize()
    def start(self) -> None:
        super().start()
        self.warm = Warm()
        self.kept = 0
        """How many builds went on with an index."""

    def teardown(self) -> None:
        self.warm.end()
        if self.published and not self.is_damaged:
            again = super().build()
            assert (again.parsed, again.rendered) == (0, ()), "a new process finds less in the cache than this one left"
        super().teardown()

    published = False
    is_damaged = False
    """Whether somebody has changed the cache meanwhile, which only who reads it anew can see."""

    @rule(random=st.randoms(use_true_random=False))
    def damage_the_cache(self, random) -> None:
        self.is_damaged = True
        super().damage_the_cache(random)

    def change_a_text_in_the_cache(self, tables: tuple[str, ...] = ("document", "block")) -> None:
        self.is_damaged = True
        super().change_a_text_in_the_cache(tables)

    def go_on(self) -> Report:
        project = Project(self.root, self.folder / "out", as_of=self.day, cache=self.cache)
        shown: dict[str, bytes] = {}
        before = self.warm.last
        report = build(project, Workers(*self.workers), warm=self.warm, shown=shown.update)
        self.kept += bool(before and self.warm.last and before.joined is self.warm.last.joined)
        self.published = report.published is not None
        if self.published:
            assert shown.keys() <= set(report.rendered)
            assert all((self.folder / "out" / output).read_bytes() == data for output, data in shown.items())
        else:
            assert shown == {}
        return report

    def compare(self) -> Report:
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        expected = self.build("clean", fresh=True)
        if not self.in_a_hurry:
            time.sleep(signatures.YOUNG / 10**9)
        actual = self.go_on()
        assert actual.problems == expected.problems
        assert (actual.published is None) == (expected.published is None)
        if expected.published is not None:
            assert tree(self.folder / "out") == tree(self.folder / "clean")
            again = self.go_on()
            assert again.published is not None
            assert (again.parsed, again.rendered, again.published.written) == (0, (), ())
        self.in_a_hurry = False
        return expected

    def build(self, output: str = "out", *, fresh: bool = False) -> Report:
        return super().build(output, fresh=True) if fresh else self.go_on()


COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)
TestServing = Serving.TestCase
TestServing.settings = settings(
    COMMON, max_examples=5, stateful_step_count=24, derandomize=True, phases=(Phase.generate,)
)


@pytest.mark.parametrize("edits", HISTORIES.values(), ids=HISTORIES)
def test_after_a_named_history_a_build_that_goes_on_leaves_what_a_clean_one_does(edits):
    site = Serving()
    try:
        site.start()
        site.compare()
        for edit in edits:
            edit(site)
            site.compare()
    finally:
        site.teardown()


def test_an_edited_body_needs_no_other_index(tmp_path):
    """As long as it has the headings that it had, and nothing but its document follows from it."""
    site = Serving()
    try:
        site.start()
        body("b.md", "Text[^1].\n\n[^1]: A note.\n")(site)
        site.compare()
        edits = [body("a.md", "Other.\n"), body("s/c.md", "[a](/a/)\n"), body("a.md", "[gone](gone.md)\n")]
        edits.append(body("b.md", "More.\n\nText[^1].\n\n[^1]: A note, further down.\n"))
        for number, edit in enumerate(edits, 1):
            kept = site.kept
            edit(site)
            site.compare()
            assert site.kept == kept + 2, number
        for edit in (
            body("a.md", "## Heading\n"),
            field("a.md", "title", "Two"),
            field("s/index.md", "document", "true"),
        ):
            kept = site.kept
            edit(site)
            site.compare()
            assert site.kept == kept + 1
    finally:
        site.teardown()


def test_where_more_than_a_row_is_looked_at_the_index_is_made_anew(monkeypatch):
    """A feature may make something of what stands in a document, and its key tells that it is another one."""

    def make(ground: Ground) -> Made:
        return Made(
            settings={
                "words": str(ground.pages["content/a.md"].meta.get("unread")),
                "others": ground.pages["content/b.md"].key,
            }
        )

    monkeypatch.setattr(understanding, "MAKERS", (*understanding.MAKERS, Maker("probe", make, {})))
    site = Serving()
    try:
        site.start()
        site.put("templates/nav.html", "{{ site.words }}{{ site.others }}")
        site.compare()
        for name, anew in (("a.md", True), ("b.md", True), ("s/d.md", False)):
            kept = site.kept
            field(name, "unread", "Two")(site)
            site.compare()
            assert site.kept == kept + (1 if anew else 2), name
    finally:
        site.teardown()


def test_what_is_kept_is_dropped_when_a_build_fails(tmp_path, monkeypatch):
    site = Serving()
    try:
        site.start()
        site.compare()
        with monkeypatch.context() as patch:
            patch.setattr(whole_site, "publish", lambda *_: 1 / 0)
            body("a.md", "Other.\n")(site)
            with pytest.raises(ZeroDivisionError):
                site.go_on()
        assert site.warm.last is None
        site.compare()
    finally:
        site.teardown()

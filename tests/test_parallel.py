"""The executor, the number of batches and the order of completion change nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest
from histories import use_own_theme_only
from shuffling import Bare, Shuffled
from sites import AS_OF, tree, write
from test_precision import SITE

from toolshelf import whole_site
from toolshelf.build import snapshot
from toolshelf.build.executors import SERIAL, Workers
from toolshelf.build.render import Renderer
from toolshelf.pipeline import Project, Report, build

LINKED = {
    **SITE,
    # What is checked and shown of a page follows from the documents of others.
    "content/linking.md": "---\ntitle: Linking\n---\n[a](s/alpha.md#there) [b](s/beta.md#nowhere) [c](gone.md)\n",
    "content/s/alpha.md": "---\ntitle: Alpha\n---\n## There\n\nText ![A red square](/picture.png) {{ site.owner }}\n",
    "content/s/twin.md": "---\ntitle: Beta\n---\nText\n",
    "templates/robots.txt": "{% for page in site.pages | default(()) %}{{ page.title }}{% endfor %}{{ site.url }}",
    "data/tools.yml": "- name: Saw\n  description: '*sharp*'\n- name: Axe\n  description: '[a](/s/alpha/#there)'\n",
}
EXECUTORS = {
    "threads": lambda: "threads",
    "processes": lambda: "processes",
    "shuffled": Shuffled,
    "of the barest kind": Bare,
    "by its import path": lambda: "shuffling:Shuffled",
}


@pytest.fixture(autouse=True)
def _own_theme_only(monkeypatch, tmp_path):
    use_own_theme_only(monkeypatch, tmp_path)


def once(root: Path, workers: Workers = SERIAL, *, cache: bool = True, name: str = "out") -> Report:
    return build(Project(root, root / name, as_of=AS_OF, cache=root / f"{name}.db" if cache else None), workers)


def seen(report: Report) -> object:
    published = report.published and (report.published.written, report.published.removed)
    return (report.problems, report.pages, report.parsed, report.rendered, published)


@pytest.mark.parametrize("cache", [True, False], ids=["with a cache", "without"])
@pytest.mark.parametrize("batch", [0, 1, 3, 1000])
@pytest.mark.parametrize("executor", EXECUTORS)
def test_every_executor_makes_the_same_site(tmp_path: Path, executor: str, batch: int, cache: bool):
    """Byte for byte, with the same problems and figures; also after an edit, and when nothing is left to do."""
    root = write(tmp_path, LINKED)
    with Workers(EXECUTORS[executor](), 2, batch) as workers:
        for edit in ("", "title: Other", ""):
            if edit:
                file = root / "content/s/alpha.md"
                file.write_text(file.read_text("utf-8").replace("title: Alpha", edit), "utf-8")
            expected = once(root, cache=cache, name="serial")
            actual = once(root, workers, cache=cache)
            assert seen(actual) == seen(expected)
            assert tree(root / "out") == tree(root / "serial")
    assert len(expected.problems) == 3
    assert bool(expected.rendered) is not cache


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize(
    "broken",
    [
        {"content/s/gamma.md": "---\ntitle: [\n---\n"},
        {"templates/page.html": "{{ page.there_is_no_such_field }}"},
        {"templates/page.html": "{% if %}"},
        {"templates/includes/list.html": "{{ include.of.nothing.more }}"},
    ],
    ids=["a page", "a render", "a template", "an include"],
)
def test_every_executor_tells_the_same_problems(tmp_path: Path, executor: str, broken: Mapping[str, str]):
    """Problems come back as values, and nothing is published."""
    root = write(tmp_path, {**LINKED, **broken})
    expected = once(root, name="serial")
    with Workers(EXECUTORS[executor](), 2, 3) as workers:
        actual = once(root, workers)
    assert seen(actual) == seen(expected)
    assert expected.problems
    assert actual.published is None


@pytest.mark.parametrize("executor", ["serial", *EXECUTORS])
def test_whoever_renders_may_write_into_the_stage(tmp_path: Path, monkeypatch, executor: str):
    """As many outputs of a large site are; the same is published, and nothing where something is wrong."""
    root = write(tmp_path, LINKED)
    page = root / "templates/page.html"
    right = page.read_text("utf-8") if page.exists() else ""
    make = EXECUTORS.get(executor, lambda: executor)
    with Workers(make(), 2, 3) as workers:
        for template in (None, "{{ page.there_is_no_such_field }}", f"{right}!", right):
            if template:
                page.write_text(template, "utf-8")
            expected = once(root, name="serial")
            before = tree(root / "out") if template else {}
            with monkeypatch.context() as patch:
                patch.setattr(whole_site, "_MANY", 1)
                actual = once(root, workers)
            assert (actual.problems, actual.rendered) == (expected.problems, expected.rendered)
            assert tree(root / "out") == (before if expected.published is None else tree(root / "serial"))
            again = once(root, workers)
            assert again.published is None or (again.rendered, again.published.written) == ((), ())


def test_what_needs_more_documents_than_were_sent_is_done_here(tmp_path: Path, monkeypatch):
    """Who sees no disk of ours gets the document of a page with it, and no other."""
    done = []
    batch = snapshot.check_batch

    def watched(*arguments):
        results = batch(*arguments)
        done.extend(result is not None for result in results)
        return results

    watched.__module__ = snapshot.__name__
    monkeypatch.setattr(snapshot, "check_batch", watched)
    root = write(tmp_path, LINKED)
    with Workers(Bare()) as workers:
        once(root, workers)
    assert done.count(False) == 1  # a page that links to anchors of others


def test_a_bug_is_told_with_the_output_at_which_it_showed(tmp_path: Path, monkeypatch):
    """And is raised as what it is."""

    def faulty(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("toolshelf.build.render._Rendering.data", faulty)
    root = write(tmp_path, LINKED)
    with pytest.raises(ZeroDivisionError) as raised, Workers(Shuffled()) as workers:
        once(root, workers)
    assert any(note.startswith("while rendering ") for note in raised.value.__notes__)
    assert not (root / "out").exists()


def test_documents_that_were_lent_are_dropped_when_nobody_needs_them(tmp_path: Path, monkeypatch):
    """They are kept before the build has ended, and the build may be killed."""
    root = write(tmp_path, LINKED)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt), Workers("threads") as workers:
        broken.setattr(Renderer, "faults", killed)
        once(root, workers)
    again = once(root)
    assert again.parsed == 0
    for file in (root / "content").rglob("*.md"):
        file.unlink()
    (root / "content/only.md").write_text("---\ntitle: Only\n---\n", "utf-8")
    once(root)
    assert kept(root / "out.db") == kept_by_a_clean_build(root)


def kept(file: Path) -> list[str]:
    connection = sqlite3.connect(file)
    keys = [key for (key,) in connection.execute("select key from document order by key")]
    connection.close()
    return keys


def kept_by_a_clean_build(root: Path) -> list[str]:
    once(root, name="clean")
    return kept(root / "clean.db")


def test_dask_makes_the_same_site(tmp_path: Path):
    """An example of an executor by its import path; its workers may stand anywhere, and have two threads each."""
    import distributed  # takes a second to load

    root = write(tmp_path, LINKED)
    expected = once(root, name="serial")
    try:
        with Workers("clusters:two_processes", 4, 1) as workers:
            actual = once(root, workers)
    finally:
        distributed.default_client().shutdown()  # who makes an executor shuts it down
    assert seen(actual) == seen(expected)
    assert tree(root / "out") == tree(root / "serial")

"""Real content trees, each as the content of a site: every page comes out or is named with its line."""

from __future__ import annotations

import shutil

import pytest
from sites import AS_OF, shared, write

from toolshelf.pipeline import Project, build
from toolshelf.problems import Severity

CORPORA = ["living-hhs-open-data-plan", "18f-methods", "cg-site"]


@pytest.mark.parametrize("name", CORPORA)
def test_every_page_comes_out_or_is_named_with_its_line(tmp_path, name):
    """Without the pages that have errors, all others are published."""
    root = write(tmp_path, {})
    shutil.copytree(shared("corpora", name), root / "content", dirs_exist_ok=True)
    project = Project(root, root / "_site", as_of=AS_OF)
    errors = [one for one in build(project).problems if one.severity is Severity.ERROR]
    assert all(one.location.line for one in errors if one.location.path.endswith(".md")), errors
    wrong = {one.location.path for one in errors}
    for path in wrong:
        (root / path).unlink()
    report = build(project)
    assert [str(one) for one in report.problems if one.severity is Severity.ERROR] == []
    assert report.published is not None
    left = [path for path in (root / "content").rglob("*.md") if not any(part.startswith(".") for part in path.parts)]
    assert len(left) <= report.pages

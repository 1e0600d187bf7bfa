"""The theme of the benchmarks: on the corpus that is measured it makes what the themes of other generators make."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from sites import AS_OF, CHECKOUT, dead_references, lines, shared

from toolshelf.pipeline import Project, build
from toolshelf.sources.templates import default_folder

PAGES = 40
SECTIONS = ("guides", "methods", "playbooks", "reports", "stories")
TAGS = (
    *("accessibility", "agile", "budgeting", "co-design", "collaboration", "communities", "data", "delivery"),
    *("discovery", "ethics", "evaluation", "facilitation", "leadership", "learning", "policy", "procurement"),
    *("prototyping", "research", "service-design", "strategy"),
)
HUGO = {
    "index.html",
    "sitemap.xml",
    "tags/index.html",
    "toolkit/index.html",
    *(f"toolkit/{name}/index.html" for name in ("challenges", "sprints", "tools")),
    *(f"tags/{tag}/index.html" for tag in TAGS),
    *(f"{section}/index.html" for section in SECTIONS),
    *(f"{section}/part-001/index.html" for section in SECTIONS),
}
"""What Hugo 0.168.0 publishes of this corpus, but for the 40 pages themselves and its feed."""
OURS = {"feed.xml", "404.html", "robots.txt", ".nojekyll", "_headers"}


def test_the_same_pages_lists_and_grids_come_out_as_with_hugo_and_every_link_leads_somewhere(tmp_path):
    """No design system, no warning, and beside the theme's own files nothing that Hugo does not make as well."""
    corpus = shared("bench", "corpus.py")
    root = tmp_path / "site"
    command = [sys.executable, "-B", corpus, "--pages", str(PAGES), "--flavor", "toolshelf", "--out", root]
    subprocess.run(command, check=True, capture_output=True)
    shutil.copytree(CHECKOUT / "benchmarks" / "templates", root / "templates")
    report = build(Project(root, root / "_site", as_of=AS_OF))
    assert lines(report) == []
    files = [path.relative_to(root / "_site").as_posix() for path in (root / "_site").rglob("*") if path.is_file()]
    made = {path for path in files if not path.startswith(("assets/", ".toolshelf-"))}
    pages = {path for path in made if "/page-" in path}
    assert len(pages) == PAGES
    assert made - pages == HUGO | OURS
    own = [path for path in (default_folder() / "assets").rglob("*") if path.is_file()]
    assert len([path for path in files if path.startswith("assets/")]) == len(own)
    assert list(dead_references(root / "_site", "/")) == []


def test_without_anything_to_measure_with_the_benchmarks_say_so_in_a_sentence(tmp_path):
    """What they run stands beside the checkout, and not everywhere."""
    done = subprocess.run(
        [sys.executable, CHECKOUT / "benchmarks" / "bench.py"],
        env={**os.environ, "TOOLSHELF_SHARED": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"There is nothing to measure with: {tmp_path / 'none' / 'bench'} does not exist.\n"

"""Same input, same bytes: no clock, zone, locale, hash order, file order or place in the output."""

from __future__ import annotations

import os
import subprocess
import sys

from pictures import png
from sites import CHECKOUT, CONFIGURATION, tree, write

FILES = {
    **{
        f"content/s{n % 3}/p{n}.md": f"---\ntitle: P{n}\ntags: [b, a]\nsidenav: true\n---\n[x](p{n}.md) {n}\n"
        for n in range(9)
    },
    "content/i.md": "---\ntitle: İstanbul\nthumbdatafile: tools\n---\n{% include collection_thumb.html %}\n",
    "data/site.yml": CONFIGURATION,
    "content/thumbnails/a.png": png(400, 300),
    "data/tools.yml": "- {name: A, url: https://example.org/, description: Text., thumb_url: a.png}\n- name: Without\n",
}


def test_two_builds_in_different_surroundings_give_the_same_bytes(tmp_path):
    """Time zone, locale, hash seed, order of files, working folder and output folder make no difference."""
    surroundings = [
        ({"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, list(FILES), "one", "_site"),
        (
            {"TZ": "America/Adak", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77"},
            list(reversed(FILES)),
            "two",
            "out/pages",
        ),
    ]
    trees = []
    for variables, order, name, output in surroundings:
        root = write(tmp_path / name, {path: FILES[path] for path in order})
        subprocess.run(
            [sys.executable, CHECKOUT / "build.py", "--root", root, "--output", tmp_path / name / output],
            env={**os.environ, **variables, "SOURCE_DATE_EPOCH": "1795046400"},
            cwd=root if name == "one" else tmp_path,
            check=True,
            capture_output=True,
        )
        trees.append(tree(tmp_path / name / output))
    assert trees[0] == trees[1]

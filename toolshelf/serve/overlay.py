"""What the preview adds to a page as it leaves: the script that reloads it, and the problems while there are any.

It is put behind the page's last byte, where browsers take it for the end of the body: so the bytes before it are
the file's, whatever the templates wrote. It names its script and style by address, as a page's policy may forbid
both within the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Final

from toolshelf.problems import Problem

SCRIPT: Final = "/livereload.js"
STYLE: Final = "/livereload.css"
STYLE_FILE: Final = Path(__file__).with_name("overlay.css")

UNBUILT: Final = b"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The site could not be built</title>
</head>
<body class="toolshelf-unbuilt">
<h1>The site could not be built</h1>
<p>Mend what is named below and save: this page then gives way to the site.</p>
</body>
</html>
"""
"""The page shown while no build has ever succeeded; the problems are added to it as to any other."""


def reload_script(host: str, revision: str) -> str:
    """The script that reloads a page; ``host`` is that of its address, with the port.

    The script gives ``revision`` back as it connects, which tells whether the page is older than the site.
    """
    name, _, port = host.rpartition(":") if not host.endswith("]") else (host, "", "80")
    query = f"host={name or host}&port={port if name else 80}&snipver={revision}&maxdelay=2000"
    return f'<script src="{SCRIPT}?{escape(query)}" defer></script>\n'


def problem_overlay(problems: Sequence[Problem], stopped: str) -> str:
    """The ``problems`` and what ``stopped`` the build, over the page; empty where there are none."""
    entries = [_entry(problem) for problem in problems]
    if stopped:
        entries.insert(0, f"<li>{escape(stopped)}</li>")
    if not entries:
        return ""
    count = "1 problem" if len(entries) == 1 else f"{len(entries)} problems"
    return (
        f'<link rel="stylesheet" href="{STYLE}">\n'
        '<section class="toolshelf-overlay" aria-label="Problems" lang="en" dir="ltr"><details open>\n'
        f"<summary>{count}: what you see is the site before your last changes</summary>\n"
        "<ol>\n" + "\n".join(entries) + "\n</ol>\n</details></section>\n"
    )


def _entry(problem: Problem) -> str:
    place, sentence = escape(str(problem.location)), escape(problem.message)
    hint = f" ({escape(problem.hint)})" if problem.hint else ""
    return f"<li><code>{place}</code> {problem.severity.value}: {sentence}{hint}</li>"

"""kramdown's own marks on lines of their own: ``{::options …}``, ``{::comment}``, ``{:toc}``."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_NAME = regex(r"\{:[:/](\w*)")
_CLOSED = regex(r"/\}[ \t]*$")
_WITHOUT_EFFECT = frozenset({"", "options", "nomarkdown", "comment"})
"""Nothing is lost where these do nothing; the first is the end of any block."""
_TABLE_OF_CONTENTS = regex(r"\{:[^{}]*(?<![\w.#-])toc(?![\w-])[^{}]*\}")


class Extension(Struct, frozen=True):
    """What an extension means for the text around it."""

    count: int
    """How many lines it takes."""
    markdown_in_html: bool = False
    """Whether it asks for Markdown within every block of HTML from here on."""
    problems: tuple[Problem, ...] = ()


def read_extension(lines: Sequence[tuple[int, str]], index: int) -> Extension:
    """The extension that begins with the line at ``index``; a comment goes on to its end."""
    number, line = lines[index]
    found = _NAME.search(line)
    name = found[1] if found else ""
    opens = "{::" in line
    if opens and name == "comment" and not _CLOSED.search(line):
        for position in range(index + 1, len(lines)):
            if "{:/" in lines[position][1]:
                return Extension(position - index + 1)
        sentence = "The comment that begins here never ends, so it hides everything below."
        problem = warning("unclosed-block", sentence, number, hint="end it with a line {:/comment}")
        return Extension(len(lines) - index, problems=(problem,))
    if opens and name not in _WITHOUT_EFFECT:
        sentence = f"{{::{name}}} is not known here and does nothing."
        hint = 'remove it, or put the text between <div class="…" markdown="1"> and </div>'
        return Extension(1, problems=(warning("attribute-list", sentence, number, hint=hint),))
    return Extension(1, markdown_in_html="parse_block_html" in line and "true" in line)


def contents_problem(line: tuple[int, str]) -> tuple[Problem, ...]:
    """A warning where the attribute list on ``line`` asks for a table of contents in its place."""
    number, text = line
    if not _TABLE_OF_CONTENTS.search(text):
        return ()
    sentence = "{:toc} makes no table of contents here, so the list above it is shown as it is."
    return (
        warning("attribute-list", sentence, number, hint="delete both, and write 'toc: true' at the top of the page"),
    )

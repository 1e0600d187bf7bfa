"""What is written into a text before comrak reads it: words that mark headings, and what comrak does not know.

comrak reports no lines in its HTML, and reads neither attribute lists nor labels of two words. Words
carry both through it (see placeholders.py). A word in ``<?…?>`` is raw HTML to CommonMark: it ends a
paragraph and takes exactly its own line (CommonMark 0.31, section 4.6, kind 3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolshelf.content.notes import Note
from toolshelf.content.placeholders import Placeholder, Placeholders

_LINE = re.compile(
    r"""
    \n(?P<before>(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*)
    (?: (?P<hashes>\#{1,6}[ \t]+)(?=\S)
      | \[\^(?P<label>[^\]\s][^\]\n]*)\]:
      | (?:=+|-+)[ \t]*(?=\n|\Z) )
    """,
    re.VERBOSE,
)
# The line above an underline, if nothing but running text can be meant by it.
_TEXT = re.compile(
    r"(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*(?!\[[^\]]*\]:)(?:[^\W_]|[\[(\"'&!]|[*_`]+[^\W_])"
)
_OWN_LINE = re.compile(r"\n(?P<before>[ \t>]*)(?P<lists>\{:[^{}\n]*\}(?:\{:[^{}\n]*\})*)[ \t]*(?=\n|\Z)")
_LIST = re.compile(r"\{((?::(?![:/])|(?=[.#]))[^{}\n]*)\}")


@dataclass(slots=True)
class Source:
    """A text for comrak, and what stands in it that comrak does not know."""

    text: str
    """Begins with a line break of its own."""
    notes: list[Note] = field(default_factory=list)
    """The definitions of footnotes, those in code included."""
    lists: dict[int, str] = field(default_factory=dict)
    """Attribute lists in running text, by their placeholders: what stands between the braces."""
    lines: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Attribute lists on lines of their own: "before", "after" or "" (where their block stands), and the lists."""
    everywhere: bool = False
    """Whether the content of every HTML block is Markdown, as ``{::options parse_block_html="true" /}`` says."""


def prepare(marked: str, first_line: int, placeholders: Placeholders) -> Source:
    """Write the words into ``marked``, whose tags and links are placeholders already."""
    source = Source("\n" + marked)
    _mark_lines(source, first_line, placeholders)
    if any(item.alone for item in placeholders.all):
        _isolate_includes(source, placeholders)
    if "{" in marked:
        if "{:" in marked:
            _take_lines(source, placeholders)
        _take_lists(source, placeholders)
    return source


def _mark_lines(source: Source, first_line: int, placeholders: Placeholders) -> None:
    """Mark headings with their lines, and note where footnotes are defined."""
    text = source.text
    parts: list[str] = []
    position = 0
    line = first_line - 1
    counted = 0
    for match in _LINE.finditer(text):
        start = match.start() + 1
        line += text.count("\n", counted, start)
        counted = start
        if match["label"]:
            source.notes.append(Note(match["label"], line))
        elif match["hashes"]:
            parts += [text[position : match.end()], placeholders.add(Placeholder("heading", "", line))]
            position = match.end()
        elif not match["before"].strip(" \t>"):
            above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip(" \t")
            if _TEXT.match(above) and start - 1 > position:
                end = text.rfind("\n", 0, match.start()) + 1 + len(above)
                # A word that ends with "p" takes the blank before it along when it goes.
                word = placeholders.add(Placeholder("heading", "", line - 1))[:-1]
                parts += [text[position:end], f" {word}p"]
                position = end
    if parts:
        source.text = "".join([*parts, text[position:]])


def _isolate_includes(source: Source, placeholders: Placeholders) -> None:
    """Give every include that has its lines for itself one line, which is a block."""
    for number, item in enumerate(placeholders.all):
        if not item.alone or item.tag is None:
            continue
        numbers = [number]
        for position in range(number + 1, len(placeholders.all)):
            if placeholders.all[position].kind != "rest":
                break
            numbers.append(position)
        words = [f"{placeholders.prefix}{each}z" for each in numbers]
        match = re.search(r"\n([ \t>]*)".join(words), source.text)
        if match is None:
            continue
        others = zip(match.groups(), numbers[1:], strict=True)
        lines = "".join(f"\n{blanks}{placeholders.all[each].source}" for blanks, each in others)
        placeholders.replace(number, item.source + lines)
        source.text = f"{source.text[: match.start()]}<?{words[0]}?>{source.text[match.end() :]}"


def _take_lines(source: Source, placeholders: Placeholders) -> None:
    """Replace attribute lists on lines of their own; an option for another engine means nothing here."""
    text = source.text

    def taken(match: re.Match[str]) -> str:
        lists = match["lists"]
        above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
        below = text[match.end() + 1 : text.find("\n", match.end() + 1)].strip(" \t>")
        word = placeholders.add(Placeholder("code", placeholders.original(lists)))
        if lists.startswith(("{::", "{:/")):
            source.everywhere |= "parse_block_html" in lists and "true" in lists
        else:
            direction = "before" if above else "after" if below else ""
            source.lines[len(placeholders.all) - 1] = direction, " ".join(re.findall(r"\{:([^{}]*)\}", lists))
        return f"\n{match['before']}<?{word}?>"

    source.text = _OWN_LINE.sub(taken, text)


def _take_lists(source: Source, placeholders: Placeholders) -> None:
    """Replace what stands between the braces of attribute lists, so that Markdown reads nothing into it."""

    def taken(match: re.Match[str]) -> str:
        word = placeholders.add(Placeholder("verbatim", placeholders.original(match[1])))
        source.lists[len(placeholders.all) - 1] = match[1].removeprefix(":")
        return f"{{{word}}}"

    source.text = _LIST.sub(taken, source.text)

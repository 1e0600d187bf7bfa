"""What is written into a text before comrak reads it: words that mark headings, and what comrak does not know.

comrak reports no lines in its HTML, and reads neither attribute lists nor labels of two words. Words
carry both through it (see placeholders.py). A word in ``<?…?>`` is raw HTML to CommonMark: it ends a
paragraph and takes exactly its own line (CommonMark 0.31, section 4.6, kind 3).
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from toolshelf.content.extensions import contents_problem, read_extension
from toolshelf.content.notes import Note
from toolshelf.content.odd_blanks import ODD_BLANK, odd_blank
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.content.slips import stray_list
from toolshelf.patterns import regex

_LINE = regex(
    r"""
    \n(?P<before>(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*)
    (?: (?P<hashes>\#{1,6}[ \t]+)(?=\S)
      | \[\^(?P<label>[^\]\s][^\]\n]*)\]:
      | (?:=+|-+)[ \t]*(?=\n|\Z) )
    """,
    re.VERBOSE,
)
# The line above an underline, if nothing but running text can be meant by it.
_TEXT = regex(r"(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*(?!\[[^\]]*\]:)(?:[^\W_]|[\[(\"'&!]|[*_`]+[^\W_])")
_ODD = regex("[\u00a0\u2000-\u200b\u202f\u3000\ufeff]")
_OWN_LINE = regex(r"\n(?P<before>[ \t>]*)(?P<lists>\{:[^{}\n]*\}(?:\{:[^{}\n]*\})*)[ \t]*(?=\n|\Z)")
_LIST = regex(r"\{((?::(?![:/])|(?=[.#]))[^{}\n]*)\}")


class Source(Struct):
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
    if not marked.isascii() and _ODD.search(marked):
        _mark_odd_blanks(source, first_line, placeholders)
    if "{:" in marked:
        _take_lines(source, first_line, placeholders)
    if any(item.alone for item in placeholders.all):
        _isolate_includes(source, placeholders)
    if "{" in marked:
        _take_lists(source, placeholders)
    return source


def _mark_odd_blanks(source: Source, first_line: int, placeholders: Placeholders) -> None:
    """Leave a word where a marker marks nothing, which tells so unless it is in code."""

    def marked(match: re.Match[str]) -> str:
        odd = ODD_BLANK.match(match[2])
        if odd is None:
            return match[0]
        line = first_line + source.text.count("\n", 0, match.start())
        word = placeholders.add(Placeholder("gone", problems=(odd_blank(odd[1], line),)))
        return f"{match[1]}{odd[0]}{word}{match[2][odd.end() :]}"

    source.text = re.sub(r"(\n[ \t>]*)([^\n]+)", marked, source.text)


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
            # A word that ends with "b" takes the blank behind it along, which emphasis needs there.
            word = placeholders.add(Placeholder("heading", "", line))[:-1]
            parts += [text[position : match.end()], f"{word}b "]
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


def _take_lines(source: Source, first_line: int, placeholders: Placeholders) -> None:
    """Replace attribute lists and extensions on lines of their own."""
    text = source.text
    parts: list[str] = []
    position = 0
    while match := _OWN_LINE.search(text, position):
        lists = match["lists"]
        line = first_line + text.count("\n", 0, match.start())
        parts += [text[position : match.start("lists")], "<?"]
        position = match.end()
        problems = contents_problem((line, lists))
        if lists.startswith(("{::", "{:/")):
            ahead = list(enumerate(text[match.start("lists") :].split("\n"), line))
            extension = read_extension(ahead, 0)
            problems = extension.problems
            source.everywhere |= extension.markdown_in_html
            source.notes = [note for note in source.notes if not line <= note.line < line + extension.count]
            position = match.start("lists") + len("\n".join(words for _, words in ahead[: extension.count]))
        shown = placeholders.original(text[match.start("lists") : position])
        parts += [placeholders.add(Placeholder("code", shown, problems=problems)), "?>"]
        if not lists.startswith(("{::", "{:/")):
            above = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
            below = text[position + 1 :].partition("\n")[0].strip(" \t>")
            direction = "before" if above else "after" if below else ""
            source.lines[len(placeholders.all) - 1] = direction, " ".join(re.findall(r"\{:([^{}]*)\}", lists))
    source.text = "".join([*parts, text[position:]])


def _take_lists(source: Source, placeholders: Placeholders) -> None:
    """Replace what stands between the braces of attribute lists, so that Markdown reads nothing into it."""

    def taken(match: re.Match[str]) -> str:
        places = [item for item in placeholders.find(match[1]) if item.kind == "element"]
        stray = tuple(stray_list(item.line, item.column) for item in places[:1])
        word = placeholders.add(Placeholder("verbatim", placeholders.original(match[1]), problems=stray))
        source.lists[len(placeholders.all) - 1] = match[1].removeprefix(":")
        return f"{{{word}}}"

    source.text = _LIST.sub(taken, source.text)

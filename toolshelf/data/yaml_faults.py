"""YAML syntax errors in an editor's words: what the library found, said about the line the editor typed."""

from __future__ import annotations

from typing import Final

import yaml

from toolshelf.data.positions import Spot
from toolshelf.patterns import regex
from toolshelf.problems import Problem, error

_QUOTES: Final = "put the text in quotes"
_SIMPLE_KEY: Final = "while scanning a simple key"
_GLUED: Final = regex(r"\s*(?!https?:)([\w-]+):(\S.*)")

_SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "mapping values are not allowed in this context": (
        "A colon stands here where no key can be.",
        'put text that holds a colon and a blank in quotes ("Sprints: a guide"), or check the indentation',
    ),
    "mapping keys are not allowed in this context": ("A question mark and a blank begin this text.", _QUOTES),
    "block sequence entries are not allowed in this context": (
        "A list begins here on the line of its key, or with the wrong indentation.",
        "begin each item on a line of its own, below the key; put text that begins with a dash in quotes",
    ),
    "could not find expected ':'": (
        "This line has no colon: a key, a colon and a blank must come before a value.",
        'write "key: value", or indent the line if it continues the text above',
    ),
    "did not find expected key": (
        "Something stands here that does not follow from the lines above.",
        "give keys of one level the same indentation; after a closing quote the line must end",
    ),
    "did not find expected '-' indicator": (
        "This line is no item of the list that it stands in.",
        "begin it with a dash and a blank, as the items above, or check its indentation",
    ),
    "did not find expected node content": (
        "A bracket or a comma stands here where a value should be.",
        "put text that begins with a bracket or a comma in quotes",
    ),
    "did not find expected comment or line break": (
        "Text stands on the line of | or >, where the block of text has not begun yet.",
        "begin the text on the next line, indented; put text that begins with | or > in quotes",
    ),
    "found unknown escape character": (
        "A backslash in double quotes begins a code here, and this is none.",
        "use single quotes, or write two backslashes",
    ),
    "found invalid Unicode character escape code": ("This code names no character.", "write the character itself"),
    "did not find expected hexdecimal number": (
        "The code that the backslash begins here is not complete.",
        "use single quotes, or write two backslashes",
    ),
    "did not find expected alphabetic or numeric character": (
        "Text that begins with * or & is read as a reference, and this is none.",
        _QUOTES,
    ),
    "did not find expected <document start>": (
        "The file goes on here after it should have ended.",
        "check the indentation and the brackets; the lines ... and %… end or begin a document",
    ),
    "found unexpected document indicator": (
        "A line of three dashes or dots stands inside quoted text.",
        "close the quote before this line",
    ),
    "found undefined tag handle": ("Text that begins with ! is read as a tag, and this tag is not known.", _QUOTES),
}
_OPENED: Final[dict[str, tuple[str, str]]] = {
    "while scanning a quoted scalar": ("The quote that opens here is not closed.", "add the closing quote"),
    "while parsing a flow sequence": (
        "The list that opens with [ here is not closed, or a comma is missing in it.",
        "separate the items with commas and close the list with ]",
    ),
    "while parsing a flow mapping": (
        "The bracket { that opens here is not closed, or a comma is missing after it.",
        "separate the pairs with commas and close with }; put text that holds { in quotes",
    ),
    "while scanning a tag": ("Text that begins with ! is read as a tag, and this is none.", _QUOTES),
    "while parsing a tag": ("Text that begins with ! is read as a tag, and this is none.", _QUOTES),
    "while scanning a directive": ("A line that begins with % is read as a directive, and this is none.", _QUOTES),
    _SIMPLE_KEY: _SENTENCES["could not find expected ':'"],
}
"""By what the library was reading: the place to mend is where that began."""

_TAB: Final = (
    "A tab stands here, where only blanks can indent a line or follow a dash.",
    "replace the tab by blanks",
)
_ODD_BLANK: Final = regex(r" *(?:- *)*(?:[\w-]+:)?([\u00a0\u2000-\u200b\u202f\u3000\ufeff])")
"""A blank that editors cannot tell from an ordinary one, where YAML needs an ordinary one."""
_FALLBACK: Final = ("This line cannot be read as YAML.", "check its quotes, colons and indentation")


def syntax_problem(fault: yaml.YAMLError, text: str, first_line: int, bracket: Spot | None = None) -> Problem:
    """The error that says what ``fault``, raised while ``text`` was read, means for the file.

    ``first_line`` is the file's line on which ``text`` begins; ``bracket`` is where the innermost bracket opened that
    was still open, which is the place to mend if the text then ended.
    """
    if not isinstance(fault, yaml.MarkedYAMLError) or fault.problem_mark is None:
        sentence, hint = _FALLBACK
        return error("yaml", sentence, first_line, hint=hint)
    lines = text.split("\n")
    mark, found, reading = fault.problem_mark, fault.problem or "", fault.context or ""
    character = lines[mark.line][mark.column : mark.column + 1] if mark.line < len(lines) else ""
    sentence, hint = _SENTENCES.get(found, _FALLBACK)
    if "tab character" in found or (character == "\t" and "cannot start" in found):
        sentence, hint = _TAB
    elif "cannot start" in found:
        sentence, hint = f"Text cannot begin with {character} without quotes.", _QUOTES
    elif (found not in _SENTENCES or reading == _SIMPLE_KEY) and reading in _OPENED and fault.context_mark is not None:
        mark, (sentence, hint) = fault.context_mark, _OPENED[reading]
    if bracket is not None and mark is fault.problem_mark and not "".join(lines[mark.line :])[mark.column :].strip():
        return error("yaml", "The bracket that opens here is not closed.", *bracket, hint="add the closing bracket")
    line = min(mark.line, len(lines) - 1)
    for number in (line, line - 1):
        if number >= 0 and (odd := _ODD_BLANK.match(lines[number])):
            sentence = "A blank stands here that looks like an ordinary one but is another character (no-break space)."
            hint = "delete it and type a blank; it often comes along when text is pasted from another program"
            return error("yaml", sentence, first_line + number, odd.start(1) + 1, hint=hint)
    if reading == _SIMPLE_KEY and (glued := _GLUED.match(lines[line])):
        sentence = f"A blank is missing after the colon of '{glued.group(1)}'."
        hint = f'write "{glued.group(1)}: {glued.group(2)}"'
    return error("yaml", sentence, first_line + line, mark.column + 1, hint=hint)

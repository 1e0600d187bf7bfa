"""What is shown as code: Liquid that cannot be run, so that readers see it and nothing takes it for a tag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final, Literal

from liquid import Environment, Token
from liquid.exceptions import LiquidError
from liquid.token import TOKEN_OUTPUT, TOKEN_TAG

from toolshelf.importers.code import in_code
from toolshelf.patterns import regex

Form = Literal["markdown", "html", "plain"]
"""What a text is; plain is a value of front matter, which holds no code."""
_IN_TAG: Final = regex(r"(?:<[a-zA-Z][^<>]*|\]\([^()\s]*)\Z")
"""What stands before an attribute of HTML or the address of a link."""
_HIGHLIGHT: Final = regex(r"{%-?\s*(end)?highlight\b")
_KEPT: Final = {"{{": "\ue6f0", "{%": "\ue6f1"}
"""Letters that no alphabet has, which stand for braces while the rest of a text is run."""


def shown(tag: str) -> str:
    """``tag`` as code that reads the same in Markdown and in HTML."""
    return f"<code>{_plain(tag)}</code>"


def fenced(code: str, language: str) -> str:
    """``code`` as a block of code."""
    fence = "```"
    while fence in code:
        fence += "`"
    return f"\n{fence}{language}\n{code.strip(chr(10))}\n{fence}\n"


def why(failure: Exception) -> str:
    """What ``failure`` tells, as the end of a sentence."""
    told = failure.message if isinstance(failure, LiquidError) else failure
    return str(told or "it cannot be read").rstrip(".")


def place_of(failure: LiquidError, environment: Environment, text: str) -> int:
    """Where the tag of ``text`` begins that ``failure`` is about; -1 where it is about none."""
    tokens = list(_tokens(environment, text))
    token = failure.token
    if token is None or token.start_index < 0:  # the text ended, and a block did not
        place = _unclosed(environment, tokens)
    else:
        place = token.start_index if token.source == text else -1
    if place < 0 or text[place : place + 2] in ("{{", "{%"):
        return place
    last = max((one.start_index for one in tokens if one.start_index <= place), default=-1)
    return last if last < 0 or text.startswith("{{", last) else text.rfind("{%", 0, last)


def left_readable(text: str, place: int, form: Form) -> str:
    """``text`` whose tag at ``place`` is run no more: as code, or as it is where it stands in code."""
    tag = _tag(text, place)
    before, behind = text[:place], text[place + len(tag) :]
    if form == "plain" or (form == "markdown" and (_highlighted(before) or in_code(text, place))):
        return before + _KEPT[tag[:2]] + tag[2:] + behind
    return before + (_plain(tag) if _IN_TAG.search(before) else shown(tag)) + behind


def with_braces(text: str) -> str:
    """``text``, which was run, with the braces that were left as they are."""
    for braces, letter in _KEPT.items():
        text = text.replace(letter, braces)
    return text


def _tag(text: str, place: int) -> str:
    """The tag of ``text`` at ``place``; its braces alone where it never ends, or where another begins in it."""
    end = text.find("}}" if text.startswith("{{", place) else "%}", place)
    tag = text[place : end + 2] if end >= 0 else ""
    inner = tag[2:]
    return tag if tag and "{{" not in inner and "{%" not in inner and "\n\n" not in inner else text[place : place + 2]


def _highlighted(before: str) -> bool:
    tags = _HIGHLIGHT.findall(before)
    return bool(tags) and not tags[-1]


def _plain(tag: str) -> str:
    return escape(tag).replace("{", "&#123;").replace("}", "&#125;")


def _tokens(environment: Environment, text: str) -> Iterator[Token]:
    """The names of tags, and the outputs, of ``text``, up to the first that never ends."""
    try:
        for token in environment.tokenizer()(text):
            if token.kind in (TOKEN_TAG, TOKEN_OUTPUT):
                yield token
    except LiquidError:
        return


def _unclosed(environment: Environment, tokens: Sequence[Token]) -> int:
    """Where the last of the blocks begins that have no end; -1 where all have one."""
    blocks: list[tuple[str, int]] = []
    for token in tokens:
        tag = environment.tags.get(token.value)
        if tag is not None and tag.block and tag.end:
            blocks.append((tag.end, token.start_index))
        elif blocks and token.value == blocks[-1][0]:
            blocks.pop()
    return blocks[-1][1] if blocks else -1

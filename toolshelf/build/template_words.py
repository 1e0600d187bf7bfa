"""What is wrong with a template, in words for its author: Jinja's and Python's own are turned into sentences.

Jinja's messages are told by their form, as its exceptions carry nothing else; what has no known form gets a
sentence that is less precise, never one in the words of the implementation.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.utils import missing

from toolshelf.spelling import nearest

_SIGNS: Final = {
    "end of statement block": "%}",
    "end of print statement": "}}",
    "end of template": "the end of the template",
    "begin of statement block": "{%",
    "begin of print statement": "{{",
    "integer": "a number",
    "float": "a number",
    "string": "text in quotes",
    "name": "a name",
}
_VIEWS: Final = {"PageView": "this page", "SiteView": "the site", "DataView": "the folder data/"}
_KINDS: Final = {
    "str": "text",
    "Markup": "text",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "NoneType": "nothing",
    "tuple": "a list",
    "list": "a list",
    "dict": "a group of keys",
    "FrozenDict": "a group of keys",
    "date": "a date",
    "datetime": "a date",
    **_VIEWS,
}
_CONTEXT: Final = ("site", "page", "include", "asset", "link", "collection", "loop", "target_url", "pages")
"""The names that templates are given."""
_OPTIONAL: Final = "where it may be missing, write … | default('')"

Words = tuple[str, str]
"""A sentence, and a hint or ""."""


def syntax_words(message: str, environment: jinja2.Environment) -> Words:
    """What a syntax error's ``message`` means."""
    for form, words in _SYNTAX:
        if found := re.match(form, message, re.DOTALL):
            return words(found, environment)
    return "This template cannot be read from here on.", "check the tags in this line"


def _no_tag(found: re.Match[str], _: jinja2.Environment) -> Words:
    name, opened = found["name"], found["opened"]
    if name.startswith("end") or name in ("else", "elif"):
        hint = f"the tag that is open here is {{% {opened} %}}" if opened else "remove it, or write the tag that opens"
        return f"The tag {{% {name} %}} belongs to nothing that is open here.", hint
    return f"There is no tag {{% {name} %}}.", ""


def _unclosed(found: re.Match[str], _: jinja2.Environment) -> Words:
    return f"The tag {{% {found['opened']} %}} that opens here is never closed.", f"write {{% end{found['opened']} %}}"


def _unknown(kind: str) -> Callable[[re.Match[str], jinja2.Environment], Words]:
    def words(found: re.Match[str], environment: jinja2.Environment) -> Words:
        like = nearest(found["name"], environment.filters if kind == "filter" else environment.tests)
        return f"There is no {kind} '{found['name']}'.", f"did you mean {like}?" if like else ""

    return words


def _said(sentence: str, hint: str = "") -> Callable[[re.Match[str], jinja2.Environment], Words]:
    def words(found: re.Match[str], _: jinja2.Environment) -> Words:
        parts = {name: _SIGNS.get(part, part) for name, part in found.groupdict().items()}
        return sentence.format(**parts), hint

    return words


_SYNTAX: Final = (
    (r"Encountered unknown tag '(?P<name>\w+)'\.(?:.*closed is '(?P<opened>\w+)')?", _no_tag),
    (r"Unexpected end of template\..*closed is '(?P<opened>\w+)'", _unclosed),
    (r"No filter named '(?P<name>[^']*)'", _unknown("filter")),
    (r"No test named '(?P<name>[^']*)'", _unknown("test")),
    (r"Missing end of comment", _said("The comment that begins with {{# is never closed.", "end it with #}")),
    (r"Missing end of raw", _said("The tag {{% raw %}} is never closed.", "write {% endraw %}")),
    (r"unexpected end of template, expected '(?P<wanted>.*)'", _said("This tag is never closed with {wanted}.")),
    (
        r"unexpected char '(?P<sign>[\"'])'",
        _said("The quote {sign} that opens here is never closed.", "add the closing quote"),
    ),
    (r"unexpected char '(?P<sign>.)'", _said("The sign {sign} means nothing in a template tag.")),
    (r"expected token '(?P<wanted>end of .*)', got '{'", _said("The tag that opens here has no {wanted}.")),
    (r"expected token 'end of.*', got '='", _said("One = stands where two values are compared.", "write ==")),
    (
        r"expected token '(?P<wanted>.*)', got '(?P<got>.*)'",
        _said("Here stands {got}, where {wanted} should come."),
    ),
    (r"Expected an expression, got '(?P<got>.*)'", _said("A value is missing before {got}.")),
    (r"unexpected '(?P<got>.*)', expected '(?P<wanted>.*)'", _said("Here stands {got} before {wanted}.")),
    (r"unexpected '(?P<got>.*)'", _said("Here stands {got}, where it cannot be.")),
    (r"tag name expected", _said("A tag opens here and has no name.")),
    (r"block '(?P<name>.*)' defined twice", _said("The block '{name}' stands twice in this template.")),
    (r"Block names in Jinja", _said("The name of this block has a dash.", "write _ instead of -")),
    (
        r"cannot use extend from",
        _said("The tag {{% extends %}} stands inside another tag.", "write it at the top of the template"),
    ),
)


def unclosed_line(message: str, text: str, line: int, environment: jinja2.Environment) -> int:
    """The line where the mending begins: that of the opening tag where one is never closed, else ``line``."""
    if found := re.search(r"^Unexpected end of template\..*closed is '(\w+)'", message, re.DOTALL):
        return _opening(text, found[1], environment) or line
    if message.startswith("expected token 'end of") and message.endswith("got '{'"):
        before = "\n".join(text.split("\n")[: line - 1])
        return before.count("\n", 0, max(before.rfind("{%"), before.rfind("{{"), 0)) + 1
    return line


def _opening(text: str, name: str, environment: jinja2.Environment) -> int:
    """The line of the innermost tag ``name`` of ``text`` that is open at its end."""
    opened: list[int] = []
    tokens = [token for token in environment.lex(text) if token[1] != "whitespace"]
    for (line, kind, _), (_, _, word) in itertools.pairwise(tokens):
        if kind == "block_begin" and word == name:
            opened.append(line)
        elif kind == "block_begin" and word == f"end{name}" and opened:
            opened.pop()
    return opened[-1] if opened else 0


def undefined_words(hint: str | None, owner: object, name: object) -> Words:
    """What a template read that does not exist: ``name`` of ``owner``; ``hint`` is what Jinja adds, if anything."""
    if hint is not None:
        return _HINTED.get(hint.split("'")[0].strip(), ("This template uses a value that does not exist.", ""))
    if owner is missing:
        return f"This template reads '{name}', and there is no value of that name.", _meant(str(name), _CONTEXT)
    if owner is None:
        return f"This template reads '{name}' of something that is empty.", _OPTIONAL
    if isinstance(owner, tuple | list) and isinstance(name, int):
        return f"This template reads item {name + 1} of a list that is shorter.", ""
    kind = _KINDS.get(type(owner).__name__, "this value")
    known = list(owner) if isinstance(owner, Mapping) else dir(owner) if kind in _VIEWS.values() else ()
    return f"This template reads '{name}', and {kind} has no '{name}'.", _meant(str(name), known)


_HINTED: Final = {
    "the template": ("This template imports a macro that the other template does not have.", ""),
    "there is no parent block called": ("This template shows the parent's block, and the parent has none.", ""),
    "No first item, sequence was empty.": ("This template takes an item of a list that is empty.", ""),
    "No last item, sequence was empty.": ("This template takes an item of a list that is empty.", ""),
    "No aggregated item, sequence was empty.": ("This template takes an item of a list that is empty.", ""),
}
"""By the words that Jinja begins with."""


def _meant(name: str, known: Iterable[str]) -> str:
    like = nearest(name, (one for one in known if not one.startswith("_")))
    return f"did you mean {like}?" if like else _OPTIONAL


def failure_words(failure: Exception) -> Words:
    """What an exception that a template's line raised means."""
    text = str(failure)
    if isinstance(failure, SecurityError):
        found = re.search(r"attribute '([^']*)'", text)
        what = f"reads '{found[1]}', which" if found else "does something that"
        return f"This include {what} includes may not.", "use it in a layout, or leave it out"
    if isinstance(failure, ZeroDivisionError):
        return "This template divides by zero.", ""
    if isinstance(failure, RecursionError):
        return "This template includes or calls itself without end.", ""
    if isinstance(failure, OverflowError):
        return "This template counts too far.", ""
    for form, sentence, hint in _FAILURES:
        if found := re.search(form, text):
            parts = {name: _KINDS.get(part, part) for name, part in found.groupdict().items()}
            return sentence.format(**parts), hint
    return "A filter or function in this line is given a value that it cannot use.", ""


_FAILURES: Final = (
    (r"No (?P<what>filter|test) named '(?P<name>[^']*)'", "There is no {what} '{name}'.", ""),
    (r"'(?P<kind>\w+)' object is not iterable", "This template goes through {kind} as if it were a list.", ""),
    (r"'(?P<kind>\w+)' object is not callable", "This template calls {kind} as if it were a function.", ""),
    (
        r"can only concatenate str \(not \"(?P<kind>\w+)\"\)",
        "This template adds {kind} to text.",
        "write ~ between them to join them",
    ),
    (
        r"unsupported operand type\(s\) for (?P<sign>.*): '(?P<one>\w+)' and '(?P<other>\w+)'",
        "This template calculates with {sign} from {one} and {other}.",
        "write ~ between them to join them as text",
    ),
    (
        r"not supported between instances of '(?P<one>\w+)' and '(?P<other>\w+)'",
        "This template compares {one} with {other}.",
        "",
    ),
    (
        r"(?:\w+\.)?(?:sync_)?(?:do_)?(?P<name>\w+)\(\) (?:missing|takes|got)",
        "This template gives '{name}' too few or too many values, or one that it does not know.",
        "",
    ),
)

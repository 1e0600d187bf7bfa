"""What the sanitiser took out of a text, which it does not tell: the text before is compared with the one after."""

from __future__ import annotations

from html.parser import HTMLParser

from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.content.policy import ADDRESSES, SILENT, TAGS, WITH_CONTENT
from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

_CANONICAL = regex(r"<[a-z][a-z0-9-]*((?: [^\s=>\"/]+=\"[^\"]*\")+)>")
_NAME = regex(r" ([^\s=>\"/]+)=\"[^\"]*\"")

_END_PARAGRAPHS = frozenset({"p", "div", "section", "article", "aside", "figure", "blockquote", "li", "td", "th"})
"""What ends the paragraph in it when it ends (HTML Living Standard, 13.1.2.4), which authors may leave to it."""


class _Elements(HTMLParser):
    """The elements of a text, each with its attributes and the placeholder that marks it."""

    def __init__(self, placeholders: Placeholders) -> None:
        super().__init__(convert_charrefs=False)
        self.placeholders = placeholders
        self.by_number: dict[int, tuple[str, dict[str, str]]] = {}
        self.targets: dict[int, tuple[str, str]] = {}
        self.comments: list[str] = []
        self.unclosed: list[tuple[int, int]] = []
        """The marks of paragraphs, each with that of the paragraph that begins before it has ended."""
        self._paragraph: int | None = None
        self._swallowing = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._swallowing:
            self._depth += tag == self._swallowing
            return
        known = {name: value or "" for name, value in attrs}
        found = [match for name in known if (match := self.placeholders.pattern.fullmatch(name))]
        marks = [int(match[1]) for match in found if self.placeholders.all[int(match[1])].kind == "element"]
        self.by_number.update(dict.fromkeys(marks, (tag, known)))
        if not marks:
            for name, value in known.items():
                if match := self.placeholders.pattern.search(value):
                    self.targets[int(match[1])] = (tag, name)
        if tag == "p":
            if marks and self._paragraph is not None:
                self.unclosed.append((self._paragraph, marks[0]))
            self._paragraph = marks[0] if marks else None
        if tag in WITH_CONTENT:
            self._swallowing, self._depth = tag, 1

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Where the section that begins at ``i`` ends; the library fails at one that has no known name."""
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _END_PARAGRAPHS:
            self._paragraph = None
        if tag == self._swallowing:
            self._depth -= 1
            if not self._depth:
                self._swallowing = ""

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def _survivors(clean: str, placeholders: Placeholders) -> tuple[dict[int, set[str]], set[int]]:
    """The marked elements of ``clean``, each with the names of its attributes, and the marked addresses elsewhere.

    The sanitiser has written it, so it is of one canonical form; a parser would tell the same, at ten times the price.
    """
    elements: dict[int, set[str]] = {}
    targets: set[int] = set()
    for tag in _CANONICAL.finditer(clean):
        if placeholders.prefix not in tag[0]:
            continue
        names = set(_NAME.findall(tag[1]))
        found = [match for name in names if (match := placeholders.pattern.fullmatch(name))]
        marks = [int(match[1]) for match in found if placeholders.all[int(match[1])].kind == "element"]
        elements.update(dict.fromkeys(marks, names))
        if not marks:
            targets.update(placeholders.numbers(tag[1]))
    return elements, targets


def removals(html: str, clean: str, placeholders: Placeholders, empty: frozenset[int] = frozenset()) -> list[Problem]:
    """A warning for everything that ``html`` has and ``clean``, what the sanitiser made of it, has not.

    ``empty`` are the marks of elements that went because there is nothing in them. And one for every paragraph that
    is not closed, which the sanitiser closes.
    """
    before = _Elements(placeholders)
    before.feed(html)
    before.close()
    kept_elements, kept_targets = _survivors(clean, placeholders)
    for comment in before.comments:
        placeholders.restore(comment)
    problems: list[Problem] = []
    for number, (tag, attributes) in before.by_number.items():
        place = placeholders.all[number]
        shown = placeholders.strip(tag)
        if number in empty:
            problems.append(
                _problem(f"The element <{shown}> is empty and was removed.", place, "fill it, or remove it")
            )
            continue
        if number not in kept_elements:
            reason = "cannot stand in this place" if tag in TAGS else "is not allowed"
            problems.append(_problem(f"The element <{shown}> {reason} and was removed.", place))
            continue
        kept = kept_elements[number]
        for name in attributes:
            if name in kept or name in SILENT or placeholders.pattern.search(name):
                continue
            if name in ("href", "src", "cite", "poster"):
                problems.append(_address(placeholders.strip(tag), placeholders.strip(name), place))
            else:
                problems.append(
                    _problem(
                        f'The attribute "{placeholders.strip(name)}" of <{shown}> is not allowed and was removed.',
                        place,
                    )
                )
    for opened, next_one in before.unclosed:
        place, after = placeholders.all[opened], placeholders.all[next_one]
        sentence = f"This paragraph <p> is not closed before the next one begins, in line {after.line}."
        hint = "write </p> where it ends" + (", perhaps in place of this <p>" if after.line == place.line else "")
        problems.append(warning("unclosed-html", sentence, place.line, place.column, hint=hint))
    for number, (tag, name) in before.targets.items():
        place = placeholders.all[number]
        if place.kind == "link" and number not in kept_targets:
            problems.append(_address(placeholders.strip(tag), placeholders.strip(name), place))
    return problems


def _address(tag: str, name: str, place: Placeholder) -> Problem:
    what = "link" if tag == "a" else f'"{name}" of <{tag}>'
    return _problem(f"The {what} has an address of a kind that is not allowed, so it was removed.", place, ADDRESSES)


def _problem(sentence: str, place: Placeholder, hint: str = "") -> Problem:
    return warning("removed-html", sentence, place.line, place.column, hint=hint)

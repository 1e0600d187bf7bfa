"""Cuts sanitised HTML into segments: headings, links and includes become gaps, placeholders what they stand for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from html import escape, unescape
from typing import Literal

from toolshelf.content.alternative_texts import nameless_link, picture_problems, shown_attributes, written_as_html
from toolshelf.content.canonical import ATTRIBUTE, elements, words
from toolshelf.content.checkboxes import expand_checkboxes
from toolshelf.content.fragment import Fragment, Gap, Heading, IncludeCall, Link, Segment
from toolshelf.content.ids import Ids
from toolshelf.content.notes import Note, undefined_footnote
from toolshelf.content.placeholders import IN_CODE, Placeholder, Placeholders
from toolshelf.content.policy import safe_target, unsafe_address
from toolshelf.content.segments import OpenHeading, merged, one_line, plain, trimmed
from toolshelf.content.slips import blank_in, refused_target, stray_list
from toolshelf.problems import Problem, error

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TARGETS = {"href": "link", "src": "image", "poster": "image"}
_NOTES = ("footnote-ref", "footnote-backref")
_gap = functools.lru_cache(maxsize=1024)(Gap)
"""Pages have the same gaps, so each is made once."""


def assemble(
    html: str, placeholders: Placeholders, problems: Iterable[Problem], notes: tuple[Note, ...] = ()
) -> Fragment:
    """The fragment of sanitised ``html`` with its ``notes``; ``problems`` are those that came to light before."""
    kinds = {item.kind for item in placeholders.all}
    if "checkbox" in kinds:
        html = expand_checkboxes(html, placeholders)
    assembly = _Assembly(html, placeholders, paragraphs="tag" in kinds)
    assembly.scan(0, len(html))
    return Fragment(
        body=merged(assembly.segments),
        headings=tuple(assembly.headings),
        links=tuple(assembly.links),
        includes=tuple(assembly.includes),
        ids=tuple(assembly.ids.all),
        problems=tuple(sorted({*assembly.problems, *placeholders.lost(), *problems})),
        notes=notes,
    )


class _Assembly:
    def __init__(self, html: str, placeholders: Placeholders, paragraphs: bool) -> None:
        self.html = html
        self.placeholders = placeholders
        self.paragraphs = paragraphs
        """Whether anything depends on the paragraph in which it stands."""
        self.segments: list[Segment] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.includes: list[IncludeCall] = []
        self.ids = Ids(html)
        self.problems: list[Problem] = []
        self.outer: list[Segment] = []
        self.text: list[str] = []
        """The words since the last link or heading began."""
        self.in_code = 0
        self.in_paragraph = 0
        self.depth = 0
        """How many headings are open."""
        self.heading: OpenHeading | None = None
        self.link: tuple[int, int] | None = None
        self.hushed = False  # whether a picture that says nothing stands in the link
        self.note = -1
        """How many words there were before the open link to a footnote; -1 outside."""
        self.unwrapped = False
        self.place = (0, 0)
        """The line and column of the last placeholder that knows them."""

    def scan(self, position: int, end: int, whole: bool = True) -> None:
        """Go through the HTML from ``position`` to ``end``; ``whole`` elements of words alone are taken at once."""
        for match in elements(self.placeholders.prefix, self.paragraphs, whole).finditer(self.html, position, end):
            start = match.start()
            if start > position:
                self._between(position, start)
            position = match.end()
            kind = match.lastgroup
            if kind == "tag":
                self._tag(match["name"], bool(match["close"]), match["attributes"])
            elif kind == "code":
                self._words(match[0])
            elif kind == "alone":
                self._only_placeholders(match["alone"])
            elif kind == "stray":
                # A tag of another form than the serialiser's must never get past the sanitiser's eyes.
                self._words("&lt;")
            elif not self._whole(str(kind), match):
                self.scan(start, position, whole=False)
        self._between(position, end)

    def _between(self, position: int, end: int) -> None:
        """What stands from ``position`` to ``end``: words, placeholders, and elements that do not matter."""
        html = self.html
        prefix = self.placeholders.prefix
        if html.find(prefix, position, end) >= 0:
            for match in words(prefix).finditer(html, position, end):
                start = match.start()
                # A word that ends with "p" or "q" takes the blank before it along.
                if match["number"] and html[start - 1 : start] == " " and match[0].endswith(("p", "q", "q ")):
                    start -= 1
                if start > position:
                    self._words(html[position:start])
                position = match.end()
                if match["number"]:
                    self._placeholder(int(match["number"]))
                    self._refused_target(int(match["number"]), start, position)
        self._words(html[position:end])

    def _only_placeholders(self, html: str) -> None:
        """A paragraph of nothing but placeholders stays one only if a variable shows a text in it."""
        found = self.placeholders.find(html)
        self.unwrapped = not any(item.tag and item.tag.text for item in found)
        if not self.unwrapped:
            self.segments.append("<p>")
            self.in_paragraph += 1
        position = 0
        for match in self.placeholders.pattern.finditer(html):
            if not self.unwrapped:
                self._words(html[position : match.start()])
            position = match.end()
            self._placeholder(int(match[1]))
        if not self.unwrapped:
            self.segments.append("</p>")
            self.in_paragraph -= 1
        self.unwrapped = False

    def _words(self, html: str) -> None:
        if html:
            self.segments.append(html)
            self.text.append(html)

    # Elements

    def _tag(self, name: str, closing: bool, attributes: str) -> None:
        step = -1 if closing else 1
        if name in ("code", "pre"):
            self.in_code += step
        elif name == "p":
            self.in_paragraph += step
        if name in _HEADINGS:
            # A heading within a heading, which the sanitiser lets pass, is only its text.
            self.depth += step
            if closing and self.depth == 0:
                self._end_heading(name)
            elif not closing and self.depth == 1:
                self._begin_heading(name, attributes)
            return
        if closing:
            self.segments.append(f"</{name}>")
            if name == "a" and self.link:
                self._end_link()
            elif name == "a" and self.note >= 0:
                # The number of a footnote is no part of a heading's or a link's text.
                del self.text[self.note :]
                self.note = -1
            return
        if not attributes:
            self.segments.append(f"<{name}>")
            return
        self.segments.append(f"<{name}")
        self._attributes(name, attributes)
        self.segments.append(">")

    def _attributes(self, name: str, attributes: str) -> None:
        given = dict(ATTRIBUTE.findall(attributes))
        own = given.get("class") in _NOTES
        if own:
            self.note = len(self.text)
        if f" {self.placeholders.prefix}" in attributes:
            for key in [key for key in given if key.startswith(self.placeholders.prefix)]:
                if found := self.placeholders.pattern.fullmatch(key):
                    self._see(int(found[1]))
                    del given[key]
                    given |= written_as_html(name, given)
        for key, raw in shown_attributes(name, given).items():
            if key in _TARGETS and not own:
                self._target(name, key, raw, given)
                continue
            if key == "srcset":
                self._candidates(raw, given)
                continue
            value = self._value(raw)
            if key == "cite" and not safe_target(value):
                self.problems.append(unsafe_address(*self.place))
                continue
            if key == "name" and name == "a":
                if "id" in given:
                    continue
                key = "id"
            if key == "id":
                value = self._written_id(value, self.place[0])
                if not value:
                    continue
            self.segments.append(f' {key}="{escape(value)}"')

    def _target(self, name: str, key: str, raw: str, given: dict[str, str]) -> None:
        found = self.placeholders.find(raw)
        place = self._place(raw)
        target = self._value(raw).strip()
        if any(item.tag and item.tag.problems for item in found):
            return
        if any(item.source == "(" for item in found) and re.search(r"\s", target):
            self.problems.append(blank_in(target, *place))
            if ":" in target:
                return
        if not safe_target(target):
            self.problems.append(unsafe_address(*place))
            return
        kind: Literal["link", "image"] = "link" if _TARGETS[key] == "link" else "image"
        text = self._value(given.get("alt", "")) if name == "img" else ""
        silent = picture_problems(name, given, text, target, *place)
        self.problems += silent
        self.hushed = self.hushed or (name == "img" and not text and not silent)
        self.segments += [f' {key}="', _gap("link", len(self.links)), '"']
        if name == "a":
            self.link = (len(self.links), len(self.text))
            self.hushed = False
        self.links.append(Link(target, kind, *place, text))
        if name == "img" and text:
            self.text.append(escape(text))

    def _whole(self, kind: str, match: re.Match[str]) -> bool:
        """Take an element that holds nothing but words, unless there is more to do."""
        if kind == "heading":
            return self._whole_heading(match)
        if kind == "link":
            return self._whole_link(match)
        if self.link is not None or self.note >= 0:
            return False
        self.segments.append(match[0])
        return True

    def _whole_link(self, match: re.Match[str]) -> bool:
        scheme, number, rest, text = match.group("scheme", "mark", "target", "words")
        target = scheme + rest
        place = (self.place[0], 0)
        if number:
            item = self.placeholders.all[int(number)]
            place = (item.line, item.column)
            if item.kind != "link":
                return False
        if not safe_target(target):
            return False
        if number:
            self._see(int(number))
        self.link = None
        self.segments += ['<a href="', _gap("link", len(self.links)), f'">{text}</a>']
        self.links.append(Link(target, "link", *place, one_line(text)))
        if text:
            self.text.append(text)
        return True

    def _candidates(self, raw: str, given: dict[str, str]) -> None:
        place = self._place(raw)
        self.segments.append(' srcset="')
        for index, candidate in enumerate(re.split(r",\s+", self._value(raw).strip())):
            target, _, size = candidate.strip().partition(" ")
            if not target or not safe_target(target):
                continue
            self.segments += [
                ", " if index else "",
                _gap("link", len(self.links)),
                f" {escape(size)}" if size else "",
            ]
            self.links.append(Link(target, "image", *place, self._value(given.get("alt", ""))))
        self.segments.append('"')

    def _end_link(self) -> None:
        assert self.link is not None
        position, start = self.link
        self.link = None
        link = self.links[position]
        text = plain(self.text[start:])
        if self.hushed and not text:
            self.problems.append(nameless_link(link.target, link.line, link.column))
        self.links[position] = Link(link.target, link.kind, link.line, link.column, text)

    # Headings and ids

    def _begin_heading(self, name: str, attributes: str) -> None:
        if not attributes:
            self.heading = OpenHeading("", "")
            self.outer, self.segments, self.text = self.segments, [], []
            return
        pairs = ATTRIBUTE.findall(attributes)
        written = next((self._value(value) for key, value in pairs if key == "id"), "")
        self.outer, self.segments = self.segments, []
        self._attributes(name, "".join(f' {key}="{value}"' for key, value in pairs if key != "id"))
        self.heading = OpenHeading(written, "".join(part for part in self.segments if isinstance(part, str)))
        self.segments, self.text = [], []

    def _end_heading(self, name: str) -> None:
        assert self.heading is not None
        heading, self.heading = self.heading, None
        text = plain(self.text)
        line = heading.line or self.place[0]
        identifier = self._written_id(heading.written, line)
        if not identifier:
            identifier = self.ids.of_heading(text)
        content = trimmed(merged(self.segments))
        self.segments = self.outer
        self.segments.append(_gap("heading", len(self.headings)))
        self.headings.append(Heading(int(name[1]), identifier, text, content, heading.attributes, line))

    def _whole_heading(self, match: re.Match[str]) -> bool:
        level, before, title, behind = match.group("level", "before", "title", "behind")
        if self.depth or (before and behind):
            return False
        line = self.place[0]
        if number := before or behind:
            if self.placeholders.all[int(number)].kind != "heading":
                return False
            line = self._see(int(number)).line or line
        title = title.strip()
        text = one_line(title)
        identifier = self.ids.of_heading(text)
        self.segments.append(_gap("heading", len(self.headings)))
        self.headings.append(Heading(int(level), identifier, text, (title,) if title else (), "", line))
        self.text = [title]
        return True

    def _written_id(self, wanted: str, line: int) -> str:
        identifier, problems = self.ids.written(wanted, line)
        self.problems += problems
        return identifier

    # Placeholders

    def _see(self, number: int) -> Placeholder:
        item = self.placeholders.all[number]
        self.placeholders.quoted.add(number)
        if item.line:
            self.place = (item.line, item.column)
        return item

    def _place(self, raw: str) -> tuple[int, int]:
        for item in self.placeholders.find(raw):
            if item.line:
                return item.line, item.column
        return self.place[0], 0

    def _value(self, raw: str) -> str:
        """An attribute's value with its entities decoded and its placeholders replaced."""
        value = unescape(raw)
        if self.placeholders.prefix not in value:
            return value

        def shown(match: re.Match[str]) -> str:
            item = self._see(int(match[1]))
            if item.tag is None:
                return item.source if item.kind == "verbatim" else ""
            self.problems += item.tag.problems
            if item.tag.kind == "include":
                sentence = "An include cannot stand in a link or in an attribute."
                self.problems.append(error("unknown-tag", sentence, item.line, item.column))
            return item.tag.text

        return re.sub(f"{self.placeholders.prefix}[0-9]*", "", self.placeholders.pattern.sub(shown, value))

    def _placeholder(self, number: int) -> None:
        item = self._see(number)
        if self.in_code:
            if item.kind in IN_CODE:
                self._words(escape(item.source, quote=False))
            return
        self.problems += item.problems
        if item.kind == "verbatim":
            self._words(escape(item.source, quote=False))
        if item.kind == "heading" and self.heading:
            self.heading.line = item.line
        elif item.kind == "reference":
            if self.segments and str(self.segments[-1]).endswith("]"):
                self.problems.append(undefined_footnote(item.source, item.line, item.column))
        elif item.kind == "element":
            if self.segments and str(self.segments[-1]).endswith("{:"):
                self.problems.append(stray_list(item.line, item.column))
        elif item.tag is not None:
            self.problems += item.tag.problems
            if item.tag.kind == "include":
                block = (item.alone or self.unwrapped) and not self.in_paragraph and self.heading is None
                self.segments.append(_gap("include", len(self.includes)))
                self.includes.append(IncludeCall(item.tag.name, item.tag.arguments, item.line, block))
            else:
                self._words(escape(item.tag.text, quote=False))

    def _refused_target(self, number: int, start: int, end: int) -> None:
        """Report an address that Markdown read as text, because it holds a blank; its mark stands there."""
        item = self.placeholders.all[number]
        if item.source == "(" and item.kind == "link" and not self.in_code:
            target = self.placeholders.strip(refused_target(self.html, start, end))
            if target:
                self.problems.append(blank_in(target, item.line, item.column))

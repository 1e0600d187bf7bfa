"""Cuts sanitised HTML into segments: headings, links and includes become gaps, placeholders what they stand for.

The input comes from the sanitiser's serialiser, so it is one canonical form: lower-case names, every
value in double quotes, every bracket in text escaped. That form, and only that, is what the pattern
below reads; it is no HTML parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Literal

from toolshelf.content.checkboxes import expand_checkboxes
from toolshelf.content.fragment import Fragment, Gap, Heading, IncludeCall, Link, Segment
from toolshelf.content.notes import undefined_footnote
from toolshelf.content.placeholders import IN_CODE, Placeholder, Placeholders
from toolshelf.content.policy import safe_target, unsafe_address
from toolshelf.content.segments import merged, plain, trimmed
from toolshelf.content.slips import blank_in, refused_target, stray_list
from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.problems import Problem, error, warning

_FINISHED = r"t[dh](?: class=\"text-[a-z]+\")?(?: scope=\"col\")?>"
"""A cell of a table, which needs no look; there are many."""
_TAG = (
    rf"(?P<close>/?)(?P<name>(?:{{names}})(?=[ >])|(?!{_FINISHED})[a-z][a-z0-9-]*(?= ))"
    r"(?P<attributes>(?: [^\s=>\"/]+=\"[^\"]*\")*)>"
)
_IDS = re.compile(r"<[a-z][a-z0-9-]*(?: [^\s=>\"/]+=\"[^\"]*\")*? id=\"([^\"]*)\"")
_ALWAYS = "a|h[1-6]|pre|code"
_ATTRIBUTE = re.compile(r"\s+([^\s=>\"/]+)=\"([^\"]*)\"")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TARGETS = {"href": "link", "src": "image", "poster": "image"}
_NOTES = ("footnote-ref", "footnote-backref")


@dataclass(slots=True)
class _Assembled:
    """What the index wants to know of a body."""

    body: tuple[Segment, ...] = ()
    headings: list[Heading] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    includes: list[IncludeCall] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _OpenHeading:
    written: str
    """The id that the author gave it."""
    attributes: str
    line: int = 0


def assemble(html: str, placeholders: Placeholders, problems: Iterable[Problem]) -> Fragment:
    """The fragment of sanitised ``html``; ``problems`` are those that came to light before."""
    if any(item.kind == "checkbox" for item in placeholders.all):
        html = expand_checkboxes(html, placeholders)
    result = _Assembly(html, placeholders).run()
    return Fragment(
        body=result.body,
        headings=tuple(result.headings),
        links=tuple(result.links),
        includes=tuple(result.includes),
        ids=tuple(result.ids),
        problems=tuple(sorted({*result.problems, *problems})),
    )


class _Assembly:
    def __init__(self, html: str, placeholders: Placeholders) -> None:
        self.html = html
        self.placeholders = placeholders
        self.result = _Assembled()
        self.segments: list[Segment] = []
        self.outer: list[Segment] = []
        self.text: list[str] = []
        """The words since the last link or heading began."""
        self.in_code = 0
        self.in_paragraph = 0
        self.depth = 0
        """How many headings are open."""
        self.heading: _OpenHeading | None = None
        self.link: tuple[int, int] | None = None
        self.note = -1
        """How many words there were before the open link to a footnote; -1 outside."""
        self.unwrapped = False
        self.place = (0, 0)
        """The line and column of the last placeholder that knows them."""
        # Only the elements that matter here are looked at: those named, and those with attributes.
        kinds = {item.kind for item in placeholders.all}
        names = _ALWAYS + ("|p" if "tag" in kinds else "")
        word = rf"{placeholders.prefix[1:]}(?P<number>[0-9]+)(?:z|p|[qb] ?)"
        first = placeholders.prefix[0]
        # Every match begins with one of two signs, which prose rarely holds: the search hardly stops in it.
        self.pattern = re.compile(
            rf"[<{first}](?:"
            rf"(?<=<)p(?: {placeholders.prefix}[0-9]+[pq]=\"\")*>(?P<alone>(?:\s|{placeholders.source_pattern})*)</p>"
            rf"|(?<=<){_TAG.replace('{names}', names)}"
            rf"|(?<={first}){word}"
            rf"|(?P<stray>(?<=<)(?!/?[a-z][a-z0-9-]*>|{_FINISHED})|(?<={first}){placeholders.prefix[1:]}[0-9]*))"
        )
        # A heading's own id gives way to every id that somebody wrote, wherever that stands.
        self.unique = UniqueIds(unescape(value) for value in _IDS.findall(html)) if ' id="' in html else UniqueIds()
        self.claimed = UniqueIds()

    def run(self) -> _Assembled:
        position = 0
        for match in self.pattern.finditer(self.html):
            start = match.start()
            # A word that ends with "p" or "q" takes the blank before it along.
            if match["number"] and self.html[start - 1 : start] == " " and match[0].endswith(("p", "q", "q ")):
                start -= 1
            if start > position:
                self._words(self.html[position:start])
            position = match.end()
            if match["number"]:
                self._placeholder(int(match["number"]))
                self._refused_target(int(match["number"]), start, position)
            elif match["name"]:
                self._tag(match["name"], bool(match["close"]), match["attributes"])
            elif match["alone"] is not None:
                self._only_placeholders(match["alone"])
            elif match[0] == "<":
                # A tag of another form than the serialiser's must never get past the sanitiser's eyes.
                self._words("&lt;")
            # Anything else is what Markdown left of a placeholder that it cut in two.
        self._words(self.html[position:])
        self.result.body = merged(self.segments)
        self._lost()
        return self.result

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
        given = dict(_ATTRIBUTE.findall(attributes))
        own = given.get("class") in _NOTES
        if own:
            self.note = len(self.text)
        if f" {self.placeholders.prefix}" in attributes:
            for key in [key for key in given if key.startswith(self.placeholders.prefix)]:
                if found := self.placeholders.pattern.fullmatch(key):
                    self._see(int(found[1]))
                    del given[key]
        for key, raw in given.items():
            if key in _TARGETS and not own:
                self._target(name, key, raw, given)
                continue
            if key == "srcset":
                self._candidates(raw, given)
                continue
            value = self._value(raw)
            if key == "cite" and not safe_target(value):
                self.result.problems.append(unsafe_address(*self.place))
                continue
            if key == "name" and name == "a":
                if "id" in given:
                    continue
                key = "id"
            if key == "id":
                value = self._explicit_id(value, self.place[0])
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
            self.result.problems.append(blank_in(target, *place))
            if ":" in target:
                return
        if not safe_target(target):
            self.result.problems.append(unsafe_address(*place))
            return
        kind: Literal["link", "image"] = "link" if _TARGETS[key] == "link" else "image"
        text = self._value(given.get("alt", "")) if name == "img" else ""
        self.segments += [f' {key}="', Gap("link", len(self.result.links)), '"']
        if name == "a":
            self.link = (len(self.result.links), len(self.text))
        self.result.links.append(Link(target, kind, *place, text))
        if name == "img" and text:
            self.text.append(escape(text))

    def _candidates(self, raw: str, given: dict[str, str]) -> None:
        place = self._place(raw)
        self.segments.append(' srcset="')
        for index, candidate in enumerate(re.split(r",\s+", self._value(raw).strip())):
            target, _, size = candidate.strip().partition(" ")
            if not target or not safe_target(target):
                continue
            self.segments += [
                ", " if index else "",
                Gap("link", len(self.result.links)),
                f" {escape(size)}" if size else "",
            ]
            self.result.links.append(Link(target, "image", *place, self._value(given.get("alt", ""))))
        self.segments.append('"')

    def _end_link(self) -> None:
        assert self.link is not None
        position, start = self.link
        self.link = None
        link = self.result.links[position]
        text = plain(self.text[start:])
        self.result.links[position] = Link(link.target, link.kind, link.line, link.column, text)

    # Headings and ids

    def _begin_heading(self, name: str, attributes: str) -> None:
        if not attributes:
            self.heading = _OpenHeading("", "")
            self.outer, self.segments, self.text = self.segments, [], []
            return
        pairs = _ATTRIBUTE.findall(attributes)
        written = next((self._value(value) for key, value in pairs if key == "id"), "")
        self.outer, self.segments = self.segments, []
        self._attributes(name, "".join(f' {key}="{value}"' for key, value in pairs if key != "id"))
        self.heading = _OpenHeading(written, "".join(part for part in self.segments if isinstance(part, str)))
        self.segments, self.text = [], []

    def _end_heading(self, name: str) -> None:
        assert self.heading is not None
        heading, self.heading = self.heading, None
        text = plain(self.text)
        line = heading.line or self.place[0]
        identifier = self._explicit_id(heading.written, line)
        if not identifier:
            identifier = self.unique.claim(slugify(text))
            self.result.ids.append(identifier)
        content = trimmed(merged(self.segments))
        self.segments = self.outer
        self.segments.append(Gap("heading", len(self.result.headings)))
        self.result.headings.append(Heading(int(name[1]), identifier, text, content, heading.attributes, line))

    def _explicit_id(self, wanted: str, line: int) -> str:
        wanted = re.sub(r"\s+", "-", wanted.strip())
        if not wanted:
            return ""
        identifier = wanted
        if wanted in self.claimed:
            identifier = self.unique.claim(wanted)
            sentence = f'The id "{wanted}" is taken already; here it becomes "{identifier}".'
            self.result.problems.append(
                warning("duplicate-id", sentence, line, hint="give every element an id of its own")
            )
        self.claimed.claim(identifier)
        self.result.ids.append(identifier)
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
            self.result.problems += item.tag.problems
            if item.tag.kind == "include":
                sentence = "An include cannot stand in a link or in an attribute."
                self.result.problems.append(error("unknown-tag", sentence, item.line, item.column))
            return item.tag.text

        return re.sub(f"{self.placeholders.prefix}[0-9]*", "", self.placeholders.pattern.sub(shown, value))

    def _placeholder(self, number: int) -> None:
        item = self._see(number)
        if self.in_code:
            if item.kind in IN_CODE:
                self._words(escape(item.source, quote=False))
            return
        self.result.problems += item.problems
        if item.kind == "verbatim":
            self._words(escape(item.source, quote=False))
        if item.kind == "heading" and self.heading:
            self.heading.line = item.line
        elif item.kind == "reference":
            if self.segments and str(self.segments[-1]).endswith("]"):
                self.result.problems.append(undefined_footnote(item.source, item.line, item.column))
        elif item.kind == "element":
            if self.segments and str(self.segments[-1]).endswith("{:"):
                self.result.problems.append(stray_list(item.line, item.column))
        elif item.tag is not None:
            self.result.problems += item.tag.problems
            if item.tag.kind == "include":
                block = (item.alone or self.unwrapped) and not self.in_paragraph and self.heading is None
                self.segments.append(Gap("include", len(self.result.includes)))
                self.result.includes.append(IncludeCall(item.tag.name, item.tag.arguments, item.line, block))
            else:
                self._words(escape(item.tag.text, quote=False))

    def _refused_target(self, number: int, start: int, end: int) -> None:
        """Report an address that Markdown read as text, because it holds a blank; its mark stands there."""
        item = self.placeholders.all[number]
        if item.source == "(" and item.kind == "link" and not self.in_code:
            target = self.placeholders.strip(refused_target(self.html, start, end))
            if target:
                self.result.problems.append(blank_in(target, item.line, item.column))

    def _lost(self) -> None:
        """Report the tags that stood where nothing of them can show, such as inside an HTML tag."""
        for number, item in enumerate(self.placeholders.all):
            if item.tag is None or number in self.placeholders.quoted:
                continue
            self.result.problems += item.tag.problems
            if item.tag.kind == "include":
                sentence = "The include stands where it cannot show anything."
                self.result.problems.append(
                    error("unknown-tag", sentence, item.line, item.column, hint="put it on a line of its own")
                )

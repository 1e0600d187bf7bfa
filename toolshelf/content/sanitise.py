"""Raw HTML under a policy: nh3 removes what the policy does not name, and everything removed is reported."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import nh3

from toolshelf.content.bare_addresses import unnested_links
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.problems import Problem, warning

# fmt: off
_TAGS = frozenset(
    {
        "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption",
        "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i",
        "img", "ins", "kbd", "li", "mark", "nav", "ol", "p", "picture", "pre", "q", "rp", "rt",
        "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video", "wbr",
    }
)
# Of these the content goes too, because it is not text.
_WITH_CONTENT = frozenset(
    {
        "applet", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style",
        "svg", "template", "title",
    }
)
# fmt: on
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", "role", "translate"},
    "a": {"href", "hreflang", "target", "rel", "download", "name"},
    "audio": {"src", "controls", "loop", "muted", "preload"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "media", "type", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "controls", "loop", "muted", "preload", "width", "height", "playsinline"},
}
_SCHEMES = frozenset({"https", "http", "mailto", "tel"})
_SILENT = frozenset({"markdown"})
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# Browsers drop these from an address before they look at its scheme.
_IGNORED = re.compile(r"[\x00-\x20]+")


def safe_target(target: str) -> bool:
    """Whether a link or an image may point at ``target``: relative, or with a scheme of the policy."""
    scheme = _SCHEME.match(_IGNORED.sub("", target).lower())
    return scheme is None or scheme[1] in _SCHEMES


def _cleaner(marks: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={**_ATTRIBUTES, "*": _ATTRIBUTES["*"] | marks},
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


_CANONICAL = re.compile(r"<[a-z][a-z0-9-]*((?: [^\s=>\"/]+=\"[^\"]*\")+)>")
_NAME = re.compile(r" ([^\s=>\"/]+)=\"[^\"]*\"")
_PLAIN = _cleaner(frozenset())


def sanitise(html: str, placeholders: Placeholders) -> tuple[str, list[Problem]]:
    """``html`` as the policy allows it, well-formed, and what was taken out of it, each at its place."""
    html = unnested_links(html, placeholders)
    elements = [number for number, item in enumerate(placeholders.all) if item.kind == "element"]
    if elements:
        # These attributes are placeholders, which the assembly takes out again.
        marks = frozenset(f"{placeholders.prefix}{number}{end}" for number in elements for end in "pq")
        clean = _cleaner(marks).clean(html)
        return clean, _removed(html, clean, placeholders)
    clean = _PLAIN.clean(html)
    if "<!--" in html:
        return clean, _removed(html, clean, placeholders)
    survivors = {int(match[1]) for match in placeholders.pattern.finditer(clean)} | placeholders.quoted
    if all(number in survivors for number, item in enumerate(placeholders.all) if item.kind == "link"):
        return clean, []
    return clean, _removed(html, clean, placeholders)


class _Elements(HTMLParser):
    """The elements of a text, each with its attributes and the placeholder that marks it."""

    def __init__(self, placeholders: Placeholders) -> None:
        super().__init__(convert_charrefs=False)
        self.placeholders = placeholders
        self.by_number: dict[int, tuple[str, dict[str, str]]] = {}
        self.targets: dict[int, tuple[str, str]] = {}
        self.comments: list[str] = []
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
        if tag in _WITH_CONTENT:
            self._swallowing, self._depth = tag, 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
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
            targets.update(int(match[1]) for match in placeholders.pattern.finditer(tag[1]))
    return elements, targets


def _removed(html: str, clean: str, placeholders: Placeholders) -> list[Problem]:
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
        if number not in kept_elements:
            reason = "cannot stand in this place" if tag in _TAGS else "is not allowed"
            problems.append(_problem(f"The element <{shown}> {reason} and was removed.", place))
            continue
        kept = kept_elements[number]
        for name in attributes:
            if name in kept or name in _SILENT or placeholders.pattern.search(name):
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
    for number, (tag, name) in before.targets.items():
        place = placeholders.all[number]
        if place.kind == "link" and number not in kept_targets:
            problems.append(_address(placeholders.strip(tag), placeholders.strip(name), place))
    return problems


def _address(tag: str, name: str, place: Placeholder) -> Problem:
    what = "link" if tag == "a" else f'"{name}" of <{tag}>'
    return _problem(f"The {what} has an address of a kind that is not allowed, so it was removed.", place, _ADDRESSES)


_ADDRESSES = "use https, http, mailto or tel, or a path"


def unsafe_address(line: int, column: int) -> Problem:
    """A link whose address, once complete, is not allowed."""
    sentence = "The link has an address of a kind that is not allowed, so it was removed."
    return warning("removed-html", sentence, line, column, hint=_ADDRESSES)


def _problem(sentence: str, place: Placeholder, hint: str = "") -> Problem:
    return warning("removed-html", sentence, place.line, place.column, hint=hint)

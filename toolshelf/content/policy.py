"""What raw HTML may hold: the elements, attributes and addresses that the sanitiser leaves in their places."""

from __future__ import annotations

from toolshelf.patterns import regex
from toolshelf.problems import Problem, warning

# fmt: off
TAGS = frozenset(
    {
        "a", "abbr", "address", "article", "aside", "audio", "b", "bdi", "bdo", "blockquote", "br", "caption",
        "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em",
        "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "i",
        "img", "ins", "kbd", "li", "mark", "nav", "ol", "p", "picture", "pre", "q", "rp", "rt",
        "ruby", "s", "samp", "section", "small", "source", "span", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "time", "tr", "track", "u", "ul", "var", "video", "wbr",
    }
)
WITH_CONTENT = frozenset(
    {
        "applet", "iframe", "math", "noembed", "noframes", "noscript", "object", "script", "select", "style",
        "svg", "template", "title",
    }
)
"""Elements of which the content goes too, because it is not text."""
# fmt: on
ATTRIBUTES = {
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
SCHEMES = frozenset({"https", "http", "mailto", "tel"})
SILENT = frozenset({"markdown"})
"""Attributes that nobody misses."""
ADDRESSES = "use https, http, mailto or tel, or a path"
"""What to write instead of another address."""
_SCHEME = regex(r"([a-z][a-z0-9+.-]*):")
# Browsers drop these from an address before they look at its scheme.
_IGNORED = regex(r"[\x00-\x20]+")


def safe_target(target: str) -> bool:
    """Whether a link or an image may point at ``target``: relative, or with a scheme of the policy."""
    if ":" not in target:
        return True  # as of most links
    scheme = _SCHEME.match(_IGNORED.sub("", target).lower())
    return scheme is None or scheme[1] in SCHEMES


def unsafe_address(line: int, column: int) -> Problem:
    """A link whose address, once complete, is not allowed."""
    sentence = "The link has an address of a kind that is not allowed, so it was removed."
    return warning("removed-html", sentence, line, column, hint=ADDRESSES)

"""What in sanitised HTML an assembly has to look at, as patterns.

The HTML comes from the sanitiser's serialiser, so it is one canonical form: lower-case names, every value in double
quotes, every bracket in text escaped. That form, and only that, is what the patterns read; they are no HTML parser.
"""

from __future__ import annotations

import functools
import re

from toolshelf.patterns import regex

ATTRIBUTE = regex(r"\s+([^\s=>\"/]+)=\"([^\"]*)\"")
_FINISHED = r"t[dh](?: class=\"text-[a-z]+\")?(?: scope=\"col\")?>"
"""A cell of a table, which needs no look; there are many."""


@functools.lru_cache(maxsize=16)
def elements(prefix: str, paragraphs: bool, whole: bool) -> re.Pattern[str]:
    """The pattern of every element that matters to an assembly; ``lastgroup`` of a match says what it is.

    Placeholders begin with ``prefix``. ``paragraphs`` is whether a plain ``<p>`` matters, ``whole`` whether headings,
    links and code that hold nothing but words are matched as a whole rather than tag by tag.

    "alone": a paragraph of nothing but placeholders. "tag": a tag that matters by its ``name``, or because it has
    ``attributes``. "stray": a bracket that the serialiser cannot have written. "heading", "link", "note" (a link to
    or from a footnote) and "code" are what ``whole`` adds.
    """
    first, rest = prefix[0], prefix[1:]
    names = "a|h[1-6]|pre|code" + ("|p" if paragraphs else "")
    word = rf"{prefix}[0-9]+(?:z|p|[qb] ?)"
    # Python before 3.11.5 loses its way in groups that are repeated possessively; what these hold is possessive enough.
    text = rf"[^<{first}]*+(?:{first}(?!{rest})[^<{first}]*+)*"
    address = rf"[^\"&\s{first}]*+(?:{first}(?!{rest})[^\"&\s{first}]*+)*"
    slug = rf"(?:(?!{prefix})[\w-])*"
    code = rf"code(?: class=\"language-[^\"&'<>{first}]*+\")?>{text}</code>"
    quick = (
        rf"(?P<heading>h(?P<level>[1-6])>(?:{prefix}(?P<before>[0-9]+)(?:z|b ?))?(?P<title>{text})"
        rf"(?:{prefix}(?P<behind>[0-9]+)p)?</h(?P=level)>)"
        rf"|(?P<link>a href=\"(?P<scheme>{address})(?:{prefix}(?P<mark>[0-9]+)z)?(?P<target>{address})\">"
        rf"(?P<words>{text})</a>)"
        rf"|(?P<note>a(?: aria-label=\"[\w -]*+\")? class=\"footnote-(?:back)?ref\" href=\"#{slug}\" role=\"[\w-]*+\">"
        rf"[0-9↩]+</a>)"
        rf"|(?P<code>pre><{code}</pre>|{code})|"
    )
    # Every match begins with one sign, so that the search stops nowhere else; placeholders are searched for by words().
    return re.compile(
        rf"<(?:p(?: {prefix}[0-9]+[pq]=\"\")*>(?P<alone>(?:\s|(?: (?={prefix}[0-9]+[pq]))?{word})*)</p>"
        rf"|(?!/?(?!(?:{names})>)[a-z][a-z0-9-]*>|{_FINISHED})(?:"
        rf"{quick if whole else ''}"
        rf"(?P<tag>(?P<close>/?)(?P<name>(?:{names})(?=[ >])|[a-z][a-z0-9-]*(?= ))"
        rf"(?P<attributes>(?: [^\s=>\"/]+=\"[^\"]*\")*)>)"
        rf"|(?P<stray>)))"
    )


@functools.lru_cache(maxsize=16)
def words(prefix: str) -> re.Pattern[str]:
    """The pattern of a placeholder, by its ``number``, or of what Markdown left of one that it cut in two."""
    return re.compile(rf"{prefix}(?:(?P<number>[0-9]+)(?:z|p|[qb] ?)|[0-9]*)")

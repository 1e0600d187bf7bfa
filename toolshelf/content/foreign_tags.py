"""Template tags that other generators know: what is wrong with each here, and what to write instead."""

from __future__ import annotations

from toolshelf.patterns import regex

TO_SHOW = "to show braces, use a code span or {% raw %}…{% endraw %}"
_LINK = "write the path of the file as an ordinary link: [text](../folder/page.md)"
_CODE = "write a code block between two lines of ``` instead"
_COMMENT = "write <!-- and --> around a comment"
_INSTEAD = "write Markdown or HTML in its place, or {% include NAME.html key=value %}"
_LOGIC = "conditions, loops and variables belong in a template; put it into templates/includes/ and include it"
_HINTS = {
    "link": _LINK,
    "post_url": _LINK,
    "include_relative": "put the text into templates/includes/ and write {% include NAME.html %}",
    "include": "write {% include NAME.html key=value %} with a fixed name",
    "highlight": _CODE,
    "endhighlight": _CODE,
    "comment": _COMMENT,
    "endcomment": _COMMENT,
}
_LOGICAL = regex(
    r"(?:end)?(?:if|unless|case|for|tablerow|capture|set|macro|block)|elsif|else|when|break|continue|assign|cycle"
    r"|(?:in|de)crement|extends|import|from"
)
_SHORTCODE = regex(r"[<%]-?\s*/?\s*([\w./-]+)")


def statement(name: str) -> tuple[str, str]:
    """The sentence and the hint for ``{% name … %}``."""
    shown = f"{{% {name} … %}}" if name else "{% … %}"
    hint = _LOGIC if _LOGICAL.fullmatch(name) else _HINTS.get(name, f"{_INSTEAD}; {TO_SHOW}" if name else TO_SHOW)
    return f"Content may not contain the template tag {shown}.", hint


def braces(body: str) -> tuple[str, str]:
    """The sentence and the hint for double braces around ``body``, which names no value of the site or the page."""
    if shortcode := _SHORTCODE.match(body):
        name = shortcode[1]
        return f"The shortcode '{name}' is not known here.", _LINK if name in ("ref", "relref") else _INSTEAD
    if "|" in body:
        value, _, rest = body.partition("|")
        shown = value.strip() if value.startswith(("site.", "page.")) else "page.title"
        hint = _LINK if "url" in rest else f"write the text itself, or the value alone as in {{{{ {shown} }}}}"
        return "A filter, the part behind |, cannot stand in content.", hint
    return "Content may only show {{ site.… }} and {{ page.… }} in double braces.", TO_SHOW

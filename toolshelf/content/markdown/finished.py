"""HTML that Python-Markdown alone has written, all of which the sanitiser would leave as it is.

Python-Markdown's serialiser and the sanitiser's write the same form. What may differ is what authors write as HTML,
and addresses and links that the policy refuses or a browser would take apart. A text without any of it is finished.
"""

from __future__ import annotations

import re
from typing import Final

from toolshelf.patterns import regex

_ENTITY: Final = regex("&(?!(?:amp|lt|gt|quot|#160);)")
_SAFE: Final = r"(?:https?://(?:[a-z0-9]+[.])+[a-z]+(?:[/?#][\w/.?#=&;%+~,-]*)?|mailto:[\w.+-]+@[\w.-]+|[^\":\s\\]*)\""
_REFUSED: Final = (regex(rf" href=\"(?!{_SAFE})", re.ASCII), regex(rf" src=\"(?!{_SAFE})", re.ASCII))
_LINK: Final = regex("</?a(?=[ >])")


def finished(html: str) -> str | None:
    """``html``, which holds nothing that an author wrote as HTML, as the sanitiser would write it.

    None where that is not certain.
    """
    if "\xa0" in html or _ENTITY.search(html) or any(address.search(html) for address in _REFUSED):
        return None
    inner = False
    for tag in _LINK.finditer(html):
        if inner is (tag[0] == "<a"):
            return None
        inner = not inner
    return html.replace("&#160;", "&nbsp;")

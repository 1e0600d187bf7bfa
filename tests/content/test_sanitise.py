"""Raw HTML: nothing active survives, everything that is taken out is reported, all else stays as it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from engine_differences import expected
from fragments import as_html, both, problems, render, to_html
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolshelf.content.policy import safe_target

ATTACKS = [
    "<script>alert(1)</script>",
    "a <script src=//x.example></script> b",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "a <img src=x oNeRrOr = 'alert(1)'>",
    "<svg onload=alert(1)></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='x.swf'></object>",
    "<embed src='x.swf'>",
    "<form action='https://x.example'><input name=a></form>",
    "<button formaction='javascript:alert(1)'>a</button>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<div style='background:url(javascript:alert(1))'>a</div>",
    "<a href='javascript:alert(1)'>a</a>",
    "<a href=' \x01javascript:alert(1)'>a</a>",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<a href='&#106;avascript:alert(1)'>a</a>",
    "<a href='jav&#x0A;ascript:alert(1)'>a</a>",
    "<a href='vbscript:x'>a</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,x)",
    "![a](javascript:alert(1))",
    "[a]\n\n[a]: javascript:alert(1)",
    "*a*{: onclick=\"alert(1)\"}",
    "a\n{: onmouseover=\"alert(1)\"}",
    "# a {: style=\"x\"}",
    "[a](b){: href=\"javascript:alert(1)\"}",
    "<base href='https://x.example/'>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<link rel=stylesheet href='https://x.example'>",
    "<video src='javascript:alert(1)'></video>",
    "<video poster='javascript:alert(1)'></video>",
    "<blockquote cite='javascript:alert(1)'>a</blockquote>",
    "<details ontoggle=alert(1) open>a</details>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<div><a href=\"x\"onclick=alert(1)>a</a></div>",
    "<p align=center><font color=red>a</font></p>",
    "<marquee onstart=alert(1)>a</marquee>",
    "<b zqx=\"='a onmouseover=alert(1) \" zqxonload=alert(1)>a</b>",
]  # fmt: skip
ACTIVE = re.compile(
    r"<(?:script|style|iframe|object|embed|svg|math|form|button|base|meta|link|template|marquee|font)\b"
    r"|<[^<>]*\s(?:on\w+|style|srcdoc|formaction|align)\s*=|(?:href|src|poster|cite)=\"\s*(?:java|vb|data)",
    re.I,
)


@both
@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_active_survives_and_the_author_is_told(text, engine):
    assert not ACTIVE.search(as_html(render(text, engine)))
    found = [problem for problem in problems(text, engine) if not problem.startswith("no-alternative-text")]
    assert found
    assert all(problem.startswith("removed-html 1:") for problem in found) or text.startswith(("[a]\n", "a\n"))


AROUND = (
    "\n",
    "\n\n",
    "- ",
    "> ",
    "# ",
    "    ",
    "`",
    "```\n",
    "*",
    "_",
    "[",
    "](",
    ")",
    "{: .a}",
    '{: onclick="x"}',
    "<b ",
    ">",
    '"',
    "'",
    "<!--",
    "-->",
    "<?",
    "?>",
    '<div markdown="1">\n',
    "</div>\n",
    "{{ page.bad }}",
    "{% include a %}",
    "|",
    "|-|\n",
    "[^1]",
    "[^1]: ",
    "&lt;",
    "<td>",
    '<a href="',
    "</a>",
    "<svg>",
    "<textarea>",
    "<noscript>",
    "<title>",
    "{::comment}\n",
)


class Hostile(HTMLParser):
    """What in a text could act, as a reader of HTML sees it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ACTIVE.match(f"<{tag} "):
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found.append(name)
            if name in ("href", "src", "poster", "cite") and not safe_target(value or ""):
                self.found.append(value or "")


@both
@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from((*ATTACKS, *AROUND)), max_size=14).map("".join))
@example('<a href="javascript:<p>_{% raw %}</div>')
def test_no_mixture_of_attacks_and_markdown_acts(engine, text):
    assert not Hostile(as_html(render(text, engine))).found


KEPT = [
    '<p id="a" class="b" lang="es" dir="rtl" title="c" role="note" aria-label="d">e</p>',
    '<details open=""><summary>a</summary><p>b</p></details>',
    '<table><thead><tr><th scope="col" colspan="2">a</th></tr></thead></table>',
    '<figure><img src="a.png" alt="b" width="1" height="2"><figcaption>c</figcaption></figure>',
    '<video src="a.mp4" controls="" width="3"><track src="b.vtt" kind="captions"></video>',
    '<picture><source srcset="a.webp" type="image/webp"><img src="a.png" alt=""></picture>',
    "<p><abbr title=\"a\">b</abbr> <kbd>c</kbd> <sub>d</sub> <sup>e</sup> <mark>f</mark> <time>g</time></p>",
    '<div><a href="tel:+1" rel="me" target="_blank">a</a></div>',
    "<blockquote><p>a</p><cite>b</cite></blockquote>",
]  # fmt: skip


@both
@pytest.mark.parametrize("html", KEPT)
def test_what_the_policy_names_stays_as_it_is(html, engine):
    assert to_html(html, engine) == expected(html, html, engine)
    assert not problems(html, engine)


REPORTED = [
    ("a\n\n<div>\n<center>b</center>\n</div>", "removed-html 4:1", "<center>"),
    ("a\n<b onclick='x'>c</b>", "removed-html 2:1", '"onclick" of <b>'),
    ("a\n\n`<script>`\n\n<script></script>", "removed-html 5:1", "<script>"),
    ("`[a](javascript:b)`\n[a](javascript:b)", "removed-html 2:5", "address"),
    ("<td>a</td>", "removed-html 1:1", "cannot stand in this place"),
]


@both
@pytest.mark.parametrize(("text", "found", "words"), REPORTED)
def test_a_removal_names_what_it_removed_at_its_place(text, found, words, engine):
    assert problems(text, engine) == [found]
    assert words in render(text, engine).problems[0].message


@both
def test_the_content_of_a_removed_element_stays_unless_it_is_no_text(engine):
    assert to_html("<center>a</center>\n\n<script>b</script>", engine) == "a"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(alphabet="jJaAvVsScCrRiIpPtT:\t\n\r \x00\x01&#;", max_size=24))
def test_a_target_is_safe_only_where_a_browser_sees_no_other_scheme(text):
    target = text + "javascript:alert(1)"
    stripped = re.sub(r"[\x00-\x20]", "", target).lower()
    if re.match(r"[a-z][a-z0-9+.-]*:", stripped):
        assert not safe_target(target)

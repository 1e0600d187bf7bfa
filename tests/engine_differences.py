"""Every difference between the two Markdown engines that is meant, by the text that shows it."""

from __future__ import annotations

from typing import NamedTuple

from toolshelf.content.engines import Engine


class Difference(NamedTuple):
    """What the gfm engine makes of a text that the other one reads in another way."""

    html: str
    reason: str


_TH = '<th scope="col">'
INTENDED = {
    "- a\n  > b": Difference(
        "<ul><li>a<blockquote><p>b</p></blockquote></li></ul>",
        "CommonMark 0.31, section 5.3: an item of a list without blank lines holds no paragraphs.",
    ),
    "a\nb\n===\nc": Difference(
        '<h1 id="a-b">ab</h1><p>c</p>',
        "CommonMark 0.31, section 4.3: a line break in a heading stays one, which a browser shows as a blank.",
    ),
    "a | b | c\n--- | ---\n1 | 2 | 3": Difference(
        "<p>a | b | c--- | ---1 | 2 | 3</p>",
        "GFM 0.29, section 4.10: where header and dashes differ in columns, there is no table.",
    ),
    "|a|\n|-|\n|`x\\|y` `p|q`|": Difference(
        f"<table><thead><tr>{_TH}a</th></tr></thead><tbody><tr><td><code>x|y</code> `p</td></tr></tbody></table>",
        "GFM 0.29, section 4.10: a pipe separates cells even in a code span, unless a backslash stands before it.",
    ),
    "[a](<b c.md>)": Difference(
        '<p><a href="b%20c.md">a</a></p>', "comrak writes a blank in an address as %20; both lead to the same file."
    ),
    '<video src="a.mp4" controls="" width="3"><track src="b.vtt" kind="captions"></video>': Difference(
        '<p><video src="a.mp4" controls="" width="3"><track src="b.vtt" kind="captions"></video></p>',
        "CommonMark 0.31, section 4.6: video begins no block unless its tag has a line for itself.",
    ),
    '<picture><source srcset="a.webp" type="image/webp"><img src="a.png" alt=""></picture>': Difference(
        '<p><picture><source srcset="a.webp" type="image/webp"><img src="a.png" alt=""></picture></p>',
        "CommonMark 0.31, section 4.6: picture begins no block unless its tag has a line for itself.",
    ),
    "[a](b c.md)": Difference(
        "<p>[a](b c.md)</p>",
        "CommonMark 0.31, section 6.3: an address outside <…> holds no blank; the author is warned in both engines.",
    ),
    '[a](b.md "c \\"d\\"")': Difference(
        '<p><a href="b.md" title="c &quot;d&quot;">a</a></p>',
        "CommonMark 0.31, section 2.4: a backslash before a quotation mark is no part of a title.",
    ),
    '<div>\n<div markdown="1">\n# a\n</div>\n</div>': Difference(
        '<div><div><h1 id="a">a</h1></div></div>',
        "The default engine leaves an element alone that says it holds Markdown, if other HTML stands right before it.",
    ),
    "***a***": Difference(
        "<p><em><strong>a</strong></em></p>", "CommonMark 0.31, section 6.2, rule 14: the emphasis is outside."
    ),
    "~a~": Difference("<p><del>a</del></p>", "GFM 0.29, section 6.5: one tilde strikes as two do."),
    "www.example.gov": Difference(
        '<p><a href="http://www.example.gov">www.example.gov</a></p>',
        "GFM 0.29, section 6.9: an address may begin with www.",
    ),
    "a@example.gov": Difference(
        '<p><a href="mailto:a@example.gov">a@example.gov</a></p>',
        "GFM 0.29, section 6.9: a bare mail address is a link.",
    ),
    "[^A]\n\n[^a]: b": Difference(
        '<p><sup id="fnref-a"><a aria-label="Footnote 1" class="footnote-ref" href="#fn-a"'
        ' role="doc-noteref">1</a></sup></p>'
        '<section aria-label="Footnotes" class="footnote" role="doc-endnotes"><hr><ol><li id="fn-a">'
        '<p>b&nbsp;<a aria-label="Back to reference 1" class="footnote-backref" href="#fnref-a"'
        ' role="doc-backlink">↩</a>'
        "</p></li></ol></section>",
        "On GitHub upper and lower case are alike in the label of a footnote.",
    ),
}


def expected(text: str, html: str, engine: Engine) -> str:
    """What ``engine`` makes of ``text``, ``html`` being what it makes of it unless a difference is meant."""
    return INTENDED[text].html if engine == "gfm" and text in INTENDED else html

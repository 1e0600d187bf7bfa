"""Laws of the references of a style sheet: all are found, and nothing but them changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolshelf.build import stylesheet

CASES = [
    ("a{background:url(x.png)}", ["x.png"]),
    ("a{background:URL( 'x y.png' )}", ["x y.png"]),
    ("@import 'other.css' screen; a{}", ["other.css"]),
    ("@import url(other.css) screen;", ["other.css"]),
    ("@font-face{src:url(a.woff2)format('woff2'),url(b.woff2)}", ["a.woff2", "b.woff2"]),
    ("@media print{a{background:image-set('a.png' 1x, url(b.png) 2x)}}", ["a.png", "b.png"]),
    ("a{background:linear-gradient(red,red),url(x.png)}", ["x.png"]),
    ("a{mask:url()}", []),
    ("a{content:'url(x.png)'} /* url(y.png) */ @charset 'utf-8'; b{c:format('d')}", []),
]


@pytest.mark.parametrize(("css", "expected"), CASES)
def test_references_are_found_and_text_that_looks_like_one_is_not(css: str, expected: list[str]):
    assert list(stylesheet.references(css)) == expected


@pytest.mark.parametrize(("css", "expected"), CASES)
def test_only_references_are_replaced(css: str, expected: list[str]):
    replaced = stylesheet.with_references(css, lambda reference: f"new/{reference}")
    assert list(stylesheet.references(replaced)) == [f"new/{reference}" for reference in expected]
    restored = stylesheet.with_references(replaced, lambda reference: reference.removeprefix("new/"))
    assert list(stylesheet.references(restored)) == expected
    if not expected:
        assert replaced == css.replace("'", '"')


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\f"), min_size=1))
def test_any_address_survives_being_written(address: str):
    css = stylesheet.with_references("a{background:url(old) no-repeat}", lambda _: address)
    assert stylesheet.references(css) == (address,)
    assert css.endswith(" no-repeat}")


def test_a_source_map_comment_goes_and_other_comments_stay():
    css = "/*! licence */a{}\n/*# sourceMappingURL=a.css.map */"
    assert stylesheet.with_references(css, str) == "/*! licence */a{}\n"

"""What is said of a picture in a text to people who cannot see it."""

from __future__ import annotations

import pytest
from fragments import problems, to_html

both = pytest.mark.parametrize("engine", ["markdown", "gfm"])
SILENT = [
    "![Alt text](team.jpg)", "![alt text.](team.jpg)", "![image](team.jpg)", "![Photo](team.jpg)",
    "![team.jpg](team.jpg)",
    "![team-2024_b](a/team-2024_b.jpg)", "![IMG_2041](team.jpg)", "![DSC01234.JPG](team.jpg)", "![other.png](team.jpg)",
    "![Team photo.jpg](Team%20photo.jpg)", '<img src="team.jpg" alt="placeholder">', "![Screenshot 2026-11-20](a.png)",
]  # fmt: skip
TELLING = [
    "![Three people at a bench](team.jpg)", "![FedRAMP](fedramp.svg)", "![Team](team.jpg)",
    "![An image of Mars](m.jpg)",
    "![Logo](x.svg)", '<img src="team.jpg" alt="The team of 2024">',
]  # fmt: skip
MISSING = [
    "![](team.jpg)",
    "![ ](team.jpg)",
    '<img src="team.jpg">',
    "[![](team.jpg)](a.md)",
    '![](team.jpg "A title")',
]
DECORATIVE = [
    '![](line.svg "decorative")', '![](line.svg "Decorative")', '<img src="line.svg" alt="">',
    '<img src="line.svg" alt="" role="presentation">', '<img src="line.svg" alt="" aria-hidden="true">',
    '<img src="line.svg" role="none">',
]  # fmt: skip


@both
@pytest.mark.parametrize("text", SILENT)
def test_a_text_that_stands_for_a_text_is_an_error(text, engine):
    """What editors, templates, cameras and other programs leave there."""
    assert [one.split()[0] for one in problems(text, engine)] == ["stand-in-text"]


@both
@pytest.mark.parametrize("text", TELLING)
def test_a_text_that_says_something_is_left_alone(text, engine):
    """However short."""
    assert not problems(text, engine)


@both
@pytest.mark.parametrize("text", MISSING)
def test_a_picture_without_a_text_is_a_warning(text, engine):
    """At its line."""
    assert [one.split(":")[0] for one in problems(text, engine)] == ["no-alternative-text 1"]


@both
@pytest.mark.parametrize("text", DECORATIVE)
def test_a_picture_that_is_marked_as_decoration_needs_none(text, engine):
    """The empty text is all that is left of the mark, as HTML wants it."""
    assert not problems(text, engine)
    html = to_html(text, engine)
    assert 'alt=""' in html
    assert not any(mark in html for mark in ("role", "title", "hidden"))


@both
@pytest.mark.parametrize("text", DECORATIVE)
def test_a_link_says_where_it_leads_and_decoration_does_not(text, engine):
    """WCAG 2.2, 2.4.4: with words beside it a picture may say nothing, and alone it may not."""
    assert [one.split(":")[0] for one in problems(f"[{text}](a.md)", engine)] == ["no-alternative-text 1"]
    assert not problems(f"[{text} More](a.md)", engine)

"""Laws of the tokens of a theme: they reach the style sheet, and what nobody could read is told at its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from coloraide import Color
from sites import lines, make

from toolshelf import places
from toolshelf.build.design_system import needed, node, prepare, supply, tokens
from toolshelf.sources.templates import default_folder

CHECKOUT = Path(__file__).parents[1]
PAGE = {"content/index.md": "---\ntitle: A\ndescription: B.\n---\nText.\n"}


def site(theme: str) -> dict[str, str]:
    return {**PAGE, "data/site.yml": f"title: S\nurl: https://s.example/\nlanguage: en\ntheme:\n{theme}"}


def styles(root: Path) -> str:
    (sheet,) = (root / "_site/assets/uswds/css").iterdir()
    return sheet.read_text("utf-8")


def test_tokens_are_compiled_once_and_reach_links_bands_and_headings(tmp_path, monkeypatch):
    theme = "  primary: green-cool-60v\n  band: green-cool-80\n  headings: public-sans\n"
    report = make(tmp_path / "one", site(theme))
    assert lines(report) == []
    css = styles(tmp_path / "one")
    found = tokens.colors(css)
    assert found["link"] in css.replace(f"--theme-link: {found['link']}", "")
    assert found["band"] != tokens.OURS["band"]
    assert found["font-headings"].startswith("Public Sans Web")
    assert "PublicSans-Bold" in css
    monkeypatch.setattr(node, "run", lambda *_: pytest.fail("prepared again"))
    assert lines(make(tmp_path / "two", site(theme))) == []
    assert styles(tmp_path / "two") == css


def test_without_tokens_nothing_is_compiled(tmp_path, monkeypatch):
    package = needed(supply(CHECKOUT, CHECKOUT)).package
    assert package is not None
    jobs = []
    run = node.run
    monkeypatch.setattr(node, "run", lambda job: jobs.append(job) or run(job))
    prepare.prepare(package.folder, tmp_path / "made", prepare.Use(("uswds/css/uswds.min.css",), (), ()), tmp_path)
    assert ["source" in job for job in jobs] == [False]


@pytest.mark.parametrize(
    ("theme", "told"),
    [
        (
            "  primary: gold-20v\n",
            "data/site.yml:5:12: error[contrast]: The color 'gold-20v' is too weak for links",
        ),
        ("  band: gold-20v\n", "data/site.yml:5:9: error[contrast]: The color 'gold-20v' is too weak for the title on"),
        ("  band_accent: red-60\n", "data/site.yml:5:16: error[contrast]: The color 'red-60' is too weak for the subt"),
        ("  band: red-99\n", "data/site.yml:5:9: error[theme]: The design system has no color or typeface 'red-99'."),
        (
            "  primary: rad-60\n",
            "data/site.yml:5:12: error[theme]: The design system has no color or typeface 'rad",
        ),
        ("  primary: '#fff'\n", "data/site.yml:5:12: error[schema]: 'theme': 'primary' is"),
        ("  text: comic\n", "data/site.yml:5:9: error[schema]: 'theme': 'text' is"),
    ],
)
def test_a_token_that_does_not_exist_or_cannot_be_read_is_told_at_its_line(tmp_path, theme: str, told: str):
    report = make(tmp_path, site(theme))
    assert report.published is None
    assert any(line.startswith(told) for line in lines(report)), lines(report)


@pytest.mark.parametrize("name", ["band", "band-accent", "band-text"])
def test_contrast_is_taken_with_the_colors_that_our_style_sheet_has(name: str):
    css = (default_folder() / "assets/css/toolshelf.css").read_text("utf-8")
    declared = re.search(rf"--toolshelf-{name}: (?:var\(--theme-{name}, )?(#\w+)", css)
    assert declared
    assert declared[1] == tokens.OURS[name]


def test_contrast_on_gray_is_taken_with_the_gray_of_the_banner():
    """Whatever is strong enough on it is so on the other light grounds of the design system."""
    styles = Path(places.CHECKOUT, places.DESIGN_SYSTEM, "dist/css/uswds.min.css").read_text("utf-8")
    pattern = r"\.%s\{[^}]*background-color:(#\w+)"
    grounds = {name: re.search(pattern % name, styles)[1] for name in ("usa-banner", "usa-summary-box")}
    assert grounds["usa-banner"] == tokens.OURS["gray"]
    text = Color("#d54309")
    assert text.contrast(grounds["usa-banner"]) <= text.contrast(grounds["usa-summary-box"]) <= text.contrast("white")


def test_contrast_on_dark_screens_is_taken_with_the_colors_that_they_have():
    css = (default_folder() / "assets/css/dark.css").read_text("utf-8")
    for name in ("paper", "shade"):
        assert f"--toolshelf-{name}: {tokens.OURS[f'dark-{name}']};" in css


def test_our_own_colors_are_strong_enough():
    own = {"link": "#005ea2", "link-hover": "#1a4480", "link-dark": "#97d4ea"}
    assert list(tokens.too_weak(own)) == []

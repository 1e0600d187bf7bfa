"""Which pages another one may speak of, told by paths."""

from __future__ import annotations

import pytest

from toolshelf.codec import FrozenDict
from toolshelf.index.vicinity import named, near, texts

SOURCES = [
    "content/index.md",
    "content/about.md",
    "content/plan/index.md",
    "content/plan/goals.md",
    "content/plan/steps/index.markdown",
    "content/plan/steps/first.md",
    "content/plan/steps/late/index.md",
    "content/plan/steps/late/last.md",
    "content/news/index.md",
    "content/news/today.md",
    "content/news/old/index.md",
    "content/news/old/first.md",
]


@pytest.mark.parametrize(
    ("path", "far"),
    [
        (
            "content/plan/steps/first.md",
            {"content/plan/goals.md", "content/plan/steps/late/last.md"}
            | {"content/news/today.md", "content/news/old/index.md", "content/news/old/first.md"},
        ),
        (
            "content/about.md",
            {"content/plan/goals.md", "content/plan/steps/index.markdown", "content/plan/steps/first.md"}
            | {"content/plan/steps/late/index.md", "content/plan/steps/late/last.md", "content/news/today.md"}
            | {"content/news/old/index.md", "content/news/old/first.md"},
        ),
    ],
)
def test_near_a_page_are_those_beside_and_above_it_at_the_top_and_the_heads_of_folders_there(path, far):
    assert set(SOURCES) - set(near([path], SOURCES)) == far


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("goals.md", "content/plan/goals.md"),
        ("goals", "content/plan/goals.md"),
        ("./goals.md#part", "content/plan/goals.md"),
        ("../about.md?x=1", "content/about.md"),
        ("../about/", "content/about.md"),
        ("../goals/", "content/plan/goals.md"),
        ("steps/", "content/plan/steps/index.markdown"),
        ("/news/today/", "content/news/today.md"),
        ("/news/today.md", "content/news/today.md"),
        ("/repo/news/", "content/news/index.md"),
        ("/", "content/index.md"),
        ("https://example.gov/news/", None),
        ("mailto:news@example.gov", None),
        ("http://[", None),
        ("#part", "content/plan/index.md"),  # as it is told by paths alone
    ],
)
def test_a_target_names_the_page_to_which_it_leads(target, found):
    """As it is written on a page at /plan/next/, under the base path /repo/ or without it."""
    paths = set(named([target], "content/plan/next.md", "/plan/next/", "/repo/", SOURCES))
    assert paths == ({found} if found else set())


def test_a_menu_holds_the_texts_of_all_its_entries():
    menu = ("/a/", FrozenDict({"text": "B", "url": "b.md", "children": (FrozenDict({"url": "/c/"}), 3)}), None)
    assert list(texts(menu)) == ["/a/", "B", "b.md", "/c/"]

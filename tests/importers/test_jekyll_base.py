"""The folder of a Jekyll site on its host: Toolshelf puts it before addresses by itself, once."""

from __future__ import annotations

import pytest
from sites import AS_OF

from toolshelf.importers.jekyll.base import text_below, value_below
from toolshelf.importing import GENERATORS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[x]({{ site.baseurl }}/b.html)", "[x](/b.html)"),
        ("[x]({{ site.url }}{{ site.baseurl }}/b.html)", "[x](https://e.gov/b/b.html)"),
        ("[x]({{ '/b.html' | prepend: site.baseurl | prepend: site.url }})", "[x](https://e.gov/b/b.html)"),
        ("[x]({{ '/b.html' | prepend: site.baseurl }})", "[x](/b.html)"),
        ("[x]({{ '/b.html' | absolute_url }})", "[x](/b.html)"),
        ("[x][1]\n\n[1]: {{ site.baseurl }}/b.html", "[x][1]\n\n[1]: /b.html"),
        ('<a href="{{ site.baseurl }}">x</a>', '<a href="/">x</a>'),
        ('<a href="{{ site.baseurl }}{% link b.md %}">x</a>', '<a href="/b.html">x</a>'),
        ("It is at {{ site.url }}{{ site.baseurl }}/.", "It is at https://e.gov/b/."),
    ],
)
def test_addresses_lead_where_they_led(tmp_path, written, read):
    """Those with a host keep the folder, and others get it by themselves."""
    (tmp_path / "_config.yml").write_text("url: https://e.gov\nbaseurl: /b\n", "utf-8")
    (tmp_path / "b.md").write_text("---\ntitle: B\n---\n", "utf-8")
    (tmp_path / "a.md").write_text(f"---\ntitle: A\n---\n{written}\n", "utf-8")
    page = GENERATORS["jekyll"](tmp_path, AS_OF).files["content/a.md"].decode()
    assert page.rpartition("---\n")[2].strip() == read


@pytest.mark.parametrize(
    ("value", "below"),
    [("/b/img/x.png", "/img/x.png"), ("/b", "/"), ("/book/x", "/book/x"), ("A /b/ c", "A /b/ c")],
)
def test_an_address_in_front_matter_begins_below_the_folder(value, below):
    """Other values stay as they are."""
    assert value_below(value, "/b") == below


@pytest.mark.parametrize(
    ("text", "below"),
    [("[x](/b)", "[x](/)"), ("[x](/b#y)", "[x](/#y)"), ("[x](/book)", "[x](/book)"), ("[x](/b/ 'y')", "[x](/ 'y')")],
)
def test_only_a_whole_name_is_the_folder(text, below):
    """What begins with the same letters is another."""
    assert text_below(text, "/b") == below

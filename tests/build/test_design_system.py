"""Laws of the prepared design system: whole, small, named by its bytes, and prepared once."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from fontTools.ttLib import TTFont
from msgspec.structs import replace
from sites import make

from toolshelf import reading
from toolshelf.build import design_system, fingerprint, stylesheet
from toolshelf.build.design_system import (
    DesignSystem,
    DesignSystemMissingError,
    Use,
    fonts,
    package,
    parts,
    prepare,
    store,
    use_of,
)
from toolshelf.places import DESIGN_SYSTEM, TOOLS
from toolshelf.sources.templates import TemplateSource, Theme, default_folder, load_theme

CHECKOUT = Path(__file__).parents[2]

STYLE = "uswds/css/uswds.min.css"
PIXEL = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
USE = Use((STYLE, "uswds/img/named.svg"), ("usa-used",), ())


@pytest.fixture(scope="module")
def ours() -> Use:
    """What the templates that come with Toolshelf use."""
    use = use_of(load_theme({}, Path("elsewhere")), supplied(CHECKOUT).vocabulary())
    assert use is not None
    return use


@pytest.fixture(scope="module")
def installed(ours: Use) -> DesignSystem:
    return supplied(CHECKOUT).prepared(ours)


def supplied(root: Path, checkout: Path | None = None) -> design_system.Supply:
    return design_system.needed(design_system.supply(root, checkout or root))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a very small design system of version 9.9.9, and with what prepares it."""
    folder = tmp_path / DESIGN_SYSTEM
    (folder / "dist/css").mkdir(parents=True)
    (folder / "dist/img").mkdir()
    for name in ("only-styles", "named", "nobody"):
        (folder / f"dist/img/{name}.svg").write_bytes(PIXEL)
    sheet = ".usa-used{mask:url(../img/only-styles.svg#x)}.usa-idle{color:red}.usa-table,.is-open{color:blue}"
    (folder / "dist" / package.STYLES).write_text(sheet, encoding="utf-8")
    (folder / package.LICENSE).write_text("Public domain", encoding="utf-8")
    (folder / "package.json").write_text(json.dumps({"version": "9.9.9"}), encoding="utf-8")
    for tool in TOOLS:
        (tmp_path / tool).symlink_to(CHECKOUT / tool)
    return tmp_path


def styles_of(system: DesignSystem) -> str:
    return system.files[system.manifest[STYLE].path].read_text(encoding="utf-8")


def test_every_reference_of_a_published_style_sheet_is_published(installed: DesignSystem):
    asset = installed.manifest[STYLE]
    references = stylesheet.references(styles_of(installed))
    assert len([reference for reference in references if reference]) > 20
    targets = {normpath(join(dirname(asset.path), reference.partition("#")[0])) for reference in references}
    assert targets - installed.files.keys() == set()


def test_every_file_is_named_by_its_bytes_and_has_their_integrity_value(installed: DesignSystem):
    for name, asset in installed.manifest.items():
        data = installed.files[asset.path].read_bytes()
        assert asset.path == f"assets/{fingerprint.fingerprinted(name, data)}"
        assert asset.integrity == fingerprint.integrity(data)


def test_a_site_publishes_a_small_part_of_the_package(installed: DesignSystem):
    assert len(installed.files) < 60
    assert sum(file.stat().st_size for file in installed.files.values()) < 600_000
    whole = (CHECKOUT / DESIGN_SYSTEM / "dist" / package.STYLES).read_bytes()
    assert len(gzip.compress(styles_of(installed).encode())) < len(gzip.compress(whole)) / 4


def test_no_published_file_names_a_source_map(installed: DesignSystem):
    texts = [path for path in installed.files.values() if path.suffix in {".css", ".js"}]
    assert [path.name for path in texts if b"sourceMappingURL" in path.read_bytes()] == []


def test_whatever_our_templates_name_is_prepared(installed: DesignSystem):
    named = {
        match
        for template in default_folder().rglob("*.html")
        for match in re.findall(r"""asset\(["'](uswds/[^"']+)["']\)""", template.read_text(encoding="utf-8"))
    }
    assert named
    assert named - installed.manifest.keys() == set()


def test_what_only_the_style_sheet_names_is_added_and_what_nobody_names_is_not(checkout: Path):
    system = supplied(checkout).prepared(USE)
    assert system.manifest.keys() == {STYLE, "uswds/img/named.svg", "uswds/img/only-styles.svg"}
    icon = Path(system.manifest["uswds/img/only-styles.svg"].path).name
    assert f'url("../img/{icon}#x")' in styles_of(system)


def test_styles_stay_that_templates_name_that_authors_may_use_and_that_scripts_set(checkout: Path):
    system = supplied(checkout).prepared(USE)
    assert re.findall(r"\.[a-z-]+(?=[,{])", styles_of(system)) == [".usa-used", ".usa-table", ".is-open"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('<p class="usa-used">', True),
        ("<p class=usa-used>", True),
        ("{% set class = 'usa-used' %}", True),
        ("Read about usa-used.", True),
        ('<p class="usa-used-up">', False),
        ('<p class="usa-{{ kind }}">', False),
    ],
)
def test_a_template_uses_the_styles_that_it_names_whole(text: str, found: bool):
    theme = Theme({"page.html": TemplateSource(f"uswds/ {text}", "page.html")}, {}, ())
    assert use_of(theme, frozenset({"usa-used"})) == Use(("uswds/",), ("usa-used",) if found else (), ())


def test_only_another_use_prepares_anew(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    first = supplied(checkout).prepared(USE)
    assert supplied(checkout).prepared(replace(USE, words=("usa-idle",))).folder != first.folder
    monkeypatch.setattr(prepare, "prepare", lambda *_: pytest.fail("prepared again"))
    assert supplied(checkout).prepared(USE) == first


def test_another_version_is_prepared_anew_and_a_damaged_file_is_mended(checkout: Path):
    first = supplied(checkout).prepared(USE)
    file = first.files[first.manifest[STYLE].path]
    whole = file.read_bytes()
    for damage in (whole[:-1], whole[:-1] + b"?"):
        file.write_bytes(damage)
        assert supplied(checkout).prepared(USE) == first
        assert file.read_bytes() == whole
    (checkout / DESIGN_SYSTEM / "package.json").write_text('{"version": "9.9.10"}', encoding="utf-8")
    assert supplied(checkout).prepared(USE).folder != first.folder


@pytest.mark.parametrize("last", [1, 2, 4])
def test_a_build_that_was_killed_while_preparing_is_named_and_leaves_nothing_behind(checkout: Path, last: int):
    """SIGKILL at the write of the ``last`` file; the next build prepares anew."""
    killed = f"""
import os, signal, sys
from pathlib import Path
from toolshelf.build.design_system import Use, supply
write, left = Path.write_bytes, [{last}]
def dying(self, data):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, data)
Path.write_bytes = dying
supply(Path(sys.argv[1]), Path(sys.argv[1])).prepared({USE!r})
"""
    done = subprocess.run([sys.executable, "-c", killed, checkout], cwd=CHECKOUT, check=False)
    assert done.returncode == -signal.SIGKILL
    system = supplied(checkout).prepared(USE)
    assert "was stopped" in system.notes[0]
    assert [path.name for path in system.folder.parent.iterdir()] == [system.folder.name]
    assert supplied(checkout).prepared(USE).notes == ()


def test_the_design_system_of_the_site_comes_before_that_of_the_engine(checkout: Path, tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    assert supplied(site, checkout).prepared(USE).folder.is_relative_to(checkout)
    shutil.copytree(checkout / "node_modules", site / "node_modules", symlinks=True)
    assert supplied(site, checkout).prepared(USE).folder.is_relative_to(site)


def test_without_a_design_system_one_sentence_says_what_to_run(tmp_path: Path):
    with pytest.raises(DesignSystemMissingError, match=r"make setup"):
        supplied(tmp_path)


@pytest.mark.parametrize(
    ("tool", "use"),
    [
        ("esbuild", Use((STYLE, "uswds/js/page.js"), (), ())),
        ("purgecss", USE),
        ("sass-embedded", replace(USE, tokens=(("primary", "red-60"),))),
    ],
)
def test_without_what_prepares_it_one_sentence_says_what_is_missing_and_what_to_run(checkout: Path, tool: str, use):
    (checkout / "node_modules" / tool).unlink()
    with pytest.raises(DesignSystemMissingError, match=f"'{tool}'.*make setup") as caught:
        supplied(checkout).prepared(use)
    assert "\n" not in str(caught.value)


def test_without_node_one_sentence_says_what_to_run(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(DesignSystemMissingError, match=r"Node\.js, which is not installed: run `make setup`"):
        supplied(checkout).prepared(USE)


def test_a_package_that_lacks_a_file_is_said_to_lack_it(checkout: Path):
    (checkout / DESIGN_SYSTEM / "dist" / "img" / "only-styles.svg").unlink()
    with pytest.raises(DesignSystemMissingError, match=r"img/only-styles\.svg"):
        supplied(checkout).prepared(USE)


def test_a_wheel_carries_the_styles_of_our_templates_and_all_of_them_for_other_templates(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    packed = tmp_path / "packed"
    packed.mkdir()
    monkeypatch.setattr(store, "PACKED", packed)
    monkeypatch.setattr(store, "use_of", lambda *_: USE)
    monkeypatch.setattr(store, "_OTHERS", ("uswds/img/nobody.svg",))
    store.pack(supplied(checkout), packed)
    wheel = supplied(tmp_path / "site")
    assert wheel.vocabulary() == supplied(checkout).vocabulary()
    assert "usa-idle" not in styles_of(wheel.prepared(USE))
    other = styles_of(wheel.prepared(replace(USE, words=("usa-idle",))))
    assert "usa-idle" in other
    assert "usa-used" in other
    named = wheel.prepared(replace(USE, files=(*USE.files, "uswds/img/nobody.svg"))).manifest
    assert "uswds/img/nobody.svg" in named


@pytest.mark.parametrize("name", ["merriweather/Latin-Merriweather-Bold", "public-sans/PublicSans-Italic"])
def test_a_slim_font_is_the_same_every_time_and_has_every_character(name: str):
    data = (CHECKOUT / DESIGN_SYSTEM / f"dist/fonts/{name}.woff2").read_bytes()
    slim = fonts.slim(data)
    assert fonts.slim(data) == slim
    assert len(slim) < 0.7 * len(data)
    assert TTFont(BytesIO(slim)).getBestCmap().keys() == TTFont(BytesIO(data)).getBestCmap().keys()


FACE = "@font-face{{font-family:F;font-style:{style};font-weight:{weight};font-display:fallback;src:url(x.woff2)}}"


@pytest.mark.parametrize(
    ("style", "weight", "stays"),
    [
        ("normal", 400, True),
        ("italic", 700, True),
        ("normal", 300, True),
        ("italic", 300, False),
        ("normal", 900, False),
    ],
)
def test_a_face_stays_where_a_style_asks_for_it_and_never_moves_what_is_drawn(style: str, weight: int, stays: bool):
    css = fonts.with_faces_in_use(FACE.format(style=style, weight=weight) + "a{font-weight:300}")
    assert ("@font-face" in css) == ("font-display:optional" in css) == stays


def test_parts_are_made_once_and_anew_where_they_were_damaged(tmp_path: Path):
    made = []

    def make() -> bytes:
        made.append(1)
        return b"made"

    file = tmp_path / "parts/one"
    assert [parts.kept(file, make) for _ in range(3)] == [b"made"] * 3
    file.write_bytes(b"mad")
    assert parts.kept(file, make) == b"made"
    assert len(made) == 2


def test_each_component_of_the_bundles_is_bound_once():
    components = Counter(each for bundle in prepare.SCRIPTS.values() for each in bundle)
    assert [name for name, times in components.items() if times > 1] == []


BARE = {"base.html": "{% block main %}{% endblock %}", "page.html": '{% extends "base.html" %}'}


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        ({}, False),
        ({"base.html": '{{ asset("uswds/css/uswds.min.css").url }}'}, True),
        ({"parts/head.html": '{{ asset("uswds/css/uswds.min.css").url }}'}, False),
        ({"parts/head.html": "uswds/", "base.html": '{% include "parts/head.html" %}'}, True),
        ({"parts/head.html": "uswds/", "base.html": '{% from "parts/head.html" import part %}'}, True),
        ({"parts/head.html": "uswds/", "base.html": '{% include ["none.html", "parts/head.html"] %}'}, True),
        ({"parts/one.html": "uswds/", "parts/two.html": '{% include "parts/one.html" %}'}, False),
        (
            {
                "parts/one.html": "uswds/",
                "parts/two.html": '{% include "parts/one.html" %}',
                "page.html": '{% include "parts/two.html" %}',
            },
            True,
        ),
        ({"parts/head.html": "uswds/", "page.html": "{% include page.part %}"}, True),
        ({"includes/list.html": "uswds/"}, True),
        ({"assets/css/own.css": "a { background: url(../../uswds/img/sprite.svg) }"}, True),
        ({"assets/js/own.js": "// uswds/"}, False),
        ({"broken.html": "{% if %}"}, False),
    ],
)
def test_a_theme_uses_the_design_system_where_something_it_draws_with_names_a_file_of_it(templates, expected):
    """Parts that nothing draws with do not count; one that is named while rendering may be any."""
    theme = Theme(
        {name: TemplateSource(text, name) for name, text in {**BARE, **templates}.items() if "assets/" not in name},
        {name.removeprefix("assets/"): text.encode() for name, text in templates.items() if "assets/" in name},
        (),
    )
    assert (use_of(theme, frozenset()) is not None) is expected


def test_a_site_with_a_theme_of_its_own_needs_no_design_system_and_publishes_none(tmp_path, monkeypatch):
    """Its base.html is enough: what else comes with Toolshelf draws within it."""
    monkeypatch.setattr(reading, "supply", lambda *_: None)
    files = {"content/a.md": "---\ntitle: A\ntags: x\n---\nText.\n"}
    with pytest.raises(DesignSystemMissingError):
        make(tmp_path / "plain", files)
    report = make(tmp_path / "own", {**files, "templates/base.html": "<title>{{ page.title }}</title>"})
    assert report.published is not None, report.problems
    assert not (tmp_path / "own/_site/assets/uswds").exists()

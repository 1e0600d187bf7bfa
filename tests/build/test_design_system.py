"""Laws of the prepared design system: whole, small, named by its bytes, and prepared once."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from posixpath import dirname, join, normpath

import pytest
from sites import make

from toolshelf import understanding
from toolshelf.build import design_system, fingerprint, stylesheet
from toolshelf.build.design_system import DesignSystem, DesignSystemMissingError
from toolshelf.build.design_system_use import uses_design_system
from toolshelf.sources.templates import TemplateSource, Theme

CHECKOUT = Path(__file__).parents[2]

STYLE = "uswds/css/uswds.min.css"
PIXEL = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture(scope="module")
def installed() -> DesignSystem:
    return design_system.prepared(CHECKOUT, CHECKOUT)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a very small design system of version 9.9.9."""
    package = tmp_path / design_system.PACKAGE
    for name in (*design_system.FILES, "img/only-styles.svg", "img/nobody.svg"):
        (package / "dist" / name).parent.mkdir(parents=True, exist_ok=True)
        (package / "dist" / name).write_bytes(PIXEL)
    for style in design_system.STYLES:
        (package / "dist" / style).parent.mkdir(parents=True, exist_ok=True)
        (package / "dist" / style).write_text("a{mask:url(../img/only-styles.svg#x)}", encoding="utf-8")
    (package / design_system.LICENSE).write_text("Public domain", encoding="utf-8")
    (package / "package.json").write_text(json.dumps({"version": "9.9.9"}), encoding="utf-8")
    return tmp_path


def test_every_reference_of_a_published_style_sheet_is_published(installed: DesignSystem):
    asset = installed.manifest[STYLE]
    references = stylesheet.references(installed.files[asset.path].read_text(encoding="utf-8"))
    assert len(references) > 40
    targets = {normpath(join(dirname(asset.path), reference.partition("#")[0])) for reference in references}
    assert targets - installed.files.keys() == set()


def test_every_file_is_named_by_its_bytes_and_has_their_integrity_value(installed: DesignSystem):
    for name, asset in installed.manifest.items():
        data = installed.files[asset.path].read_bytes()
        assert asset.path == f"assets/{fingerprint.fingerprinted(name, data)}"
        assert asset.integrity == fingerprint.integrity(data)


def test_a_site_publishes_a_small_part_of_the_package(installed: DesignSystem):
    assert len(installed.files) < 80
    assert sum(file.stat().st_size for file in installed.files.values()) < 1_300_000


def test_no_published_file_names_a_source_map(installed: DesignSystem):
    texts = [path for path in installed.files.values() if path.suffix in {".css", ".js"}]
    assert [path.name for path in texts if b"sourceMappingURL" in path.read_bytes()] == []


def test_whatever_our_templates_name_is_prepared(installed: DesignSystem):
    named = {
        match
        for template in (CHECKOUT / "templates").rglob("*.html")
        for match in re.findall(r"""asset\(["'](uswds/[^"']+)["']\)""", template.read_text(encoding="utf-8"))
    }
    assert named
    assert named - installed.manifest.keys() == set()


def test_what_only_the_style_sheet_names_is_added_and_what_nobody_names_is_not(checkout: Path):
    system = design_system.prepared(checkout, checkout)
    assert "uswds/img/only-styles.svg" in system.manifest
    assert "uswds/img/nobody.svg" not in system.manifest
    icon = Path(system.manifest["uswds/img/only-styles.svg"].path).name
    assert f'url("../img/{icon}#x")' in system.files[system.manifest[STYLE].path].read_text(encoding="utf-8")


def test_preparing_happens_once(checkout: Path, monkeypatch: pytest.MonkeyPatch):
    first = design_system.prepared(checkout, checkout)
    monkeypatch.setattr(design_system, "prepare", lambda *_: pytest.fail("prepared again"))
    assert design_system.prepared(checkout, checkout) == first


def test_another_version_is_prepared_anew_and_a_damaged_file_is_mended(checkout: Path):
    first = design_system.prepared(checkout, checkout)
    file = first.files[first.manifest[STYLE].path]
    whole = file.read_bytes()
    for damage in (whole[:-1], whole[:-1] + b"?"):
        file.write_bytes(damage)
        assert design_system.prepared(checkout, checkout) == first
        assert file.read_bytes() == whole
    (checkout / design_system.PACKAGE / "package.json").write_text('{"version": "9.9.10"}', encoding="utf-8")
    assert design_system.prepared(checkout, checkout).folder != first.folder


@pytest.mark.parametrize("last", [1, 5, len(design_system.FILES) + 2])
def test_a_build_that_was_killed_while_preparing_is_named_and_leaves_nothing_behind(checkout: Path, last: int):
    """SIGKILL at the write of the ``last`` file; the next build prepares anew."""
    killed = f"""
import os, signal, sys
from pathlib import Path
from toolshelf.build import design_system
write, left = Path.write_bytes, [{last}]
def dying(self, data):
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(self, data)
Path.write_bytes = dying
design_system.prepared(Path(sys.argv[1]), Path(sys.argv[1]))
"""
    done = subprocess.run([sys.executable, "-c", killed, checkout], cwd=CHECKOUT, check=False)
    assert done.returncode == -signal.SIGKILL
    system = design_system.prepared(checkout, checkout)
    assert "was stopped" in system.notes[0]
    assert [path.name for path in system.folder.parent.iterdir()] == [system.folder.name]
    assert design_system.prepared(checkout, checkout).notes == ()


def test_the_design_system_of_the_site_comes_before_that_of_the_engine(checkout: Path, tmp_path_factory):
    site = tmp_path_factory.mktemp("site")
    assert design_system.prepared(site, checkout).folder.is_relative_to(checkout)
    shutil.copytree(checkout / "node_modules", site / "node_modules")
    assert design_system.prepared(site, checkout).folder.is_relative_to(site)


def test_without_a_design_system_one_sentence_says_what_to_run(tmp_path: Path):
    with pytest.raises(DesignSystemMissingError, match=r"make setup"):
        design_system.prepared(tmp_path, tmp_path)


def test_a_package_that_lacks_a_file_is_said_to_lack_it(checkout: Path):
    (checkout / design_system.PACKAGE / "dist" / "img" / "only-styles.svg").unlink()
    with pytest.raises(DesignSystemMissingError, match=r"img/only-styles\.svg"):
        design_system.prepared(checkout, checkout)


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
    assert uses_design_system(theme) is expected


def test_a_site_with_a_theme_of_its_own_needs_no_design_system_and_publishes_none(tmp_path, monkeypatch):
    """Its base.html is enough: what else comes with Toolshelf draws within it."""

    def missing(*_: Path) -> DesignSystem:
        raise DesignSystemMissingError("it is not installed")

    monkeypatch.setattr(understanding, "prepared", missing)
    files = {"content/a.md": "---\ntitle: A\ntags: x\n---\nText.\n"}
    with pytest.raises(DesignSystemMissingError):
        make(tmp_path / "plain", files)
    report = make(tmp_path / "own", {**files, "templates/base.html": "<title>{{ page.title }}</title>"})
    assert report.published is not None, report.problems
    assert not (tmp_path / "own/_site/assets/uswds").exists()

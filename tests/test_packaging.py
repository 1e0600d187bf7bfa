"""Laws of the set-up: locks that hold everywhere, a whole wheel, and one sentence where packages are missing."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from toolshelf.build.design_system.package import LICENSE

CHECKOUT = Path(__file__).parents[1]

LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")
PIN = re.compile(r"^([\w.-]+)==(\S+)( ; .*?)? \\$", re.MULTILINE)


def read(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def normalized(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {normalized(re.split(r"[<>=;\[ ]", requirement)[0]) for requirement in requirements}


def pins(name: str) -> dict[str, str]:
    return {project: version for project, version, _ in PIN.findall(read(name))}


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json", "package.json", ".npmrc", "pyproject.toml", "Makefile"])
def test_no_file_of_the_set_up_names_an_address_or_a_folder_of_a_machine(name: str):
    assert re.findall(r"https?:|file:|(?<![\w.])/(?:home|root|work|opt|tmp|Users)/", read(name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str):
    entries = [entry for entry in re.split(r"^(?=[\w.-]+==)", read(name), flags=re.MULTILINE) if "==" in entry]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_locked_npm_package_has_an_integrity_value():
    packages = json.loads(read("package-lock.json"))["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_tests_run_with_the_packages_that_sites_are_built_with():
    site, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert site
    assert {name: dev.get(name) for name in site} == site


def test_every_declared_dependency_is_locked():
    project = tomllib.loads(read("pyproject.toml"))
    assert names(project["project"]["dependencies"]) <= pins("requirements.txt").keys()
    assert names(project["dependency-groups"]["dev"]) <= pins("requirements-dev.txt").keys()
    assert names(project["dependency-groups"]["node"]) <= pins("requirements-node.txt").keys()


def test_whatever_the_engine_imports_is_declared_and_not_borrowed_from_another_package():
    modules = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name).partition(".")[0]
        for file in (CHECKOUT / "toolshelf").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.level == 0 and node.module)
        for alias in node.names
    }
    packages = importlib.metadata.packages_distributions()
    imported = {
        frozenset(normalized(name) for name in packages[module])
        for module in modules - sys.stdlib_module_names - {"toolshelf"}
    }
    declared = names(tomllib.loads(read("pyproject.toml"))["project"]["dependencies"])
    assert imported
    assert [sorted(distributions) for distributions in imported if not distributions & declared] == []


def test_every_test_module_is_collected(pytestconfig: pytest.Config):
    passed_over = pytestconfig.getini("norecursedirs")
    folders = {file.parent for file in (CHECKOUT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if any(folder.match(pattern) for pattern in passed_over)] == []


def test_without_the_packages_build_says_in_one_sentence_what_to_run(tmp_path: Path):
    answer = subprocess.run(
        [sys.executable, "-S", CHECKOUT / "build.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr.count("\n") == 1
    assert "run `make setup`" in answer.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--wheel-dir", folder, CHECKOUT], cwd=folder, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_modules_schemas_templates_and_the_prepared_design_system_and_nothing_else(wheel: Path):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.split("/")[0].endswith(".dist-info")}
        manifests = {
            part: json.loads(archive.read(f"toolshelf/design_system/{part}/manifest.json"))
            for part in ("reduced", "whole")
        }
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "toolshelf", "templates"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    ours = {name if name.startswith("toolshelf/") else f"toolshelf/{name}" for name in tracked}
    prepared = {
        f"toolshelf/design_system/{part}/{name}"
        for part, manifest in manifests.items()
        for name in ("manifest.json", LICENSE, *(asset["path"] for asset in manifest.values()))
    }
    assert names == ours | prepared | {"toolshelf/design_system/words.json"}


def test_the_installed_command_builds_a_site_with_nothing_but_the_wheel(wheel: Path, tmp_path: Path):
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    install = [sys.executable, "-m", "pip", "--python", environment, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*install, wheel], check=True, capture_output=True)
    root = tmp_path / "site"
    (root / "data").mkdir(parents=True)
    (root / "data" / "site.yml").write_text(
        "title: An office\nurl: https://example.gov\nlanguage: en\n", encoding="utf-8"
    )
    (root / "content").mkdir()
    (root / "content" / "index.md").write_text("# Welcome\n\nText.\n", encoding="utf-8")
    # The packages that the wheel depends on are borrowed from the environment of the tests.
    borrowed = {"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": str(scripts)}
    built = subprocess.run(
        [scripts / "toolshelf", "build", "--root", root, "--executor", "processes"],
        cwd=tmp_path,
        env=borrowed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    assert "Welcome" in (root / "_site" / "index.html").read_text(encoding="utf-8")
    assert list((root / "_site" / "assets" / "uswds" / "css").glob("uswds.min.*.css"))

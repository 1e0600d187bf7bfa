"""What tests share: a browser and the Nu checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from availability import unavailable

CHECKOUT = Path(__file__).parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's own Chromium for the fixtures of pytest-playwright (``page``, ``context``, ``browser``)."""
    executable = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if executable is None:
        unavailable("Chromium is not installed")
    return {
        **browser_type_launch_args,
        "executable_path": executable,
        "args": ["--disable-gpu", "--disable-quic", "--disable-sync"],
    }


@pytest.fixture(scope="session")
def nu_findings() -> Callable[[Path], list[str]]:
    """A function that gives every error of the Nu HTML checker in the pages under a folder, with file and line."""
    jar = CHECKOUT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.is_file():
        unavailable("The Nu checker is not installed (make test installs it)")
    java = shutil.which("java")
    if java is None:
        unavailable("Java is not installed")

    def findings(folder: Path) -> list[str]:
        checked = subprocess.run(
            [java, "-jar", jar, "--skip-non-html", "--format", "json", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        messages = json.loads(checked.stderr)["messages"]
        return [
            f"{message.get('url', folder)}:{message.get('lastLine', 0)}: {message['message']}"
            for message in messages
            if message["type"] != "info"
        ]

    return findings

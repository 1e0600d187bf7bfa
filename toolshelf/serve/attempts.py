"""Builds one after the other in a thread of their own, whenever somebody has rung since the last one began."""

from __future__ import annotations

import datetime
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from toolshelf.build.design_system import DesignSystemMissingError
from toolshelf.build.executors import Workers, WorkersLostError
from toolshelf.build.output import OutputRefused
from toolshelf.build.publish import PublishError
from toolshelf.data.configuration import CONFIGURATION, load_configuration
from toolshelf.pipeline import Project, Report, build
from toolshelf.problems import Problem


@dataclass(frozen=True, slots=True)
class Attempt:
    """One build, however it ended."""

    base_path: str
    """What addresses of the site begin with: "/" or "/repo-name/"."""
    seconds: float
    report: Report | None = None
    """None where the build was stopped."""
    stopped: str = ""
    """What stopped the build that is not the authors' doing: a sentence."""
    traceback: str = ""
    """Of a fault of ours."""

    @property
    def published(self) -> bool:
        """Whether the output is what the sources say."""
        return self.report is not None and self.report.published is not None

    @property
    def changed(self) -> bool:
        """Whether the output is another than before."""
        published = self.report and self.report.published
        return bool(published and (published.written or published.removed))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the output from being what the sources say; empty once it is published."""
        return self.report.problems if self.report and not self.published else ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built for the preview."""

    root: Path
    output: Path
    origin: str
    """Scheme, host and port: "http://127.0.0.1:8000"."""
    as_of: Callable[[], datetime.date]
    """The day to build for; asked before each build, because a preview may run past midnight."""


class Attempts(Thread):
    """Builds when rung, and once more where it was rung meanwhile; ``done`` is called in this thread."""

    def __init__(self, plan: Plan, done: Callable[[Attempt], None]) -> None:
        super().__init__(name="builds", daemon=True)
        self._plan = plan
        self._done = done
        self._bell = Event()
        self._over = False

    def ring(self) -> None:
        """Something may have changed: what it was is seen by the build itself."""
        self._bell.set()

    def stop(self, seconds: float) -> None:
        """Begin no other build, and wait up to ``seconds`` for the one at work."""
        self._over = True
        self._bell.set()
        if self.is_alive():
            self.join(seconds)

    def run(self) -> None:
        """Build until stopped."""
        while self._bell.wait() and not self._over:
            self._bell.clear()
            self._done(attempt(self._plan))


def attempt(plan: Plan) -> Attempt:
    """Build once; never raises."""
    begun = time.perf_counter()
    base_path = "/"
    report, stopped, trace = None, "", ""
    try:
        base_path = _base_path(plan.root)
        project = Project(
            root=plan.root,
            output=plan.output,
            base_url=plan.origin + base_path,
            as_of=plan.as_of(),
            drafts=True,
            cache=plan.output.with_name("build.db"),
        )
        with Workers() as workers:
            report = build(project, workers)
    except (OutputRefused, DesignSystemMissingError, PublishError, WorkersLostError) as refused:
        stopped = str(refused)
    except OSError as failed:
        named = f" “{failed.filename}”" if failed.filename else ""
        stopped = f"The system stopped this{named}: {failed.strerror or failed}."
    except Exception as fault:
        stopped = f"This is a bug in Toolshelf: please report it ({type(fault).__name__}: {fault})."
        trace = traceback.format_exc()
    return Attempt(base_path, time.perf_counter() - begun, report, stopped, trace)


def _base_path(root: Path) -> str:
    """The path of the configured address, so that a preview has the addresses of the published site."""
    file = root / CONFIGURATION
    config, _, _ = load_configuration(file.read_bytes() if file.is_file() else None)
    return urlsplit(str(config["url"])).path or "/"

"""Builds one after the other in a thread of their own, whenever somebody has rung since the last one began."""

from __future__ import annotations

import contextlib
import datetime
import gc
import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build.design_system import DesignSystemMissingError
from toolshelf.build.executors import Workers, WorkersLostError
from toolshelf.build.output import OutputRefused
from toolshelf.build.publish import PublishError
from toolshelf.build.warm import Warm
from toolshelf.data.configuration import CONFIGURATION, load_configuration
from toolshelf.pipeline import Project, Report, build
from toolshelf.problems import Problem
from toolshelf.serve.early import put_early


class Attempt(Struct, frozen=True):
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
    shown: frozenset[str] = frozenset()
    """The outputs that were shown before the build had ended."""

    @property
    def published(self) -> bool:
        """Whether the output is what the sources say."""
        return self.report is not None and self.report.published is not None

    @property
    def changed(self) -> bool:
        """Whether the output is another than before, or than was shown."""
        published = self.report and self.report.published
        return bool(published and (not self.shown.issuperset(published.written) or published.removed))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the output from being what the sources say; empty once it is published."""
        return self.report.problems if self.report and not self.published else ()


class Plan(Struct, frozen=True):
    """What is built for the preview."""

    root: Path
    output: Path
    origin: str
    """Scheme, host and port: "http://127.0.0.1:8000"."""
    as_of: Callable[[], datetime.date]
    """The day to build for; asked before each build, because a preview may run past midnight."""


class Attempts(Thread):
    """Builds when rung, and once more where it was rung meanwhile.

    In this thread ``done`` is called after each build, and ``shown`` where pages have changed before its end.
    """

    def __init__(self, plan: Plan, done: Callable[[Attempt], None], shown: Callable[[], None]) -> None:
        super().__init__(name="builds", daemon=True)
        self._plan = plan
        self._done = done
        self._shown = shown
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
        warm = Warm()
        try:
            while self._bell.wait() and not self._over:
                self._bell.clear()
                self._done(attempt(self._plan, warm, self._shown))
                gc.freeze()  # what is kept is no garbage, and to look through it takes longer than a page is edited
        finally:
            warm.end()


def attempt(plan: Plan, warm: Warm, tell: Callable[[], None]) -> Attempt:
    """Build once; never raises. ``tell`` is called where pages are shown before the end."""
    begun = time.perf_counter()
    base_path = "/"
    early: frozenset[str] = frozenset()

    def show(files: Mapping[str, bytes]) -> None:
        nonlocal early
        with contextlib.suppress(OSError):  # then it is shown once it is published
            early = put_early(plan.output, files)
        if early:
            tell()

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
            report = build(project, workers, warm=warm, shown=show)
        if early and report.published:
            written = tuple(sorted({*report.published.written, *early}))
            report = replace(report, published=replace(report.published, written=written))
    except (OutputRefused, DesignSystemMissingError, PublishError, WorkersLostError) as refused:
        stopped = str(refused)
    except OSError as failed:
        named = f" “{failed.filename}”" if failed.filename else ""
        stopped = f"The system stopped this{named}: {failed.strerror or failed}."
    except Exception as fault:
        stopped = f"This is a bug in Toolshelf: please report it ({type(fault).__name__}: {fault})."
        trace = traceback.format_exc()
    return Attempt(base_path, time.perf_counter() - begun, report, stopped, trace, early)


def _base_path(root: Path) -> str:
    """The path of the configured address, so that a preview has the addresses of the published site."""
    file = root / CONFIGURATION
    config, _, _ = load_configuration(file.read_bytes() if file.is_file() else None)
    return urlsplit(str(config["url"])).path or "/"

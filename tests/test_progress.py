"""The line that tells how far a long build has come."""

from __future__ import annotations

import io

import pytest

from toolshelf.cli.progress import Progress, is_watched


class Screen(io.StringIO):
    """What a terminal shows."""

    def __init__(self, is_terminal: bool = True) -> None:
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self) -> bool:
        return self.is_terminal

    @property
    def line(self) -> str:
        """Its last line, as it stands there after all that was written over it."""
        shown = ""
        for written in self.getvalue().split("\r"):
            shown = written + shown[len(written) :]
        return shown.rstrip()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_long_build_tells_how_far_it_has_come_and_leaves_nothing_behind(clock, monkeypatch):
    """Plain text, and each line over the one before, however long that was."""
    monkeypatch.setenv("COLUMNS", "80")
    screen = Screen()
    with Progress(screen, True, clock) as progress:
        clock.now = 2
        progress.tell("render", 3200, 10031)
        assert screen.line == "Rendering 3,200 of 10,031 pages"
        clock.now = 3
        progress.tell("parse", 7, 9)
        assert screen.line == "Reading 7 of 9 pages"
    assert screen.line == ""
    assert screen.getvalue().endswith("\r")
    assert "\x1b" not in screen.getvalue()


def test_a_short_build_says_nothing(clock):
    """Nobody could read it."""
    screen = Screen()
    with Progress(screen, True, clock) as progress:
        clock.now = 0.9
        progress.tell("render", 1, 2)
    assert screen.getvalue() == ""


def test_nothing_is_written_more_often_than_it_can_be_read(clock):
    """To write takes time, which belongs to the build."""
    screen = Screen()
    with Progress(screen, True, clock) as progress:
        for number in range(1000):
            clock.now = 2 + number / 1000
            progress.tell("render", number, 1000)
        assert screen.getvalue().count("Rendering") == 10


def test_a_stage_that_is_short_has_no_words(clock):
    """Only what takes long is told."""
    screen = Screen()
    with Progress(screen, True, clock) as progress:
        clock.now = 2
        progress.tell("scan", 1, 2)
    assert screen.getvalue() == ""


def test_a_line_is_never_broken_into_two(clock, monkeypatch):
    """What stands in two lines cannot be written over."""
    monkeypatch.setenv("COLUMNS", "12")
    screen = Screen()
    with Progress(screen, True, clock) as progress:
        clock.now = 2
        progress.tell("render", 3200, 10031)
        assert screen.line == "Rendering 3"


@pytest.mark.parametrize(
    ("is_terminal", "environment", "expected"),
    [
        (True, {}, True),
        (True, {"TERM": "xterm-256color", "NO_COLOR": "1"}, True),  # it has no colours
        (True, {"TERM": "dumb"}, False),
        (True, {"CI": "true"}, False),
        (False, {"TERM": "xterm"}, False),
    ],
)
def test_only_who_looks_at_a_terminal_sees_it(is_terminal: bool, environment: dict[str, str], expected: bool):
    """A log would hold every line."""
    assert is_watched(Screen(is_terminal), environment) is expected

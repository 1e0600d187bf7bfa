"""The stopwatch: every second belongs to one stage, and everything that is done is counted once."""

from __future__ import annotations

from toolshelf.build.timings import Stopwatch


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_every_second_belongs_to_the_stage_that_was_at_work():
    """Also where a stage goes on after another; the total is from beginning to end."""
    clock = Clock()
    watch = Stopwatch(clock=clock)
    clock.now += 0.5  # before any stage
    for stage, seconds in (("scan", 1), ("parse", 2), ("scan", 4), ("parse", 8)):
        watch.stage(stage)
        clock.now += seconds
    assert [(lap.stage, lap.seconds) for lap in watch.laps] == [("scan", 5), ("parse", 10), ("total", 15.5)]
    clock.now += 1  # the last stage goes on until somebody looks
    assert [(lap.stage, lap.seconds) for lap in watch.laps] == [("scan", 5), ("parse", 11), ("total", 16.5)]


def test_what_is_done_is_counted_and_told():
    """Things pass through unchanged, one by one."""
    told = []
    watch = Stopwatch(lambda *progress: told.append(progress))
    watch.stage("scan", 7)
    assert list(watch.each("render", "abc", 3)) == ["a", "b", "c"]
    assert list(watch.each("render", "de", 2)) == ["d", "e"]
    assert {lap.stage: lap.done for lap in watch.laps} == {"scan": 7, "render": 5, "total": 0}
    assert told == [("render", 1, 3), ("render", 2, 3), ("render", 3, 3), ("render", 1, 2), ("render", 2, 2)]


def test_what_is_done_in_the_midst_of_a_stage_belongs_to_another():
    """And then the stage goes on."""
    clock = Clock()
    watch = Stopwatch(clock=clock)
    watch.stage("index")
    clock.now += 1
    for _ in watch.each("parse", range(3), 3):
        clock.now += 2
    clock.now += 4
    assert [(lap.stage, lap.seconds) for lap in watch.laps] == [("index", 5), ("parse", 6), ("total", 11)]


def test_the_table_is_aligned():
    """Plain text, for people and for logs."""
    clock = Clock()
    watch = Stopwatch(clock=clock)
    for stage, seconds, done in (("scan", 0.25, 0), ("parse", 12, 10_031)):
        watch.stage(stage, done)
        clock.now += seconds
    assert str(watch) == (
        "stage  seconds   count\n"  #
        "scan      0.25\n"
        "parse    12.00  10,031\n"
        "total    12.25\n"
    )

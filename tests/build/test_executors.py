"""Who does the work makes no difference to what comes of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path

import pytest
import shuffling
from shuffling import Bare, Counted, Failing, Shuffled
from sites import CHECKOUT

from toolshelf.build.devoted import Rounds
from toolshelf.build.executors import ExecutorError, Workers, WorkersLostError, processors

MANY = 40
COST = 0.004
"""Seconds a thing, as workers are told."""
EXECUTORS = {
    "serial": lambda: "serial",
    "threads": lambda: "threads",
    "processes": lambda: "processes",
    "shuffled": Shuffled,
    "of the barest kind": Bare,
    "by its import path": lambda: "shuffling:Shuffled",
}


@pytest.mark.parametrize("batch", [0, 1, 3, MANY])
@pytest.mark.parametrize("executor", EXECUTORS)
def test_results_come_in_the_order_of_the_things(executor: str, batch: int):
    """Whoever does the work, in whatever batches, and however often somebody comes back for more."""
    with Workers(EXECUTORS[executor](), 2, batch) as workers:
        for count in (MANY, 1, 0):
            assert list(workers.share(shuffling.added, 100, range(count), count, COST)) == [
                100 + number for number in range(count)
            ]


def test_automatically_a_few_things_are_done_here_and_many_by_processes_that_stay():
    """A process takes longer to start than some pages take to be made."""
    here = (os.getpid(), threading.get_ident())
    with Workers(jobs=2) as workers:
        assert set(workers.share(shuffling.who, 0, range(20), 20, COST)) == {here}
        many = set(workers.share(shuffling.who, 0, range(1000), 1000, COST))
        again = set(workers.share(shuffling.who, 0, range(20), 20, COST))
        assert here not in many | again
        assert len(many | again) <= 2


def test_with_one_job_everything_is_done_here():
    """A single process would only cost its start."""
    with Workers(jobs=1) as workers:
        assert {one for one, _ in workers.share(shuffling.who, 0, range(1000), 1000, COST)} == {os.getpid()}


def test_no_more_is_read_than_is_given_out():
    """What is to be done may be large; it is read as results are taken."""
    read = []
    with Workers(Shuffled(), 2, 1) as workers:
        results = workers.share(
            shuffling.added, 0, (read.append(number) or number for number in range(1000)), 1000, COST
        )
        assert len(read) == 6
        next(results)
        assert len(read) == 7


def test_who_has_worked_on_something_is_given_it_again():
    """By its name, in whatever order it comes, as long as there is any of it; nothing is left to who is slow."""
    homes: dict[object, int] = {}

    def done_by(names: str, *, idle: int) -> dict[str, int]:
        workers: dict[str, int] = {}

        def submit(worker: int, batch: tuple[str, ...]) -> Future:
            workers.update(dict.fromkeys(batch, worker))
            future: Future = Future()
            if worker != idle:
                future.set_result(batch)
            else:
                late.append((future, batch))
            return future

        late: list[tuple[Future, tuple[str, ...]]] = []
        results = Rounds(names, names, homes, 2, 2).results(submit, Future.result)
        idle = -1  # The slow one has caught up: what it is given from here on is done at once.
        for future, batch in late:
            future.set_result(batch)
        assert "".join(results) == names
        return workers

    first = done_by("abcdefghijkl", idle=2)
    assert set(first.values()) == {0, 1}
    assert done_by("ljhfdbacegik", idle=2) == first
    taken = done_by("mnopqrstuvwxyzabcdefghijkl", idle=2)
    assert {name: homes[name] for name in first} == first
    assert taken.keys() == set("abcdefghijklmnopqrstuvwxyz")
    assert set(done_by("".join(name for name, worker in taken.items() if worker == 0), idle=0).values()) == {0, 1}


def test_a_worker_opens_what_all_batches_have_in_common_once():
    """It may be the whole site."""
    with Workers("processes", 2, 1) as workers:
        found = list(workers.share(shuffling.openings, Counted(), range(20), 20, COST))
    assert {opened for _, opened in found} == {1}
    with Workers("threads", 2, 1) as workers:
        Counted.opened = 0
        list(workers.share(shuffling.openings, Counted(), range(20), 20, COST))
    assert Counted.opened <= 2


@pytest.mark.parametrize("executor", EXECUTORS)
def test_what_the_work_raises_is_raised_here(executor: str):
    """A bug of ours is told as one, with the place where it happened."""
    with pytest.raises(LookupError, match="not 7") as raised, Workers(EXECUTORS[executor](), 2, 3) as workers:
        list(workers.share(shuffling.failing, 7, range(MANY), MANY, COST))
    told = [frame.name for frame in raised.traceback]
    assert "failing" in told or "in failing" in raised.value.__notes__[-1]


@pytest.mark.parametrize("executor", ["processes", "threads", "shuffled"])
def test_what_cannot_be_sent_is_told_in_other_words(executor: str):
    """Else the executor itself would be lost over it, and nobody would know of the bug."""
    with (
        pytest.raises(RuntimeError, match="UnportableError: one two") as raised,
        Workers(EXECUTORS[executor]()) as workers,
    ):
        list(workers.share(shuffling.unportable, 0, range(3), 3, COST))
    assert "in unportable" in raised.value.__notes__[-1]


def test_a_process_that_is_killed_is_told_in_one_sentence():
    """As by the system, for want of memory."""
    with (
        pytest.raises(WorkersLostError, match=r"was ended from outside.*--jobs 1\.$"),
        Workers("processes", 2, 3) as workers,
    ):
        list(workers.share(shuffling.dying, 30, range(MANY), MANY, COST))


def test_an_executor_that_fails_is_told_in_one_sentence():
    """It is not ours, so it is no bug of ours."""
    with (
        pytest.raises(WorkersLostError, match=r"\(ConnectionError: nobody answers\)\.$"),
        Workers(Failing()) as workers,
    ):
        list(workers.share(shuffling.added, 0, range(3), 3, COST))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (
            "threds",
            "There is no executor 'threds': choose auto, serial, threads or processes, or write module:factory.",
        ),
        (":factory", "There is no executor ':factory': choose "),
        ("no_such_module:factory", "(ModuleNotFoundError: No module named 'no_such_module')."),
        ("shuffling:nothing_like_it", "(AttributeError: module 'shuffling' has no attribute 'nothing_like_it')."),
        ("shuffling:not_a_factory", "it is not a function that makes one."),
        ("shuffling:broken_factory", "'shuffling:broken_factory' made no executor (ValueError: no address)."),
        ("shuffling:Counted", "as what it gave cannot 'submit' (Counted)."),
    ],
)
def test_an_executor_that_does_not_exist_is_told_in_one_sentence(path: str, told: str):
    """Whatever is wrong with its name."""
    with pytest.raises(ExecutorError) as raised, Workers(path) as workers:
        list(workers.share(shuffling.added, 0, range(3), 3, COST))
    assert told in str(raised.value)


def test_an_executor_is_looked_for_in_the_current_folder_too(monkeypatch, tmp_path):
    """There a site keeps it, and a command that is installed does not look there by itself."""
    (tmp_path / "cluster_of_this_test.py").write_text("from shuffling import Shuffled as make\n", "utf-8")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.chdir(tmp_path)
    with Workers("cluster_of_this_test:make") as workers:
        assert list(workers.share(shuffling.added, 1, (1, 2), 2, COST)) == [2, 3]


def test_there_are_as_many_jobs_as_this_process_may_use_processors():
    """Not as many as the machine has."""
    assert Workers().jobs == processors() >= 1
    if hasattr(os, "sched_setaffinity"):
        allowed = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {min(allowed)})
        try:
            assert Workers().jobs == 1
        finally:
            os.sched_setaffinity(0, allowed)


PROGRAM = """
import sys
import shuffling
from toolshelf.build.devoted import Rounds
from toolshelf.build.executors import Workers

if __name__ == "__main__":
    try:
        with Workers("processes", 2) as workers:
            print(*{pid for pid, _ in workers.share(shuffling.who, 0, range(8), 8, 1)}, flush=True)
            list(workers.share(shuffling.slow, 0, range(8), 8, 1))
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(os.name != "posix", reason="there are no process groups")
@pytest.mark.parametrize(
    ("sent", "to_all"),
    [
        (signal.SIGINT, True),  # as a terminal does
        (signal.SIGINT, False),
        (signal.SIGTERM, True),
        (signal.SIGTERM, False),
        (signal.SIGKILL, False),
    ],
)
@pytest.mark.parametrize("when", ["at work", "at its start"])
def test_no_process_outlives_the_build(tmp_path: Path, sent: signal.Signals, to_all: bool, when: str):
    """However it ends; and Ctrl-C, which a terminal sends to all of them, prints no traceback of theirs."""
    (tmp_path / "program.py").write_text(PROGRAM, "utf-8")
    program = subprocess.Popen(
        [sys.executable, tmp_path / "program.py"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "tests")))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert program.stdout is not None
    if when == "at work":
        assert program.stdout.readline()
    else:
        while len(_group(program.pid)) < 3:
            time.sleep(0.01)
    (os.killpg if to_all else os.kill)(program.pid, sent)
    _, told = program.communicate(timeout=30)
    deadline = time.monotonic() + 10
    while (left := _group(program.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    assert program.returncode == (130 if sent is signal.SIGINT else -sent)
    if sent is signal.SIGINT:
        assert told == ""


def _group(number: int) -> list[str]:
    """The processes of a group."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listed.splitlines() if line.split()[0] == str(number) and "Z" not in line.split()[1]]

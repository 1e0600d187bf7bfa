"""A preview from its start to its end."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys

import pytest
from previews import open_tab, serving, until
from sites import CHECKOUT, write

from toolshelf.cli import main
from toolshelf.serve.ports import FIRST, LAST, PortTakenError, open_port

PAGE = {"content/a.md": "# A\n"}


@contextlib.contextmanager
def taken(port: int = 0, address: str = "127.0.0.1"):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind((address, port))
        held.listen()
        yield held.getsockname()[1]


def test_ctrl_c_ends_it_with_one_line_and_exit_0(tmp_path):
    """Also while pages stand open."""
    with serving(write(tmp_path, PAGE)) as served, open_tab(served, "a/"):
        before = list(served.told)
        assert served.stop() == 0
        assert served.told == [*before, "Stopped."]
        assert served.process.stdout is not None
        assert served.process.stdout.read() == b""


def test_ctrl_c_twice_is_no_other_end(tmp_path):
    """Some shells and wrappers pass the signal on to a process that has got it already."""
    with serving(write(tmp_path, PAGE)) as served:
        served.process.send_signal(signal.SIGINT)
        assert served.stop() == 0
        assert served.told[-1] == "Stopped."


def test_ctrl_c_during_a_build_leaves_nothing_to_mend(tmp_path):
    """It waits for the build."""
    with serving(write(tmp_path, PAGE)) as served:
        for number in range(100):
            served.write(f"content/many/{number}.md", f"# Page {number}\n")
        assert served.stop() == 0
        assert served.told[-1] == "Stopped."
    with serving(tmp_path) as served:
        assert not any(line.startswith("note: ") for line in served.told)
        assert served.get("many/99/").status == 200


def test_the_console_names_the_address_and_every_build(tmp_path):
    """A line each."""
    with serving(write(tmp_path, PAGE)) as served:
        assert served.told[-2].startswith("Built in ")
        assert served.told[-1] == f"Serving http://127.0.0.1:{served.port}/ (Ctrl-C ends it)"
        served.write("content/a.md", "# A\n\nmore\n")
        until(lambda: served.built() == 2)
        assert len([line for line in served.told if line.startswith("Serving ")]) == 1


def test_a_port_in_use_is_one_sentence_and_exit_4(tmp_path, capsys):
    """Where it was asked for."""
    with taken() as port:
        assert main(["serve", "--root", str(write(tmp_path, PAGE)), "--port", str(port)]) == 4
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"The port {port} is in use" in said


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_without_a_wish_the_next_free_port_is_taken(address):
    """Another server may show another site, also one that only has the other address of "localhost"."""
    with contextlib.ExitStack() as held:
        try:
            first = open_port(None)
        except PortTakenError:
            pytest.skip("all the ports are in use on this machine")
        for opened in first.sockets:
            opened.close()
        try:
            held.enter_context(taken(first.number, address))
        except OSError:
            pytest.skip(f"this machine has no {address}")
        second = open_port(None)
        for opened in second.sockets:
            opened.close()
        assert FIRST <= first.number < second.number <= LAST


def test_where_all_ports_are_in_use_it_is_said():
    """With the remedy."""
    with contextlib.ExitStack() as held:
        for port in range(FIRST, LAST + 1):
            with contextlib.suppress(OSError):
                held.enter_context(taken(port))
        with pytest.raises(PortTakenError, match="--port"):
            open_port(None)


def test_a_site_is_served_once(tmp_path, capsys):
    """A second preview would write the same output with another port in its addresses; the first goes on."""
    with serving(write(tmp_path, PAGE)) as served:
        for arguments in ([], ["--port", str(served.port)]):
            assert main(["serve", "--root", str(tmp_path), *arguments]) == 4
            said = capsys.readouterr().err
            assert said.count("\n") == 1
            assert str(served.process.pid) in said
        assert served.get("a/").status == 200


@pytest.mark.parametrize("arguments", [["--port", "65536"], ["--port", "-1"], ["--port", "x"], ["--as-of", "today"]])
def test_a_wrong_command_line_exits_2(tmp_path, arguments, capsys):
    """With a sentence."""
    assert main(["serve", "--root", str(tmp_path), *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_wrong_moment_exits_2(tmp_path, monkeypatch):
    """Before anything is served."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert main(["serve", "--root", str(tmp_path)]) == 2


def test_the_day_can_be_chosen(tmp_path):
    """``--as-of``: a page with a date to come is shown all the same, as drafts are; one that has expired is not."""
    pages = {
        "content/later.md": "---\ntitle: Later\ndate: 2030-01-01\n---\n# Later\n",
        "content/gone.md": "---\ntitle: Gone\nexpires: 2026-11-01\n---\n# Gone\n",
    }
    with serving(write(tmp_path, pages)) as served:
        assert served.get("later/").status == 200
        assert served.get("gone/").status == 404


def test_other_verbs_load_nothing_of_the_server():
    """A build does not wait for a library that only the preview uses."""
    code = (
        "import sys, toolshelf.cli, toolshelf.pipeline; "
        "print([name for name in ('tornado', 'livereload', 'watchfiles', 'asyncio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

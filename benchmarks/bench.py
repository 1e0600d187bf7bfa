"""Measure Toolshelf beside the generators that are installed: Markdown tables on stdout, progress on stderr.

    benchmarks/bench.py [--pages 100 1000 10000] [--rounds 3] [--peers hugo toolshelf …] [--parts peers edits …]

Runs our part of the comparison that stands in $TOOLSHELF_SHARED/bench (by default beside the checkout), whose
README says where under $BENCH_TOOLS the other generators are looked for, and adds rows of its own, measured in
the same way: whole processes, interleaved round by round with Hugo. Work is done below $BENCH_WORK.
"""

from __future__ import annotations

import argparse
import compileall
import contextlib
import importlib
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import visitors

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(CHECKOUT))

from toolshelf.build.pagefind import installed  # noqa: E402 - found only now

SHARED = Path(os.environ.get("TOOLSHELF_SHARED", CHECKOUT.parent / "shared"))
BENCH = SHARED / "bench"
BASE = "hugo"
OURS = ("toolshelf", "toolshelf-gfm")
AROUND_EVERY_PAGE = {
    "hugo": "layouts/_default/baseof.html",
    "zola": "templates/base.html",
    "eleventy": "_includes/base.njk",
    "toolshelf": "templates/base.html",
    "toolshelf-gfm": "templates/base.html",
}
"""The template of each peer whose rows of edits are measured, from the root of its site."""
LARGE = 50_000
LIMIT = 900
"""Seconds after which a build is given up."""
PORT = 9191


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for; 2 where there is nothing to measure with."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--pages", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", type=int, default=10, help="how many saved files the preview is timed with")
    parser.add_argument("--peers", nargs="+", help="by default every one that is installed")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    asked = parser.parse_args(arguments)
    if asked.parts == ["lighthouse"]:
        _lighthouse(None, (), asked)
        return 0
    if not (BENCH / "run_peers.py").is_file():
        sys.stderr.write(f"There is nothing to measure with: {BENCH} does not exist.\n")
        return 2
    with tempfile.TemporaryDirectory(dir=_in_memory()) as folder:
        os.environ["TOOLSHELF"] = f"{sys.executable} {CHECKOUT / 'build.py'} build --root . --output site"
        os.environ["TOOLSHELF_TEMPLATES"] = str(CHECKOUT / "benchmarks" / "templates")
        os.environ.setdefault("BENCH_WORK", folder)
        # As for people who build more than once, even where the environment forbids Python to keep what it compiled.
        compileall.compile_dir(CHECKOUT / "toolshelf", quiet=1)
        sys.path.insert(0, str(BENCH))
        bench = importlib.import_module("run_peers")
        peers = [peer for peer in bench.PEERS if peer.installed() and (not asked.peers or peer.name in asked.peers)]
        for part in asked.parts:
            PARTS[part](bench, peers, asked)
    return 0


def _in_memory() -> str | None:
    """A folder that is not on a disk, where the system has one: what is measured are programs."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _peers(_: Any, peers: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """The comparison itself, and what a page costs at each size."""
    results = Path(os.environ["BENCH_WORK"]) / "results.json"
    results.unlink(missing_ok=True)
    results.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, BENCH / "run_peers.py", "--json", results, "--limit", str(LIMIT), "--base", BASE]
    command += ["--rounds", str(asked.rounds), "--pages", *map(str, asked.pages)]
    subprocess.run([*command, "--peers", *(peer.name for peer in peers)], check=True)
    costs: dict[str, dict[int, float]] = {}
    for line in results.read_text("utf-8").splitlines():
        read = json.loads(line)
        for name, rounds in read["data"].items():
            if name in (*OURS, BASE) and rounds:
                cold = statistics.median(one["cold"][0] for one in rounds)
                costs.setdefault(name, {})[read["pages"]] = 1000 * cold / read["pages"]
    _table(
        "What a page costs in a cold build, milliseconds of wall time",
        ["peer", *(f"at {pages:,} pages" for pages in asked.pages)],
        [[name, *(f"{of.get(pages, 0):.2f}" for pages in asked.pages)] for name, of in costs.items()],
    )


def _edits(bench: Any, peers: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """One title edited, and the template around every page changed."""
    taking_part = [peer for peer in peers if peer.name in AROUND_EVERY_PAGE]
    for pages in asked.pages:
        sites = {peer.name: Path(bench.prepare(peer, pages)) for peer in taking_part}
        for peer in taking_part:
            _built(bench, peer, sites[peer.name])
        found: dict[str, dict[str, list[float]]] = {}
        for number in range(asked.rounds):
            for peer in taking_part:
                page = sites[peer.name] / bench.edited_path(peer, pages)
                retitle(page, f"Renamed {number}")
                found.setdefault(peer.name, {}).setdefault("title", []).append(_built(bench, peer, sites[peer.name])[0])
                assert _holds(sites[peer.name] / peer.out, f"Renamed {number}"), f"{peer.name} did not see the title"
                with (sites[peer.name] / AROUND_EVERY_PAGE[peer.name]).open("a", encoding="utf-8") as template:
                    template.write(f"<!-- {number} -->\n")
                found[peer.name].setdefault("template", []).append(_built(bench, peer, sites[peer.name])[0])
                sys.stderr.write(f"  edits: round {number} {peer.name} at {pages:,}\n")
        _table(
            f"Edits at {pages:,} pages: median (min-max) seconds, ratio to {BASE} in the same round",
            ["peer", "title s", "template s", "title x", "template x"],
            [
                [
                    name,
                    *(_spread(of[edit]) for edit in of),
                    *(_ratio(of[edit], found.get(BASE, {}).get(edit)) for edit in of),
                ]
                for name, of in found.items()
            ],
        )


def _large(bench: Any, peers: Sequence[Any], _: argparse.Namespace) -> None:  # noqa: ANN401
    """A very large site with the fast engine."""
    rows = []
    for peer in peers:
        if peer.name == "toolshelf-gfm":
            site = Path(bench.prepare(peer, LARGE))
            time.sleep(1)  # what was written a moment ago may change again unseen, so it is looked at twice
            for what in ("cold", "nothing changed"):
                wall, cpu, peak, *_rest = _built(bench, peer, site)
                rows.append([what, f"{wall:.1f}", f"{cpu:.1f}", f"{peak:.0f}", f"{1000 * wall / LARGE:.2f}"])
    _table(f"{LARGE:,} pages, gfm", ["build", "seconds", "CPU s", "peak MiB", "ms a page"], rows)


def _serve(bench: Any, peers: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """From a saved file to the changed page being served."""
    latency = importlib.import_module("serve_latency")
    commands = {name: [sys.executable, CHECKOUT / "build.py", "serve", "--root", "."] for name in OURS}
    commands["hugo"] = [bench.T("hugo-bin/hugo"), "server", "--bind", "127.0.0.1"]
    rows = []
    for pages in asked.pages:
        for peer in peers:
            if peer.name not in commands:
                continue
            site = Path(bench.prepare(peer, pages))
            page = site / bench.edited_path(peer, pages)
            address = "/" + page.parent.relative_to(site / Path(bench.edited_path(peer, pages)).parts[0]).as_posix()
            address += f"/{page.stem}/"
            with _running([*commands[peer.name], "--port", str(PORT)], site):
                first = latency.wait(PORT, address, "innovation team", LIMIT)
                row = [peer.name, f"{pages:,}", f"{first:.1f}" if first else "none"]
                for edit, word in ((rewrite, "Written"), (retitle, "Renamed")):
                    waited = []
                    for number in range(asked.edits):
                        time.sleep(1.5)
                        marker = f"{word} {number}x"
                        edit(page, marker)
                        waited.append(latency.wait(PORT, address, marker, LIMIT) or float("nan"))
                    row.append(_spread(waited, 3))
                rows.append(row)
                sys.stderr.write(f"  serve: {peer.name} at {pages:,}\n")
    head = ["server", "pages", "start to first page s", "body s", "title s"]
    _table(f"From a saved file to the page being served, {asked.edits} edits: median (min-max)", head, rows)


def _search(bench: Any, peers: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """The search index of a cold build, beside Pagefind's own command over the pages that were published."""
    found = installed(CHECKOUT, CHECKOUT)
    rows = []
    for peer in [peer for peer in peers if peer.name == "toolshelf-gfm" and found is not None]:
        for pages in asked.pages:
            site = Path(bench.prepare(peer, pages))
            settings = site / "data" / "site.yml"
            settings.write_text(settings.read_text("utf-8").replace("search: false", "search: true"), "utf-8")
            ours, alone = [], []
            for number in range(asked.rounds):
                for folder in (".cache", peer.out, f"{peer.out}.stage"):
                    shutil.rmtree(site / folder, ignore_errors=True)
                command = [*peer.cmd, "--timings"]
                told = subprocess.run(command, cwd=site, capture_output=True, text=True, check=True, timeout=LIMIT)
                ours.append(float(re.search(r"^search\s+([\d.]+)", told.stderr, re.MULTILINE).group(1)))  # type: ignore[union-attr]
                with tempfile.TemporaryDirectory(dir=_in_memory()) as output:
                    began = time.monotonic()
                    command = [found.command, "--silent", "--site", site / peer.out, "--output-path", output]
                    subprocess.run(command, check=True, timeout=LIMIT)
                    alone.append(time.monotonic() - began)
                sys.stderr.write(f"  search: round {number} at {pages:,}\n")
            rows.append([f"{pages:,}", _spread(ours), _spread(alone), _ratio(ours, alone)])
    head = ["pages", "in a build s", "Pagefind's command s", "x"]
    _table("The search index of a cold build: median (min-max) seconds, ratio in the same round", head, rows)


def _lighthouse(_: Any, __: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """What visitors get on a phone with a slow line, where Lighthouse is installed."""
    try:
        found = visitors.scores(asked.rounds)
    except FileNotFoundError as missing:
        sys.stderr.write(f"Nothing is said of visitors: {missing}.\n")
        return
    weak = [
        f"{page}, {of}" for page, scores in found.items() for of, score in scores.items() if score < visitors.ENOUGH
    ]
    _table(
        f"Lighthouse, phone, median of {asked.rounds}; below {visitors.ENOUGH}: {'; '.join(weak) or 'nothing'}",
        ["page", *visitors.CATEGORIES],
        [[page, *(f"{score:.2f}" for score in scores.values())] for page, scores in found.items()],
    )


def _filters(_: Any, __: Sequence[Any], ___: argparse.Namespace) -> None:  # noqa: ANN401
    """How soon a grid of 2,000 items answers in the browser."""
    command = [sys.executable, CHECKOUT / "benchmarks" / "filters.py"]
    if subprocess.run(command, check=False).returncode:
        sys.stderr.write("  filters: not measured, wrong, or slower than said\n")


def _items(_: Any, __: Sequence[Any], asked: argparse.Namespace) -> None:  # noqa: ANN401
    """What 5,000 typed items cost beside as many plain pages."""
    command = [sys.executable, CHECKOUT / "benchmarks" / "items.py", "--rounds", str(asked.rounds)]
    if subprocess.run(command, check=False).returncode:
        sys.stderr.write("  items: not measured, or slower than said\n")


PARTS: dict[str, Callable[[Any, Sequence[Any], argparse.Namespace], None]] = {
    "peers": _peers,
    "edits": _edits,
    "serve": _serve,
    "large": _large,
    "search": _search,
    "lighthouse": _lighthouse,
    "filters": _filters,
    "items": _items,
}


def retitle(page: Path, title: str) -> None:
    """Give ``page`` another title."""
    text = page.read_text("utf-8")
    page.write_text(re.sub(r"^title: .*$", f'title: "{title}"', text, count=1, flags=re.MULTILINE), "utf-8")


def rewrite(page: Path, words: str) -> None:
    """Put ``words`` into the body of ``page``."""
    page.write_text(page.read_text("utf-8").replace("## Contact", f"{words}.\n\n## Contact", 1), "utf-8")


def _built(bench: Any, peer: Any, site: Path) -> tuple[float, float, float]:  # noqa: ANN401
    """Seconds, seconds of CPU and peak MiB of one build, which has to succeed."""
    wall, cpu, peak, code, log = bench.run(peer.cmd, str(site), peer.env, LIMIT)
    if code:
        raise SystemExit(f"{peer.name} failed with code {code}: {Path(log).read_text('utf-8', 'replace')}")
    return wall, cpu, peak


def _holds(folder: Path, text: str) -> bool:
    return subprocess.run(["grep", "-rlqF", text, folder], check=False).returncode == 0


@contextlib.contextmanager
def _running(command: Sequence[str | Path], site: Path) -> Iterator[None]:
    """A server in a group of its own, which ends with it."""
    with (site / ".serve.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=site, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _spread(seconds: Sequence[float], digits: int = 2) -> str:
    low, high = min(seconds), max(seconds)
    return f"{statistics.median(seconds):.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def _ratio(seconds: Sequence[float], base: Sequence[float] | None) -> str:
    if not base:
        return "-"
    return f"{statistics.median(own / other for own, other in zip(seconds, base, strict=True)):.2f}"


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    lines = [head, ["---"] * len(head), *rows]
    sys.stdout.write(f"\n### {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines))
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())

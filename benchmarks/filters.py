"""Measure how soon a grid of 2,000 items answers in the browser, and what its pages cost to build.

    benchmarks/filters.py [--items 2000] [--rounds 40]

Serves a site of that many items to Chromium on this machine. Once the page has come to rest a box is checked or taken
back, always the next one by a fixed rule, and the time runs from the event to the frame that shows the answer; the
first one is told apart. Everything that is counted is compared with a plain loop over the items.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests")]

AS_OF = datetime.date(2026, 11, 20)
LIMIT = 0.1
"""Seconds: what is slower is felt as a wait."""
FACETS = {"category": 15, "publisher": 120, "status": 6, "tags": 40}
"""How many values each facet has."""
TOGGLE = """async ([facet, value]) => {
    const box = document.querySelector(`input[name="${facet}"][value="${value}"]`);
    const count = document.querySelector("[data-grid-count]");
    const told = new Promise((answered) => {
        new MutationObserver(answered).observe(document.querySelector("[data-status]"), { childList: true });
    });
    const begun = performance.now();
    box.click();
    await told;
    await new Promise(requestAnimationFrame);
    await new Promise((painted) => { setTimeout(painted); });
    return [(performance.now() - begun) / 1000, count.textContent];
}"""


def tell(line: str) -> None:
    """Write a line of Markdown."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def items(count: int) -> list[dict[str, object]]:
    """As many items, whose values are spread by a fixed rule."""
    words = "Finds, orders, compares and publishes what an office keeps, and tells people of it in plain words."
    return [
        {
            "name": f"Tool {number:04}",
            "url": f"https://tools.example.gov/{number}",
            "description": f"{words} It is number {number} of this list, which is there to be filtered.",
            "publisher": f"Publisher {number * 7 % FACETS['publisher']}",
            "category": f"Category {number % FACETS['category']}",
            "status": f"Status {number * 5 // 7 % FACETS['status']}",
            "tags": [f"Topic {number % FACETS['tags']}", f"Topic {(number * 3 + 1) % FACETS['tags']}"],
            "source": "A public list",
            "source_url": "https://source.example.gov/",
            "as_of": "2026-11-20",
        }
        for number in range(count)
    ]


def fitting(all_items: Sequence[dict[str, object]], chosen: set[tuple[str, str]]) -> int:
    """How many items have one of the chosen values of every facet of which some are chosen."""
    found = 0
    for item in all_items:
        fits = True
        for facet in {facet for facet, _ in chosen}:
            value = item[facet]
            own = {str(one).lower().replace(" ", "-") for one in (value if isinstance(value, list) else [value])}
            fits = fits and any((facet, one) in chosen for one in own)
        found += fits
    return found


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print Markdown tables; 1 where an answer is wrong or takes longer than `LIMIT`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=40)
    asked = parser.parse_args(arguments)
    all_items = items(asked.items)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        root = Path(folder) / "site"
        builds = _build(root, all_items)
        served = root / "_site"
        pages = list((served / "tools").rglob("index.html"))
        data = (served / "tools/items.json").read_bytes()
        first = (served / "tools/index.html").read_bytes()
        tell(f"\n### A grid of {asked.items:,} items\n")
        tell("| build | seconds | pages rendered |\n| --- | --- | --- |")
        for what, seconds, rendered in builds:
            tell(f"| {what} | {seconds:.2f} | {rendered:,} |")
        size = f"{len(data) / 1024:,.0f} KiB, {len(gzip.compress(data)) / 1024:,.0f} compressed"
        head = f"{len(first) / 1024:,.0f} KiB, {len(gzip.compress(first)) / 1024:,.0f} compressed"
        tell(f"\n{len(pages):,} pages; the first one has {head}; all items for the browser have {size}.")
        return _measure(served, all_items, asked.rounds)


def _build(root: Path, all_items: Sequence[dict[str, object]]) -> list[tuple[str, float, int]]:
    """Build the site, once more, and after the edit of one item."""
    from toolshelf.pipeline import Project, build

    marked = {facet: {"x-facet": True} for facet in FACETS}
    (root / "data").mkdir(parents=True)
    (root / "content").mkdir()
    (root / "data/site.yml").write_text("title: Shelf\nurl: https://shelf.example/\nlanguage: en\n", "utf-8")
    schema = {"title": "Tools", "type": "array", "items": {"type": "object", "properties": marked}}
    (root / "data/tools.schema.json").write_text(json.dumps(schema), "utf-8")
    (root / "content/index.md").write_text("---\ntitle: Home\n---\n[Tools](/tools/)\n", "utf-8")
    found = []
    edited = [{**all_items[0], "description": "Other words for the same."}, *all_items[1:]]
    for what, written in (("cold", all_items), ("nothing changed", all_items), ("one item edited", edited)):
        (root / "data/tools.json").write_text(json.dumps(written), "utf-8")
        begun = time.perf_counter()
        report = build(Project(root, root / "_site", as_of=AS_OF, cache=root / "build.db"))
        found.append((what, time.perf_counter() - begun, len(report.rendered)))
        assert report.published is not None, report.problems
    (root / "data/tools.json").write_text(json.dumps(all_items), "utf-8")
    build(Project(root, root / "_site", as_of=AS_OF, cache=root / "build.db"))
    return found


def _measure(served: Path, all_items: Sequence[dict[str, object]], rounds: int) -> int:
    try:
        from loopback import serving
        from playwright.sync_api import sync_playwright
    except ImportError:
        sys.stderr.write("There is no browser to measure with: run `make test` once.\n")
        return 1
    chosen: set[tuple[str, str]] = set()
    words = {"category": "category", "publisher": "publisher", "status": "status", "tags": "topic"}
    names = [(facet, f"{words[facet]}-{value}") for value in range(6) for facet in FACETS]
    waited: list[float] = []
    wrong = 0
    with serving({"/": served}) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{origin}/tools/", wait_until="networkidle")
        for number in range(rounds):
            choice = names[number * 7 % len(names)]
            chosen ^= {choice}
            expected = fitting(all_items, chosen)
            seconds, told = _toggled(page, choice)
            waited.append(seconds)
            total = int(told.replace(",", "").split()[-1 if " of " in told else 0]) if told != "No entries" else 0
            wrong += total != expected
        browser.close()
    first, later = waited[0], waited[1:]
    tell("\n| in the browser | seconds |\n| --- | --- |")
    tell(f"| the first answer | {first:.3f} |")
    tell(f"| {len(later)} more: median (slowest) | {statistics.median(later):.3f} ({max(later):.3f}) |")
    tell(f"| answers that differ from a recount | {wrong} |")
    return int(wrong > 0 or max(waited) > LIMIT)


def _toggled(page: Any, choice: tuple[str, str]) -> tuple[float, str]:  # noqa: ANN401 - a tab of the browser
    seconds, told = page.evaluate(TOGGLE, list(choice))
    return float(seconds), str(told).strip()


if __name__ == "__main__":
    sys.exit(main())

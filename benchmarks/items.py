"""Compare what a typed item costs to check and to render with what a plain page costs.

    benchmarks/items.py [--items 5000] [--rounds 1]

Builds two sites by the command, each from nothing, one after the other in every round: as many tools with a page each,
in one file, and as many pages with a title, a description and two sentences. Search and pictures are off in both.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
LIMIT = 3.0
"""How many times the plain pages the items may take."""
SITE = "title: Shelf\nurl: https://shelf.example/\nlanguage: en\nsearch: false\nimages: false\nsocial_images: false\n"
TYPED = f"{SITE}collections: [tools]\n"
WORDS = "Finds, orders, compares and publishes what an office keeps. It tells people of it in plain words."
AS_OF = "2026-11-20"


def tell(line: str) -> None:
    """Write a line of Markdown."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def items(count: int) -> list[dict[str, object]]:
    """As many tools, whose values are spread by a fixed rule."""
    return [
        {
            "id": f"tool-{number:05}",
            "title": f"Tool {number:05}",
            "summary": f"{WORDS} It is number {number}.",
            "url": f"https://tools.example.gov/{number}",
            "publisher": f"Publisher {number * 7 % 120}",
            "category": [f"Category {number % 15}"],
            "status": "Production",
            "source": "A public list",
            "source_url": "https://source.example.gov/",
            "as_of": AS_OF,
        }
        for number in range(count)
    ]


def write(root: Path, files: dict[str, str]) -> Path:
    """A site with ``files`` below ``root``."""
    for path, text in {"data/site.yml": SITE, "content/index.md": "---\ntitle: Home\n---\nHome\n", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def build(root: Path) -> float:
    """Seconds of a build from nothing."""
    for folder in ("_site", "_site.stage", ".cache"):
        shutil.rmtree(root / folder, ignore_errors=True)
    command = [sys.executable, CHECKOUT / "build.py", "build", "--root", root, "--output", root / "_site"]
    begun = time.perf_counter()
    done = subprocess.run([*command, "--as-of", AS_OF], capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - begun
    if done.returncode:
        raise SystemExit(done.stdout[-2000:] + done.stderr[-2000:])
    return seconds


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a Markdown table; 1 where the items take more than `LIMIT` times as long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--items", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args(arguments)
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        typed = write(
            Path(folder) / "items", {"data/site.yml": TYPED, "data/tools.json": json.dumps(items(asked.items))}
        )
        page = "---\ntitle: Page {0:05}\ndescription: What page {0} is about.\n---\n" + WORDS + "\n"
        plain = write(
            Path(folder) / "pages", {f"content/pages/p{one:05}.md": page.format(one) for one in range(asked.items)}
        )
        rounds = [(build(typed), build(plain)) for _ in range(asked.rounds)]
        shown = len(list((typed / "_site/tools").glob("tool-*/index.html")))
        assert shown == asked.items, f"{shown} pages of items"
    ratio = statistics.median(one / other for one, other in rounds)
    tell(f"\n### {asked.items:,} items beside as many plain pages, from nothing\n")
    tell("| items s | pages s | x |\n| --- | --- | --- |")
    tell("\n".join(f"| {one:.2f} | {other:.2f} | {one / other:.2f} |" for one, other in rounds))
    return int(ratio > LIMIT)


if __name__ == "__main__":
    raise SystemExit(main())

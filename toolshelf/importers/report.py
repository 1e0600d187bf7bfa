"""What an import tells: a report of every address and difference, and a page on what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from toolshelf.importers.moved import Moved, Remark, by_kind
from toolshelf.importers.parity import Parity

REPORT: Final = "import-report.md"
README: Final = "README.md"
_ALIKE: Final = 3
"""How many pages are named of which the same is said."""


def report(moved: Moved, parity: Parity) -> str:
    """The report, in Markdown."""
    return "\n".join(_report(moved, parity)) + "\n"


def _report(moved: Moved, parity: Parity) -> Iterator[str]:
    same = parity.compared - len(parity.differences)
    share = f" ({same / parity.compared:.1%})" if parity.compared else ""
    yield f"# Moved in from {moved.generator}"
    yield ""
    yield f"- Pages: {len(moved.pages)}. The same visible text: {same} of {parity.compared}{share}."
    yield f"- Addresses of the old site: {len(moved.addresses) + len(moved.unanswered)}, of which"
    answered = len(moved.addresses) - len(parity.unanswered) - len(parity.held_back)
    yield f"  {answered} are answered, and {len(parity.held_back)} will be once their pages are published."
    yield f"- A build of this site has {parity.errors} errors and {sum(parity.warnings.values())} warnings."
    yield f"- Left out or left as it was: {len(moved.remarks)} things, listed below with their lines."
    if parity.warnings:
        yield from _table(
            "Warnings by kind", ("Kind", "How many"), [(kind, str(n)) for kind, n in parity.warnings.items()]
        )
    if parity.errors:
        yield from _table("Errors", ("Problem",), [(str(one),) for one in parity.problems if "error[" in str(one)])
    if parity.differences:
        different = [
            (one.page.path, one.page.content, f"{one.share:.1%}", one.old, one.new)
            for one in sorted(parity.differences, key=lambda one: (one.share, one.page.path))
        ]
        yield from _table("Pages with another text", ("Old page", "New page", "The same", "Was", "Is"), different)
    for kind, remarks in by_kind(moved.remarks).items():
        yield from _table(f"Left: {kind}", ("Where", "What"), _rows(remarks))
    gone = [*moved.unanswered.items(), *((old, "Nothing stands there.") for old in parity.unanswered)]
    if gone:
        yield from _table("Addresses without an answer", ("Old address", "Why"), sorted(gone))
    kept = {old: new for old, new in sorted(moved.addresses.items()) if old not in parity.held_back}
    if parity.held_back:
        held = [(old, moved.addresses[old]) for old in parity.held_back]
        yield from _table("Addresses of pages that are not published", ("Old address", "New address"), held)
    yield from _table("Addresses", ("Old address", "New address"), [*kept.items()])


def _rows(remarks: Sequence[Remark]) -> list[tuple[str, str]]:
    """A row for each of ``remarks``; what is said of many whole pages is said once."""
    alike: dict[str, list[Remark]] = {}
    for one in remarks:
        alike.setdefault(one.what, []).append(one)
    rows: list[tuple[str, str]] = []
    for what, ones in alike.items():
        if len(ones) > _ALIKE and all(one.line <= 1 for one in ones):
            named = ", ".join(one.path for one in ones[:_ALIKE])
            rows.append((f"{named} and {len(ones) - _ALIKE} more pages", what))
        else:
            rows += [(f"{one.path}:{one.line}" if one.line else one.path, what) for one in ones]
    return sorted(rows)


def _table(heading: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield f"## {heading} ({len(rows)})"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join(' --- ' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("`", "'").split()) or " "


def readme(moved: Moved) -> str:
    """What to do next, for who has moved in."""
    return f"""# This site

It was moved in from {moved.generator} by Toolshelf. `{REPORT}` says what became of every page and address.

## What to do next

1. Look at it: `python build.py serve --root .` in a checkout of Toolshelf, with the path of this folder for the dot.
2. Read `{REPORT}`: first the pages with another text, then what was left out, line by line.
3. Check `data/site.yml`: title, address and language. Set `official: true` only for an official website of the
   United States government.
4. Check the menus in `data/navigation.yml`, if there is such a file.
5. Build it: `python build.py build --root .`. Every warning names a file and a line; mend them one by one.
6. Copy `content/` and `data/` into your copy of the Toolshelf repository, and push. The workflow publishes the site.

Nothing of the old theme was taken over: the look is Toolshelf's own, and you change it in `templates/`.
Run the import again whenever you like: files that stand here already are never overwritten.
"""

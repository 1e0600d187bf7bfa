"""Tests of the tests: the engine is broken on purpose, once for each way, and the suite has to notice.

``python tests/mutations.py`` does it in copies of the checkout and names the breaks that nobody noticed;
arguments choose the breaks whose names hold one of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
SUITE = (
    "tests/test_codec.py",
    "tests/test_incremental.py",
    "tests/test_precision.py",
    "tests/test_excerpt.py",
    "tests/build/test_cache.py",
    "tests/build/test_publish.py",
    "tests/build/test_survey.py",
    "tests/test_parallel.py",
    "tests/test_warm.py",
    "tests/test_stamp.py",
    "tests/test_stamp_of_the_engine.py",
    "tests/sources/test_scan.py",
    "tests/content/test_front_matter.py",
    "tests/features/images/test_sizes.py",
    "tests/features/images/test_store.py",
)
OTHERS = "            self._shared[query] = None\n"
OWN = "            answers, key = self._own, query.name\n"


def _unrecorded(condition: str) -> tuple[str, str, str]:
    return ("build/traces.py", OTHERS, f"            if not ({condition}):\n    {OTHERS}")


def _unrecorded_field(name: str) -> tuple[str, str, str]:
    """The field is answered, and nobody notes it down."""
    return (
        "build/traces.py",
        OWN,
        f'            answers, key = ({{}} if query.name == "{name}" else self._own), query.name\n',
    )


BREAKS: dict[str, tuple[str, str, str]] = {
    "(nothing is broken)": ("codec.py", "import datetime", "import datetime"),
    "a template taken from Jinja's cache is not recorded": (
        "build/templating.py",
        "auto_reload=True",
        "auto_reload=False",
    ),
    "a missing template is not recorded": _unrecorded(
        'type(query).__name__ == "Template" and type(self._index.answer(query).value).__name__ == "Missing"'
    ),
    **{
        f"{kind} is not recorded": _unrecorded(f'type(query).__name__ == "{kind}"')
        for kind in ("Config", "Items", "Data", "Asset", "Listed", "Select", "Terms", "Address", "Template")
    },
    "the body of a page is not recorded": _unrecorded_field("body"),
    "a picture is not recorded": (
        "build/traces.py",
        "        answers: dict[Any, Answer] = self._others\n",
        '        answers: dict[Any, Answer] = {} if query.name == "picture" else self._others\n',
    ),
    "nobody looks whether a picture is another": (
        "build/outdated.py",
        "ledger.pictures.items() ^ index.picture_digests.items()",
        "ledger.pictures.items() ^ ledger.pictures.items()",
    ),
    "what is kept of a picture is believed unseen": (
        "features/images/store.py",
        "return piece if digest(piece) == name else None",
        "return piece",
    ),
    "the children of a section are not recorded": _unrecorded_field("children"),
    "a missing field is not recorded": _unrecorded(
        'type(query).__name__ == "Data" and type(self._index.answer(query).value).__name__ == "Missing"'
    ),
    "digests do not see the order of keys": (
        "codec.py",
        "        for key, item in value.items():  # type: ignore[union-attr]\n            packed +=",
        "        for key, item in sorted(value.items()):  # type: ignore[union-attr]\n            packed +=",
    ),
    "another kind, template or page at an output is ignored": (
        "build/outdated.py",
        "        elif line[:4] != target:\n",
        "        elif False:\n",
    ),
    "the seal of the cache is ignored": ("build/cache.py", "if seal != _seal(name, payload):", "if False:"),
    "what a text may print does not count when it is looked up": (
        "build/parsing.py",
        "self.options = digest(encode(site))",
        'self.options = "0" * 32',
    ),
    "a failed build forgets what was published": (
        "build/memory.py",
        "    if published is not None:\n",
        "    if published is None:\n        tables[ledger.TARGETS] = {}\n    else:\n",
    ),
    "an output that was changed by others is trusted": (
        "build/survey.py",
        "digests = without(known.digests, found.lost)",
        "digests = dict(known.digests)",
    ),
    "whatever stands in an output is taken to stand as it did": (
        "build/standing.py",
        "        if numbers == self.numbers:\n",
        "        if True:\n",
    ),
    "a folder that others changed is not listed": (
        "build/survey.py",
        'sorted({"", *folders, *map(above, files)}',
        'sorted({"", *map(above, files)}',
    ),
    "what is below a link that took the place of a folder is trusted": (
        "build/survey.py",
        "if gone := ",
        "if False and ",
    ),
    "what was young when it was looked at is trusted": (
        "build/survey.py",
        "doubtful=young(found.files, moment) | young(found.folders, moment)",
        "doubtful=frozenset()",
    ),
    "a folder in which we wrote is trusted without listing it again": (
        "build/tree.py",
        "return standing if all(path in wanted.files or path in wanted.folders for path in paths) else UNKNOWN",
        "return standing",
    ),
    "the content of an output is not looked at": (
        "build/survey.py",
        "if digests.get(path) == digest}",
        "if path in digests}",
    ),
    "an engine that has changed is not noticed": (
        "build/cache.py",
        "if _engine_of(connection) == _fingerprint(file):",
        "if _engine_of(connection):",
    ),
    "results are taken in another order than the work was given out": (
        "build/executors.py",
        "self._result(given.popleft())",
        "self._result(given.pop())",
    ),
    "workers keep the site that they were sent first": (
        "build/parcels.py",
        "if _OPENED.digest != parcel.digest:",
        "if not _OPENED.digest:",
    ),
    "a stamp is trusted whatever a build would read": ("stamp.py", "% looked.encode()", '% b""'),
    "a stamp is trusted whatever stands in the output": (
        "stamp.py",
        'if body["published"] != digest_of(rows(output, body["published at"], os.lstat)):',
        "if False:",
    ),
    "what is doubtful in the output is trusted": (
        "stamp.py",
        'all(is_whole(output, *one) for one in body["doubtful"])',
        "True",
    ),
    "the seal of a stamp is ignored": ("stamp.py", "if data != _sealed(text, looked):", "if False:"),
    "a stamp is good for all days": ("stamp.py", "not first <= looked.moment < last", "False"),
    "young sources are trusted": ("stamp.py", "and are_settled(sources, began)", ""),
    "a stamp does not see the time of a change": (
        "signatures.py",
        "yield path, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino",
        "yield path, found.st_size, found.st_mtime_ns, 0, 0",
    ),
    "sources are not told apart by the time of their change": (
        "signatures.py",
        "(path, standing.st_size, standing.st_mtime_ns, standing.st_ctime_ns, standing.st_ino)",
        "(path, standing.st_size, standing.st_mtime_ns, 0, 0)",
    ),
    "a stamp is left though something was mended": ("stamping.py", "or report.notes or", "or"),
    "an engine that stands otherwise is taken for the one that is remembered": (
        "build/engine.py",
        'said["standing"] == _standing(known.folders, time.time_ns()) != ""',
        "True",
    ),
    "everything is always rendered": ("build/outdated.py", "        if line is None:\n", "        if True:\n"),
    "a page that has another document is taken for unchanged": (
        "build/outdated.py",
        "if (line := lines.get(path)) is None or line.own != basis}",
        "if path not in lines}",
    ),
    "links that lead elsewhere are not noticed": (
        "build/outdated.py",
        'if line.leads != leads.get(path, "")',
        "if False",
    ),
    "what a section shows of its pages is not noticed": (
        "build/outdated.py",
        "if ledger.folders.get(name) != basis",
        "if False",
    ),
    "menus that pages have beside them are not noticed": (
        "build/outdated.py",
        "if ledger.menus != bases.written_menus",
        "if False",
    ),
    "pages that name another term are not noticed": ("index/bases.py", "self.newest, uses])", "self.newest])"),
    "the order in which a term lists its pages is not noticed": (
        "index/bases.py",
        "self.newest, uses])",
        "sorted(self.newest), uses])",
    ),
    "lists are not asked whether their pages have moved": (
        "build/outdated.py",
        "elif subject in pages or output in others:",
        "elif subject in pages:",
    ),
    "a body is said to follow from its page alone": (
        "features/documents/fields.py",
        '("body", "heading", "passage", "passage_heading", "notes"), Scope.LINKS),',
        '("heading", "passage", "passage_heading", "notes"), Scope.LINKS), "body": Scope.OWN,',
    ),
    "the children of a section are said to follow from it alone": (
        "index/fields.py",
        '("breadcrumbs", "previous", "next", "children", "section")',
        '("breadcrumbs", "previous", "next", "section")',
    ),
    "a title is not among what a section shows": (
        "index/bases.py",
        "path: [path, page.title, page.url_path, page.row.description]",
        "path: [path, page.url_path, page.row.description]",
    ),
    "problems stand although files have come or gone": (
        "index/links.py",
        "dict(self.hidden), dict(self.files), dict(self.redirects)",
        "dict(self.hidden), {}, dict(self.redirects)",
    ),
    "problems stand although pages have come or gone": (
        "index/page_checks.py",
        "self.site.digest, self.layouts",
        '"", self.layouts',
    ),
    "problems stand although other arguments are read": (
        "index/page_checks.py",
        "self.includes, self.arguments)",
        "self.includes, [])",
    ),
    "problems stand although another page has other ids": (
        "build/checking.py",
        "return not consulted or all(ids_now(other) == ids for other, ids in consulted.items())",
        "return True",
    ),
    "the row of another document is taken for a page's": (
        "build/checking.py",
        "if row is None or key_of(row) != page.key:",
        "if row is None:",
    ),
    "shapes that differ in what all ask have one name": (
        "build/ledger.py",
        "digest(to_json([shape.own, [stored(query) for query in shape.shared]]))",
        "digest(to_json([shape.own]))",
    ),
    "an index is taken over whatever it was made from": ("build/warm.py", "last.around != around or ", ""),
    "an index is taken over though a page has another row": ("build/warm.py", " or pages[path].row != before.row", ""),
    "an excerpt answers for another day, or for who asks for something else": (
        "excerpt.py",
        "_need(site.circumstances == whole.circumstances)",
        "pass",
    ),
    "an excerpt is enough where other pages follow from the document": (
        "excerpt.py",
        "and before.key not in whole.seen",
        "",
    ),
    "an excerpt need not answer as the whole site did": (
        "excerpt.py",
        " and _agree(one.trace, record, records, index)",
        "",
    ),
    "what other outputs print of an edited page is not looked at": (
        "excerpt.py",
        "_need(all(answer_of(query, index) == before for query, before in records.about(output, pages)))",
        "pass",
    ),
    "an excerpt is published upon whatever stands in the output": (
        "excerpt.py",
        "if digest(data) == whole.manifest else None",
        "",
    ),
    "an excerpt is taken though files went": (
        "build/memory.py",
        "or len(rows) != len(looked.sources)",
        "",
    ),
    "front matter is known by more than what stands above the body": (
        "content/front_matter.py",
        "lines[: bounds.body]",
        "lines",
    ),
    "front matter is known by less than what stands above the body": (
        "content/front_matter.py",
        "lines[: bounds.body]",
        "lines[: bounds.body - 2]",
    ),
    "front matter is known though it has problems": ("content/front_matter.py", '"" if found else head', "head"),
    "front matter that is known is taken with the body that it had": (
        "content/front_matter.py",
        'body="\\n".join(lines[bounds.body :]), ',
        "",
    ),
    "the items that a page shows are no place for links to lead to": (
        "index/rows.py",
        "if self.includes else self.ids",
        "if False else self.ids",
    ),
    "an index is taken over though it looked at the document": ("build/warm.py", " or before.key in last.seen", ""),
    "what a process saw ahead is believed though a build has changed the tree since": (
        "build/lookout.py",
        "seen and seen == seal_of(row)",
        "seen",
    ),
    "what a process saw ahead is believed of a tree that was changed after it was asked": (
        "build/lookout.py",
        "self._found.pop(tree, (b",
        "self._found.get(tree, (b",
    ),
    "a file that was looked at is taken for what an earlier build knew": (
        "sources/discover.py",
        "if said is not None and said.signature == standing:",
        "if said is not None:",
    ),
    "what one account has read is known to another": ("build/memory.py", " and row.head[1] == _account()", ""),
}


def _noticed(name: str) -> str:
    """The first test that fails where the engine is broken in the way of ``name``; "" where none does."""
    file, text, instead = BREAKS[name]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for part in ("toolshelf", "tests", "templates"):
            shutil.copytree(CHECKOUT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "build.py"):
            shutil.copy(CHECKOUT / part, copy / part)
        (copy / "node_modules").symlink_to(CHECKOUT / "node_modules")
        broken = copy / "toolshelf" / file
        source = broken.read_text("utf-8")
        if source.count(text) != 1:
            raise LookupError(f"{file} does not hold this once, so it cannot be broken there: {text}")
        broken.write_text(source.replace(text, instead), "utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "--tb=no", "-rf", "-p", "no:cacheprovider"]
        suite = [test for test in SUITE if (copy / test).exists()]
        options = os.environ.get("MUTATIONS_OPTIONS", "").split()
        done = subprocess.run([*command, *options, *suite], cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return ""
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    if not failed:
        raise RuntimeError(f"the suite itself does not run:\n{done.stdout}{done.stderr}")
    return failed[0]


def main(arguments: list[str]) -> int:
    """Try every break, and give 1 where one was not noticed."""
    survivors = 0
    for name in BREAKS:
        if arguments and not any(argument in name for argument in arguments):
            continue
        start = time.monotonic()
        noticed = _noticed(name)
        survivors += bool(noticed) is name.startswith("(")
        sys.stdout.write(f"{name}: {noticed or 'NOT NOTICED'} ({time.monotonic() - start:.0f} s)\n")
        sys.stdout.flush()
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""``import``: move a site in from Jekyll, Gatsby or MkDocs; nothing that stands in the new folder is overwritten."""

from __future__ import annotations

import argparse
import os
import sys

from toolshelf.cli import exits

_GENERATORS = ("jekyll", "gatsby-markdown", "mkdocs")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what ``import`` takes."""
    parser.add_argument("generator", choices=_GENERATORS, help="what the old site is made with")
    parser.add_argument("source", type=_folder, metavar="DIR", help="the folder of the old site, which is only read")
    parser.add_argument("--to", required=True, metavar="SITE", help="the folder of the new site")


def run(arguments: argparse.Namespace) -> int:
    """Import, say what was done, and give the exit code."""
    from pathlib import Path

    from toolshelf.importers.report import REPORT
    from toolshelf.importing import import_site
    from toolshelf.project import Project
    from toolshelf.sources.clock import moment

    root = Path(arguments.to)
    if root.resolve().is_relative_to(Path(arguments.source).resolve()):
        sys.stderr.write(f"The new site cannot stand in the old one: name another folder than '{arguments.to}'.\n")
        return exits.USAGE
    try:
        project = Project(root=root, output=root / "_site", as_of=moment(os.environ))
        done = import_site(arguments.generator, Path(arguments.source), project)
    except ValueError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return exits.USAGE
    new, same, kept = (len(part) for part in done.written)
    parity = done.parity
    equal = parity.compared - len(parity.differences)
    sys.stderr.write(
        f"Moved {len(done.moved.pages)} pages to {root}: {new} files written, {same} stood there already, {kept} "
        f"others were left as they are.\n"
        f"{equal} of {parity.compared} pages have the same text; {len(done.moved.remarks)} things were left out or as "
        f"they were; a build has {parity.errors} errors and {sum(parity.warnings.values())} warnings.\n"
        f"{root / REPORT} says what became of every page and address; {root / 'README.md'} says what to do next.\n"
    )
    for path in done.written.kept:
        sys.stderr.write(f"left as it is: {path}\n")
    return exits.PROBLEMS if parity.errors else exits.DONE


def _folder(text: str) -> str:
    if not os.path.isdir(text):
        raise argparse.ArgumentTypeError(f"there is no folder '{text}'")
    return text

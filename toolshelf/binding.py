"""Binding documents: their PDF and EPUB, made of what a build is about to publish."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from toolshelf.build.manifest import entry
from toolshelf.build.writing import Written
from toolshelf.codec import digest
from toolshelf.features.documents.fields import books_of
from toolshelf.features.feature import Target
from toolshelf.problems import Problem
from toolshelf.reading import with_errors
from toolshelf.understanding import Understood

if TYPE_CHECKING:
    from toolshelf.build.formats import Material


def bind(
    site: Understood,
    targets: Iterable[Target],
    fresh: Mapping[str, bytes],
    written: Mapping[str, Written],
    problems: Iterable[Problem],
    cache: Path | None,
) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that documents ask for, by output, and what keeps them from being made.

    Of the ``targets`` some are rendered ``fresh``, some are ``written`` besides, and the others stand as they did.
    Nothing is made where ``problems`` hold an error.
    """
    index = site.snapshot.index
    if not books_of(index).asked_formats:
        return {}, []
    from toolshelf.build.formats import make_formats, missing_browser  # what browsers and archives need loads slowly

    missing = missing_browser(index)
    if missing or with_errors(problems):
        return {}, missing
    return make_formats(index, _material(site, targets, fresh, written), cache)


def _material(
    site: Understood, targets: Iterable[Target], fresh: Mapping[str, bytes], written: Mapping[str, Written]
) -> Material:
    """What the files are made of; a page that stands as it did is rendered again if need be."""
    from toolshelf.build.formats import Material

    by_output = {target.output: target for target in targets}

    def page(output: str) -> bytes:
        again = fresh.get(output) or site.snapshot.renderer.render(by_output[output]).data
        return again if isinstance(again, bytes) else b""

    def digest_of(output: str) -> str:
        if output in written:
            return written[output].entry.digest
        return entry(fresh[output]).digest if output in fresh else site.ledger.entry(output).digest

    def resource(output: str) -> bytes | None:
        if output in site.assets:
            return site.assets[output]
        if output in site.pictures.outputs:
            return site.pictures.again(output)
        return site.copies[output].data if output in site.copies else None

    digests = {output: digest(data) for output, data in site.assets.items()}
    digests |= {output: source.known or source.digest for output, source in site.copies.items()}
    digests |= {output: origin.digest for output, origin in site.pictures.outputs.items()}
    return Material(digest_of, page, resource, digests)

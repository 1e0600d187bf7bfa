"""Leaving a stamp after a build, so that the next one sees at once whether it has anything to do."""

from __future__ import annotations

import contextlib
import datetime
import os
import time
import zoneinfo
from collections.abc import Iterator, Mapping

from toolshelf import signatures, stamp
from toolshelf.build import disk
from toolshelf.build.engine import engine, memory_beside
from toolshelf.build.manifest import MANIFEST, UNFINISHED
from toolshelf.build.output import Place
from toolshelf.build.publish import Published
from toolshelf.build.standing import Numbers
from toolshelf.pipeline import Project, Report
from toolshelf.signatures import YOUNG, is_settled, of


def leave_stamp(root: str, project: Project, looked: stamp.Look, report: Report) -> None:
    """Leave a stamp in ``root`` of the build of ``project`` that gave ``report``, if it is certain how all stands.

    ``looked`` is from before the build. After a build that mended something there is none: the next one has a look.
    A stamp only saves time, so whatever keeps it from being written is no failure.
    """
    if report.published is None or project.cache is None or report.notes or not looked.is_settled:
        return
    cache = os.path.abspath(project.cache)
    folders = engine(memory_beside(project.cache)).folders
    libraries = tuple(signatures.rows("", (*folders, *_zone_files(report.timezone)), os.stat))
    if not signatures.are_settled(libraries, looked.began):
        return
    place = Place.of(project.output)
    output = os.path.join(place.parent, place.output)
    with contextlib.suppress(OSError, ValueError):
        standing, doubtful = _output(output, report.published, looked.began)
        stamp.leave(
            root,
            looked,
            stamp.Said(report.pages, [problem.as_row() for problem in report.problems]),
            day=_day(project.as_of, report.timezone) if isinstance(project.as_of, datetime.datetime) else None,
            # Whether the cache is whole does not change what is published, but a build that looks would mend it.
            besides=(*libraries, *signatures.rows("", (cache, *report.inputs), os.stat)),
            output=output,
            published=standing,
            doubtful=doubtful,
            absent=(
                f"{cache}.lock",
                *(os.path.join(place.parent, name) for name in (place.lock, place.spare)),
                os.path.join(place.parent, place.stage, UNFINISHED),
            ),
        )


def _output(output: str, published: Published, began: int) -> tuple[dict[str, Numbers], list[stamp.Doubtful]]:
    """How everything in ``output`` stands, as `stamp.leave` wants it, and what of it is doubtful.

    What was not changed since shortly before all was certain, nobody but a build has had in hand; nor has anybody
    changed what was old when a build began that found it as it should be.
    """
    files, above = dict(published.standing.rows()), dict(published.folders.rows())
    young = {*_young(files, max(began, published.certain)), *_young(above, max(began, published.certain))}
    if MANIFEST in _young({MANIFEST: files[MANIFEST]}, max(began, files[MANIFEST][2])):
        young.add(MANIFEST)
    names = _names(young & above.keys(), (*files, *above))
    contents = {path: (disk.FOLDER_MODE, stamp.digest_of_names(inside)) for path, inside in names.items()}
    for path in young & files.keys():
        told = published.manifest[path].digest if path != MANIFEST else published.told
        contents[path] = disk.FILE_MODE, told
    order = (*sorted(files.items()), *sorted(above.items(), reverse=True))
    standing = {_below(path): one for path, one in order}
    doubtful = [
        (_below(path), *content)
        for path, content in sorted(contents.items())
        if not _is_known(output, standing[_below(path)], _below(path), *content)
    ]
    return standing, doubtful


def _young(standing: Mapping[str, Numbers], moment: int) -> set[str]:
    """The paths that could change once more at ``moment`` and look the same: see `is_settled`."""
    settled = moment - YOUNG
    return {path for path, (_, modified, changed, _) in standing.items() if modified > settled or changed > settled}


def _is_known(output: str, standing: Numbers, path: str, mode: int, content: str) -> bool:
    """Whether what was too young a moment ago is so no longer, and whole: then the next build need not read it."""
    now = time.time_ns()
    found = of(os.lstat(output + path))
    return is_settled(found, now) and found == standing and stamp.is_whole(output, path, mode, content)


def _names(chosen: set[str], paths: tuple[str, ...]) -> dict[str, list[str]]:
    """The names in each of the ``chosen`` folders, of all ``paths`` of a tree."""
    found: dict[str, list[str]] = {path: [] for path in chosen}
    for path in paths:
        above, _, name = path.rpartition("/")
        if name and above in found:
            found[above].append(name)
    return found


def _below(path: str) -> str:
    return f"/{path}" if path else ""


def _day(moment: datetime.datetime, timezone: str) -> tuple[int, int]:
    """From when until when it is the same day as at ``moment``, seconds since 1970.

    Raises ValueError where that is not of one piece: there were zones that put the clock back a minute past midnight.
    """
    zone = zoneinfo.ZoneInfo(timezone)

    def day(seconds: float) -> datetime.date:
        return datetime.datetime.fromtimestamp(seconds, zone).date()

    now = moment.timestamp()
    today = day(now)
    first, last = (
        int(datetime.datetime.combine(date, datetime.time(), zone).timestamp())
        for date in (today, today + datetime.timedelta(1))
    )
    if not first <= now < last or any(day(second) != today for second in (*range(first, last, 900), last - 1)):
        raise ValueError(f"an odd day: {today} in {timezone}")
    return first, last


def _zone_files(timezone: str) -> Iterator[str]:
    for folder in zoneinfo.TZPATH:
        yield os.path.join(folder, *timezone.split("/"))

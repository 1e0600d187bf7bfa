"""Pages that were rendered anew, put into the preview's own output before all of it is published.

To publish is to look at the whole site, which takes longer than to edit a page. Here a file is exchanged for another
one at a time, so that what is read of the output meanwhile is always a whole file. What is put there is what will be
published next, so that to publish it changes nothing more; nobody but the preview shows this output.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from toolshelf.build import disk
from toolshelf.build.descent import Descent
from toolshelf.build.output import Place

_MANY: Final = 50
"""So many are published together."""


def put_early(output: Path, files: Mapping[str, bytes]) -> frozenset[str]:
    """Exchange those of ``files``, by their paths in ``output``, that stand there with other bytes, and give which.

    A few at most, and none where one of them is new. Raises OSError.
    """
    if len(files) > _MANY:
        return frozenset()
    place = Place.of(output)
    part = f"{place.output}.part"
    parent = disk.open_folder(place.parent)
    try:
        root = disk.open_folder(place.output, parent)
        try:
            with Descent(root) as descent:
                changed = {path for path, data in files.items() if disk.read_file(*descent.beside(path)) != data}
                for path in sorted(changed):
                    disk.write_file(parent, part, files[path])
                    disk.move_file(parent, part, *descent.beside(path))
        finally:
            disk.close_folder(root)
    finally:
        disk.close_folder(parent)
    return frozenset(changed)

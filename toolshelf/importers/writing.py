"""Write what an import has made, data as YAML: nothing that stands there is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml


class Written(NamedTuple):
    """What became of the files."""

    new: tuple[str, ...]
    same: tuple[str, ...]
    """They stood there already, with the same bytes."""
    kept: tuple[str, ...]
    """Another file stands there: it was left as it is."""


def as_yaml(values: Mapping[str, Any]) -> bytes:
    """``values`` as a data file, in their order."""
    text = yaml.dump(dict(values), Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=4096)
    return str(text).encode()


def write_new(root: Path, files: Mapping[str, bytes]) -> Written:
    """Write each of ``files``, by its path below ``root``, unless something stands there. Raises OSError."""
    new: list[str] = []
    same: list[str] = []
    kept: list[str] = []
    for path, content in sorted(files.items()):
        file = root / path
        if file.is_symlink() or file.exists():
            (same if file.is_file() and file.read_bytes() == content else kept).append(path)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(content)
        new.append(path)
    return Written(tuple(new), tuple(same), tuple(kept))

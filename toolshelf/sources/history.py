"""What the sources were at a tagged version, as git tells; only documents that show what has changed ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from toolshelf.patterns import regex

_VERSION: Final = regex(r"[A-Za-z0-9][\w.+/-]*")
"""A name that git takes for nothing but a name."""
_SECONDS: Final = 60


class History:
    """The history of the folder ``root``, which need not be the top of a repository, nor in one at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def commit(self, version: str) -> str:
        """The commit that ``version``, a tag or another name, stands for; "" where there is none, or no git."""
        if not _VERSION.fullmatch(version):
            return ""
        return (
            self._told("rev-parse", "--verify", "--quiet", f"{version}^{{commit}}").decode("ascii", "replace").strip()
        )

    def files(self, commit: str, folder: str) -> dict[str, bytes]:
        """The files below ``folder`` as they were at ``commit``, by their paths relative to the root."""
        listed = self._told("ls-tree", "-r", "-z", commit, "--", f"{folder}/")
        names: dict[str, str] = {}
        for row in filter(None, listed.split(b"\0")):
            about, _, path = row.partition(b"\t")
            mode, kind, identifier = about.decode("ascii").split()[:3]
            if kind == "blob" and mode != "120000":  # a symbolic link is no text
                names[path.decode("utf-8", "replace")] = identifier
        asked = "".join(f"{identifier}\n" for identifier in names.values()).encode()
        return dict(zip(names, _objects(self._told("cat-file", "--batch", given=asked)), strict=False))

    def inputs(self) -> tuple[str, ...]:
        """The files and folders that stand otherwise when a tag is made or moved."""
        told = self._told("rev-parse", "--path-format=absolute", "--git-common-dir").decode("utf-8", "replace").strip()
        if not told:
            return ()
        found = (Path(told, name) for name in ("packed-refs", "refs/tags"))
        tags = sorted(Path(told, "refs/tags").glob("**/*"))
        return tuple(str(path) for path in (*found, *tags) if path.exists())

    def _told(self, *asked: str, given: bytes = b"") -> bytes:
        """What git says; b"" where it fails or is not there."""
        import subprocess  # only where somebody asks

        try:
            done = subprocess.run(
                ["git", "-C", str(self._root), *asked],
                input=given,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return b""
        return done.stdout if done.returncode == 0 else b""


def _objects(batch: bytes) -> Iterator[bytes]:
    """The contents in what ``git cat-file --batch`` writes: a line with the size, the bytes, a line break."""
    position = 0
    while position < len(batch):
        end = batch.index(b"\n", position)
        size = int(batch[position:end].split()[-1])
        yield batch[end + 1 : end + 1 + size]
        position = end + size + 2

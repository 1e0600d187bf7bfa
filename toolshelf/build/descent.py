"""The way down a tree of folders, one open folder below the other."""

from __future__ import annotations

from toolshelf.build import disk


class Descent:
    """Opens folders of a tree one below the other, and keeps open only those on the way to the last one."""

    def __init__(self, root: disk.Folder) -> None:
        self._chain: list[tuple[str, disk.Folder]] = [("", root)]

    def __enter__(self) -> Descent:
        return self

    def __exit__(self, *_: object) -> None:
        self.to("")

    def to(self, path: str) -> disk.Folder:
        """The folder ``path`` ("" is the root), open until the next call; raises OSError for a symbolic link."""
        while (here := self._chain[-1][0]) and path != here and not path.startswith(f"{here}/"):
            disk.close_folder(self._chain.pop()[1])
        for name in path[len(here) :].split("/"):
            if name:
                above, folder = self._chain[-1]
                self._chain.append((f"{above}/{name}" if above else name, disk.open_folder(name, folder)))
        return self._chain[-1][1]

    def beside(self, path: str) -> tuple[disk.Folder, str]:
        """The folder of the file ``path``, and the file's name in it."""
        above, _, name = path.rpartition("/")
        return self.to(above), name

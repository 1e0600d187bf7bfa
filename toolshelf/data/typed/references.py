"""Ids that are unique within a collection, and the items that items name: both across all files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from toolshelf.data.typed.rows import ItemRow, by_id
from toolshelf.problems import Problem, error
from toolshelf.spelling import nearest

_DATASETS: Final = "datasets"


def double_ids(name: str, rows: Sequence[ItemRow]) -> Iterator[Problem]:
    """An error for each item of the collection ``name`` whose id another one has, naming both places."""
    first = by_id(rows)
    for row in rows:
        other = first[row.id]
        if other is not row:
            message = f"The id '{row.id}' is that of the item in {other.path}:{other.line} too ({name})."
            hint = "write another id: into one of the two"
            yield error("double-id", message, row.line, row.column, path=row.path, hint=hint)


def dead_references(
    rows: Sequence[ItemRow], typed: Mapping[str, Mapping[str, ItemRow]], others: Collection[str]
) -> Iterator[Problem]:
    """An error for each item named by ``rows`` that is not there.

    ``typed`` are the items of the typed collections by id, and ``others`` the names of all other collections, whose
    items have no ids.
    """
    for row in rows:
        for key, collection, wanted, line, column in row.references:
            known = typed.get(collection)
            if known is None and collection in others:
                continue
            if known is not None and wanted in known:
                continue
            if known is None:
                message = f"'{key}' names '{wanted}', and there is no collection '{collection}'."
                hint = f"write its items into data/{collection}/, or give a web address"
                hint = hint if collection == _DATASETS else f"write its items into data/{collection}/"
            else:
                message = f"'{key}' names '{wanted}', and no item of the collection '{collection}' has that id."
                like = nearest(wanted, known)
                hint = f"did you mean {like}?" if like else f"the ids are those of data/{collection}"
            yield error("dead-reference", message, line, column, path=row.path, hint=hint)

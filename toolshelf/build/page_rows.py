"""What is kept of every page from build to build: its row, its address, and what was found when it was checked."""

from __future__ import annotations

from typing import Final

from toolshelf.build import blocks
from toolshelf.content.stored import dump_problems, load_problems
from toolshelf.index.addresses import Address
from toolshelf.index.page_checks import Checked
from toolshelf.index.pages import KnownPage
from toolshelf.index.rows import Row
from toolshelf.makers import maker

TABLE: Final = "page"
_BEFORE: Final = 8
"""How many fields stand before those of the row: path, key, address, output, and what was `Checked`."""
FIELDS: Final = _BEFORE + len(Row._fields)
"""How many fields a row of the table has."""
NOT_CHECKED: Final = Checked(())
_known, _row, _address = maker(KnownPage), maker(Row), maker(Address)


def page_row(path: str, known: KnownPage, address: Address | None, checked: Checked) -> blocks.Row:
    """What is kept of the page at ``path``; it has no address where it is not published."""
    where = address or ("", "")
    found = [dump_problems(checked.problems), dict(checked.consulted), checked.leads, checked.pictures]
    return blocks.Row([path, known.key, *where, *found, *known.row])


def known_page(row: blocks.Row) -> KnownPage:
    """The page that ``row`` is about."""
    _, key, url_path, output = (head := row.head)[:4]
    return _known((key, _row(head[_BEFORE:]), _address((url_path, output)) if output else None))


def key_of(row: blocks.Row) -> str:
    """The key of the document that ``row`` is about."""
    key: str = row.head[1]
    return key


def consulted_by(row: blocks.Row) -> dict[str, str]:
    """The pages whose ids were looked at when the page was checked, and their ids then: see `Checked`."""
    found: dict[str, str] = row.head[5]
    return found


def checked_page(row: blocks.Row) -> Checked:
    """What was found when the page was checked."""
    problems, consulted, leads, pictures = row.head[4:_BEFORE]
    return Checked(load_problems(problems) if problems else (), consulted, leads, pictures)

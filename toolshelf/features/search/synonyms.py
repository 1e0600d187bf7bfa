"""Words that mean the same: whoever searches for one of them finds the others too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toolshelf.codec import FrozenDict, Value
from toolshelf.languages import primary

_USUAL: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "en": (
        ("ATO", "authority to operate", "authorization to operate"),
        ("FOIA", "Freedom of Information Act"),
        ("prize competition", "challenge"),
    ),
    "es": (("ATO", "autorización para operar"),),
}
"""For sites that say nothing of their own, by language. The first is that of NIST SP 800-37, where an "authorization
to operate" is also called an "authority to operate"."""


def synonyms(search: Value, language: Value) -> tuple[tuple[str, ...], ...]:
    """Groups of words that mean the same; ``search`` is the key of the configuration, ``language`` a tag of BCP 47."""
    written = search.get("synonyms") if isinstance(search, FrozenDict) else None
    if isinstance(written, tuple):
        return tuple(tuple(map(str, group)) for group in written if isinstance(group, tuple))
    return _USUAL.get(primary(language), ())

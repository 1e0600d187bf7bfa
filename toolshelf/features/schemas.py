"""The schemas, published with the site: editors complete and check by them, and so do others who read the data.

Those of the engine, and those that an office writes beside its data, which take the place of the engine's own.
``exports: false`` leaves them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from toolshelf import places
from toolshelf.codec import MISSING, Value, digest
from toolshelf.features.feature import Drawing, Feature, Kind, Target
from toolshelf.index.additions import Ground, Made
from toolshelf.index.index import Index

_KIND: Final = "schema"
_FOLDER: Final = "schemas/"
_ENDING: Final = ".schema.json"


class SchemaText(Struct, frozen=True):
    """The text of a schema."""

    name: str
    """Of what it describes: "tools", "front_matter"."""

    def answer(self, index: Index) -> Value:
        """The text, or MISSING where there is no such schema."""
        texts: Mapping[str, str] = index.features[_KIND]
        return texts.get(self.name, MISSING)

    def basis(self, index: Index) -> str:
        """The text itself."""
        return digest(str(index.features[_KIND].get(self.name, "")).encode())

    def __str__(self) -> str:
        return f"the schema '{self.name}'"


def _make(ground: Ground) -> Made:
    if ground.config.get("exports") is False:
        return Made({})
    texts = {
        file.name.removesuffix(_ENDING): file.read_text("utf-8")
        for file in sorted(Path(places.PACKAGE, "schemas").glob(f"*{_ENDING}"))
    }
    own = {name: file for name, file in ground.schemas.items() if not file.is_engine}
    texts |= {name: file.read().decode("utf-8-sig") for name, file in own.items()}
    outputs = [(_output(name), "a schema that Toolshelf publishes") for name in texts]
    return Made(texts, outputs=outputs)


def _output(name: str) -> str:
    return f"{_FOLDER}{name}{_ENDING}"


def _targets(index: Index) -> list[Target]:
    return [Target(_output(name), _KIND) for name in index.features[_KIND]]


def _schema(target: Target, drawing: Drawing) -> bytes:
    name = target.output.removeprefix(_FOLDER).removesuffix(_ENDING)
    return str(drawing.ask(SchemaText(name))).encode()


FEATURE: Final = Feature(_KIND, {_KIND: Kind(_schema)}, _targets, _make, questions=(SchemaText,))

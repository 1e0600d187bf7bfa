"""What the pages that are made for a document and the glossary are called, in the language of the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from toolshelf.features.documents.fields import BIBLIOGRAPHY, CHANGES, GLOSSARY, WHOLE
from toolshelf.languages import said_in

_VERSION: Final = "version"
_WORDS: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    "en": {
        WHOLE: ("{title}: full text", "All of {title} on one page, for reading, printing and archiving."),
        CHANGES: ("{title}: what changed", "What is new in {title}, and what is gone, chapter by chapter."),
        BIBLIOGRAPHY: ("{title}: notes", "The footnotes of {title} with their links, chapter by chapter."),
        GLOSSARY: ("Glossary", "What the terms of this site mean, in the order of the alphabet."),
        _VERSION: ("{title}, version {version}", ""),
    },
    "es": {
        WHOLE: ("{title}: texto completo", "{title} en una sola página, para leer, imprimir y archivar."),
        CHANGES: ("{title}: qué ha cambiado", "Lo que es nuevo en {title} y lo que ya no está, capítulo por capítulo."),
        BIBLIOGRAPHY: ("{title}: notas", "Las notas al pie de {title} con sus enlaces, capítulo por capítulo."),
        GLOSSARY: ("Glosario", "Qué significan los términos de este sitio, en orden alfabético."),
        _VERSION: ("{title}, versión {version}", ""),
    },
}


def page_words(language: str, kind: str, title: str = "") -> tuple[str, str]:
    """The title and the description of the page of this ``kind``; ``title`` is that of its document.

    ``language`` is a tag of BCP 47; where nothing is said in it, English is.
    """
    name, description = said_in(_WORDS, language)[kind]
    return name.format(title=title), description.format(title=title)


def with_version(language: str, title: str, version: str) -> str:
    """The title of a document with its version, for who cites it."""
    return said_in(_WORDS, language)[_VERSION][0].format(title=title, version=version)

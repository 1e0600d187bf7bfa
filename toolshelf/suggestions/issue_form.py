"""The issue form of GitHub for a collection, made of its schema (GitHub Docs, "Syntax for GitHub's form schema").

``python -m toolshelf.suggestions.issue_form`` writes the forms of this repository anew.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

import yaml

from toolshelf.data.typed.schema_in_force import schema_in_force
from toolshelf.suggestions.fields import Field, Shape, fields

FORMS: Final = {"tools": "suggest-tool.yml"}
"""The form of each collection that readers may add to, below `FOLDER`."""
FOLDER: Final = ".github/ISSUE_TEMPLATE"
_NOUNS: Final = {"tools": "tool"}
_HEAD: Final = "# Made of the schema of data/{name} by `make forms`: change the schema, then make it anew.\n"
_TERMS: Final = (
    "Write in your own words, and copy no sentences. What you write becomes public at once, and so does your name on "
    "GitHub. Write nothing that is not public already: no system boundaries, addresses of servers, findings of "
    "assessors or names of persons."
)


def issue_form(name: str, root: Path) -> str:
    """The form for the collection ``name``, one of `FORMS`, of the site at ``root``, as YAML.

    Raises ValueError for a schema that cannot be read, and OSError.
    """
    noun = _NOUNS[name]
    form: dict[str, Any] = {
        "name": f"Suggest a {noun}",
        "description": f"Suggest a {noun} for the toolkit",
        "title": f"Suggest a {noun}: ",
        "labels": ["suggestion"],
        "body": [{"type": "markdown", "attributes": {"value": _TERMS}}],
    }
    form["body"] += [_asked(field) for field in fields(schema_in_force(root, name))]
    return _HEAD.format(name=name) + yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=110)


def _asked(field: Field) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": field.label}
    about = [f"{field.about}."] if field.about else []
    if field.shape is Shape.LINES:
        about.append("One a line.")
    if about:
        attributes["description"] = " ".join(about)
    if field.example:
        attributes["placeholder"] = field.example
    if field.choices:
        attributes["options"] = list(field.choices)
    if field.shape is Shape.CHOICES:
        attributes["multiple"] = True
    kind = {Shape.LINE: "input", Shape.CHOICE: "dropdown", Shape.CHOICES: "dropdown"}.get(field.shape, "textarea")
    asked: dict[str, Any] = {"type": kind, "id": field.key.replace("_", "-"), "attributes": attributes}
    if field.required:
        asked["validations"] = {"required": True}
    return asked


def main() -> int:
    """Write every form of `FORMS` into this folder, and say which."""
    for name, file in FORMS.items():
        path = Path(FOLDER, file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(issue_form(name, Path()), "utf-8", newline="\n")
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

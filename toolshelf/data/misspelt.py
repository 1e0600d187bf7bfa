"""Keys that are one slip away from a known one: where other keys are allowed, nothing else finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from toolshelf.codec import FrozenDict, Value
from toolshelf.data.positions import Path, Positions
from toolshelf.problems import Problem, warning


def misspelt_keys(
    mapping: Mapping[str, Value], known: Collection[str], positions: Positions, path: Path = ()
) -> tuple[Problem, ...]:
    """A warning for each key of ``mapping`` (which stands at ``path``) that is one slip from a known one.

    A slip is another letter case, or one letter added, left out, changed or swapped with its neighbour. A key
    whose likely right spelling is there as well is a name of its own (``image`` beside ``images``).
    """
    problems = []
    for key in mapping:
        if key not in known and (right := _meant(key, known, mapping)):
            where = positions.locate_key((*path, key))
            message = f"The key '{key}' is not known; '{right}' is."
            problems.append(warning("misspelt-key", message, where.line, where.column, hint=f"write '{right}'"))
    return tuple(problems)


def misspelt_keys_by_schema(value: Value, schema: FrozenDict, positions: Positions) -> tuple[Problem, ...]:
    """A warning for each key in ``value``, at any depth, that is one slip from one that ``schema`` describes there.

    Where a schema allows no other keys, every other key is a violation, which is for ``violations`` to tell.
    """
    return tuple(_walk(value, (schema,), schema, positions, ()))


def _walk(
    value: Value, schemas: tuple[Value, ...], root: FrozenDict, positions: Positions, path: Path
) -> Iterator[Problem]:
    forms = [form for schema in schemas for form in _forms(schema, root, value, frozenset())]
    if isinstance(value, tuple):
        items = tuple(form["items"] for form in forms if "items" in form)
        for position, item in enumerate(value):
            if _holds_keys(item):
                yield from _walk(item, items, root, positions, (*path, position))
    elif isinstance(value, FrozenDict):
        described = [keys for form in forms if isinstance(keys := form.get("properties"), FrozenDict)]
        unknown = [key for key in value if not any(key in properties for properties in described)]
        if unknown and all(form.get("additionalProperties") is not False for form in forms):
            known = {key for properties in described for key in properties}
            yield from misspelt_keys(value, known, positions, path)
        others = tuple(form["additionalProperties"] for form in forms if "additionalProperties" in form)
        for key, item in value.items():
            if _holds_keys(item):
                below = tuple(properties[key] for properties in described if key in properties) or others
                yield from _walk(item, below, root, positions, (*path, key))


def _holds_keys(value: Value) -> bool:
    return isinstance(value, FrozenDict) or (isinstance(value, tuple) and any(map(_holds_keys, value)))


def _forms(schema: Value, root: FrozenDict, value: Value, followed: frozenset[str]) -> Iterator[FrozenDict]:
    """``schema`` and the parts of it that apply to ``value`` as well: references and fitting alternatives."""
    if not isinstance(schema, FrozenDict) or not _fits(schema.get("type"), value):
        return
    yield schema
    target = schema.get("$ref")
    if isinstance(target, str) and target.startswith("#") and target not in followed:
        yield from _forms(_referred(root, target), root, value, followed | {target})
    for keyword in ("allOf", "anyOf", "oneOf"):
        alternatives = schema.get(keyword)
        for alternative in alternatives if isinstance(alternatives, tuple) else ():
            yield from _forms(alternative, root, value, followed)


def _fits(types: Value, value: Value) -> bool:
    kind = "array" if isinstance(value, tuple) else "object"
    return types is None or types == kind or (isinstance(types, tuple) and kind in types)


def _referred(root: FrozenDict, target: str) -> Value:
    """What the local reference ``target`` ("#/$defs/entry") leads to; None if nothing."""
    found: Value = root
    for step in target.split("/")[1:]:
        found = found.get(step) if isinstance(found, FrozenDict) else None
    return found


def _meant(key: str, known: Collection[str], present: Mapping[str, Value]) -> str:
    from rapidfuzz.distance import OSA  # most sites have no key that is not known

    for candidate in sorted(known):
        if candidate.casefold() == key.casefold():
            return candidate
    slips = (name for name in sorted(known) if name not in present and OSA.distance(key, name, score_cutoff=1) <= 1)
    return next(slips, "")

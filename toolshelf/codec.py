"""Canonical values: what is hashed is exactly what is stored, and exactly what a template can observe."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, Final, NoReturn, TypeAlias

import orjson

Scalar: TypeAlias = str | int | float | bool | datetime.date | None
Value: TypeAlias = "Scalar | tuple[Value, ...] | FrozenDict | Missing"
_LARGEST: Final = 2**53
_STRICT: Final = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_JSON: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Missing:
    """The answer to a question about something that does not exist; there is one, ``MISSING``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __reduce__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


class FrozenDict(dict[str, "Value"]):
    """A mapping that templates may read and nobody may change; unlike a mapping proxy it can be pickled."""

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("this mapping is read-only")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))

    def __reduce__(self) -> tuple[type[FrozenDict], tuple[dict[str, Value]]]:
        return (FrozenDict, (dict(self),))


EMPTY: Final = FrozenDict()


def mappings(value: Value) -> tuple[FrozenDict, ...]:
    """The mappings in a list; none in anything else."""
    return tuple(one for one in value if isinstance(one, FrozenDict)) if isinstance(value, tuple) else ()


def freeze(value: object) -> Value:
    """``value`` with its lists as tuples and its mappings frozen.

    Raises TypeError for anything that is not a canonical value: there is no fallback, because two
    different values must never share a digest.
    """
    if value is None or isinstance(value, (str, bool, int, float, datetime.date, Missing, FrozenDict)):
        return value
    if isinstance(value, Mapping):
        return FrozenDict({str(key): freeze(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    raise TypeError(f"not a canonical value: {type(value).__name__}")


def encode(value: Value) -> bytes:
    """``value`` as canonical JSON, which `decode` takes back. Keys keep their order: a template can see it."""
    return to_json(pack(value))


def decode(data: bytes) -> Value:
    """The value whose encoding is ``data``. Raises ValueError, LookupError or TypeError for other bytes."""
    return unpack(from_json(data))


def hasher() -> blake2b:
    """What makes the `digest` of bytes that come in pieces."""
    return blake2b(digest_size=16)


def digest(data: bytes) -> str:
    """The digest of ``data``, 32 hexadecimal characters (BLAKE2b, 128 bits)."""
    return blake2b(data, digest_size=16).hexdigest()


def to_json(packed: object) -> bytes:
    """``packed``, made of what JSON knows, in one line of bytes. Raises ValueError or TypeError for anything else."""
    try:
        return orjson.dumps(packed, default=_plain, option=_STRICT)
    except TypeError:  # it writes no half of a surrogate pair, no large number, and no key that is no text
        return _JSON.encode(packed).encode("utf-8", "surrogatepass")


def _plain(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple):
        return tuple(value)
    raise TypeError(f"JSON does not know it: {type(value).__name__}")


def from_json(data: bytes) -> Any:  # noqa: ANN401 - whoever reads it checks it by what it is built into
    """What `to_json` made ``data`` of, with lists for tuples. Raises ValueError for other bytes."""
    try:
        return orjson.loads(data)
    except ValueError:
        return json.loads(data.decode("utf-8", "surrogatepass"))


def pack(value: Value) -> object:
    """``value`` in what JSON knows: a list begins with a letter that says what it stands for."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return value
    if kind is FrozenDict:
        packed: list[object] = ["m"]
        for key, item in value.items():  # type: ignore[union-attr]
            packed += (key, item if type(item) is str else pack(item))
        return packed
    if kind is tuple:
        return ["l", *[item if type(item) is str else pack(item) for item in value]]  # type: ignore[union-attr]
    return _pack_other(value)


def _pack_other(value: Value) -> object:
    """What is rarer, and what only behaves like one of the above."""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, (int, float)):
        return value if -_LARGEST < value < _LARGEST else _large(value)
    if isinstance(value, FrozenDict):
        return ["m", *(part for key, item in value.items() for part in (key, pack(item)))]
    if isinstance(value, tuple):
        return ["l", *map(pack, value)]
    if isinstance(value, datetime.datetime):
        return ["t", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["d", value.isoformat()]
    if isinstance(value, Missing):
        return ["-"]
    raise TypeError(f"not a canonical value: {type(value).__name__}")


def _large(value: int | float) -> list[str]:
    """A number that readers of JSON may round. Raises ValueError for one that is none."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"not a canonical value: {value}")
    return ["n", repr(value)]


def unpack(packed: object) -> Value:
    """The value that `pack` made ``packed`` of. Raises ValueError, LookupError or TypeError for anything else."""
    if packed is None or isinstance(packed, (str, bool, int, float)):
        return packed
    if not isinstance(packed, list):
        raise TypeError(f"not an encoded value: {type(packed).__name__}")
    kind, *parts = packed
    match kind:
        case "m":
            return FrozenDict({str(key): unpack(item) for key, item in zip(parts[::2], parts[1::2], strict=True)})
        case "l":
            return tuple(map(unpack, parts))
        case "t":
            return datetime.datetime.fromisoformat(parts[0])
        case "d":
            return datetime.date.fromisoformat(parts[0])
        case "n":
            return float(parts[0]) if {*parts[0]} & {*".e"} else int(parts[0])
        case "-":
            return MISSING
    raise ValueError(f"not an encoded value: {kind!r}")

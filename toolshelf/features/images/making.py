"""All pictures of a site: what is known of each, what is published of it, and which of them are refused.

Nothing is read or made of a picture of which that is known; where many are not, workers help.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Set
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple, Protocol

from msgspec import Struct, field

from toolshelf.codec import FrozenDict, digest, to_json
from toolshelf.features.images import recipe as recipes
from toolshelf.features.images.facts import Facts, File, restored, stored
from toolshelf.features.images.recipe import Recipe
from toolshelf.features.images.store import Store
from toolshelf.index.addresses import segment_slug
from toolshelf.index.item_facts import Remember
from toolshelf.problems import Problem, error
from toolshelf.sources.source import Source

FOLDER: Final = "assets/pictures/"
REFUSED: Final = "refused-image"
"""The code of the problem that a picture is not published."""
_SVG: Final = ".svg"
_COST: Final = 0.3
"""About how many seconds it takes to make the sizes of a picture."""
_LONGEST: Final = 40
"""Letters of a picture's own name in those of its sizes."""
_ENDINGS: Final = {"image/webp": ".webp", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}


class Order(NamedTuple):
    """A picture that is to be made."""

    source: Source
    data: bytes | None
    """Its bytes, for those who do not see the same disk."""
    ending: str
    recipe: Recipe


class Origin(NamedTuple):
    """Where the bytes of an output come from."""

    path: str
    """Of the picture's source."""
    size: int
    digest: str


class Helpers(Protocol):
    """What is used of `toolshelf.build.executors.Workers`."""

    @property
    def local(self) -> bool:
        """Whether they see the same disk."""

    def share(self, work: Any, common: Any, things: Any, count: int, cost: float, /) -> Iterable[Any]:  # noqa: ANN401
        """What ``work`` makes of all ``things``."""


class Pictures(Struct, frozen=True):
    """The pictures of a site."""

    facts: Mapping[str, Facts] = field(default_factory=dict)
    """By the path of the source; none of a picture that is refused."""
    outputs: Mapping[str, Origin] = field(default_factory=dict)
    """What is published besides the authors' files, or in place of them."""
    names: Mapping[str, Mapping[File, str]] = field(default_factory=dict)
    """The output of each file that was made of a picture, by the path of its source."""
    problems: tuple[Problem, ...] = ()
    again: Callable[[str], bytes] = lambda output: b""
    """The bytes of one of ``outputs``."""


AS_THEY_ARE: Final = Pictures()
"""For a site that publishes pictures as they are."""


def make_pictures(
    sources: Mapping[str, Source],
    published: Mapping[str, str],
    thumbnails: Set[str],
    config: Mapping[str, Any],
    remember: Remember,
    store: Store,
    workers: Helpers,
) -> Pictures:
    """What becomes of the pictures in ``sources``, by path, which are ``published`` at these outputs.

    ``thumbnails`` are those that stand for items. Raises OSError, and what `Workers.share` raises.
    """
    quality = recipes.quality(config)
    small, large = recipes.thumbnail_recipe(quality), recipes.picture_recipe(quality)
    orders = {
        path: Order(source, None, PurePosixPath(path).suffix.lower(), small if path in thumbnails else large)
        for path, source in sources.items()
    }
    given = [[path, order.source.digest, order.ending, list(order.recipe)] for path, order in orders.items()]
    found = remember("pictures", given, functools.partial(_found, orders, store, workers))
    facts = {path: restored(words) for path, words in zip(orders, found, strict=True)}
    outputs: dict[str, Origin] = {}
    names: dict[str, dict[File, str]] = {}
    problems = []
    for path, one in facts.items():
        if one.fault:
            problems.append(error(REFUSED, one.fault, path=path, hint=one.remedy))
            continue
        names[path] = {file: _name(path, file) for file in one.files}
        if one.own is not None:
            names[path][one.own] = published[path]
        outputs.update({name: Origin(path, file.size, file.digest) for file, name in names[path].items()})

    def again(output: str) -> bytes:
        path, _, name = outputs[output]
        order = orders[path]
        data = store.blob(_key(order), name)
        if data is None:
            made = _make(order)
            store.keep(_key(order), *made)
            data = made[1][name]
        return data

    known = {path: one for path, one in facts.items() if not one.fault}
    return Pictures(known, outputs, names, tuple(problems), again)


def _found(orders: Mapping[str, Order], store: Store, workers: Helpers) -> list[object]:
    """What is known of every picture, in their order; what is not known yet is made and kept."""
    found: dict[str, Facts] = {}
    keys: dict[str, str] = {}
    missing: dict[str, Order] = {}
    for path, order in orders.items():
        if order.ending == _SVG:
            from toolshelf.features.images.vector import vector_facts  # only who draws waits for what reads it

            found[path] = vector_facts(order.source.data)
            continue
        keys[path] = key = _key(order)
        if key in missing:
            continue
        if (facts := store.facts(key)) is not None:
            found[path] = facts
        else:
            missing[key] = order
    sent = (order if workers.local else order._replace(data=order.source.data) for order in missing.values())
    made = workers.share(make_batch, FOLDER, sent, len(missing), _COST)
    fresh = {}
    for key, (facts, blobs) in zip(missing, made, strict=True):
        if not facts.fault:
            store.keep(key, facts, blobs)
        fresh[key] = facts
    if missing:
        store.forget(set(keys.values()))
    return [stored(found[path] if path in found else fresh[keys[path]]) for path in orders]


def make_batch(_: str, batch: tuple[Order, ...]) -> list[tuple[Facts, dict[str, bytes]]]:
    """In a worker: what comes of each picture of ``batch``."""
    return [_make(order) for order in batch]


def _make(order: Order) -> tuple[Facts, dict[str, bytes]]:
    from toolshelf.features.images.raster import make  # Pillow takes a while to load

    data = order.source.data if order.data is None else order.data
    made = make(data, order.ending, order.recipe)
    return made.facts, made.blobs


def _key(order: Order) -> str:
    """Stands for a picture, and all that decides what is made of it."""
    return digest(to_json([order.source.digest, order.ending, list(order.recipe), _versions()]))


@functools.cache
def _versions() -> list[str | None]:
    """Whose work the files are."""
    from PIL import __version__, features

    return [__version__, *(features.version(name) for name in ("webp", "libjpeg_turbo", "zlib", "avif", "littlecms2"))]


def _name(path: str, file: File) -> str:
    stem = segment_slug(PurePosixPath(path).stem)[:_LONGEST].strip("-.") or "picture"
    return f"{FOLDER}{stem}-{file.width}.{file.digest[:10]}{_ENDINGS.get(file.type, '')}"


def view(path: str, pictures: Pictures, own: str, address: Callable[[str], str]) -> FrozenDict:
    """What templates see of the picture at ``path``, published at ``own``; ``address`` is that of an output."""
    facts, names = pictures.facts[path], pictures.names[path]
    candidates = ", ".join(f"{address(names[one])} {one.width}w" for one in facts.sizes)
    sources = (FrozenDict({"type": "image/webp", "srcset": candidates}),) if candidates else ()
    shown = own if facts.fallback is None else names[facts.fallback]
    return FrozenDict({"src": address(shown), "width": facts.width, "height": facts.height, "sources": sources})

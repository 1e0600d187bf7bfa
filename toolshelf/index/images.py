"""The images that front matter names: which they are, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolshelf.codec import FrozenDict, Value
from toolshelf.index.links import Site, Target


def named_images(meta: FrozenDict) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The images that front matter names, each with its place there."""
    preview = meta.get("preview_image")
    if isinstance(preview, str) and preview:
        yield ("preview_image",), preview
    images = meta.get("images")
    for number, image in enumerate(images if isinstance(images, tuple) else ()):
        place = ("images", number, "url") if isinstance(image, Mapping) else ("images", number)
        name = image.get("url") if isinstance(image, Mapping) else image
        if isinstance(name, str) and name:
            yield place, name


def image_url(site: Site, source: str, name: Value) -> str:
    """The address of an image named in the front matter of ``source``, else ""."""
    return image_target(site, source, name).url


def image_target(site: Site, source: str, name: Value) -> Target:
    """What an image named in the front matter of ``source`` is; a target without address where there is none.

    It is looked for beside the page, then from the content root; a page is no image.
    """
    if not isinstance(name, str) or not name:
        return Target("")
    for written in (name, "/" + name.lstrip("/")):
        target = site.resolve(written, source)
        if not target.complaint and not target.page:
            return target
    return Target("")

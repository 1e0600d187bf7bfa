"""Pictures of dots: read without trusting them, turned upright, and written in sizes, without what a camera added.

All that is done with a picture follows from its bytes, its ending and the recipe, so the files that come of it are
the same on every run and with any number of workers.
"""

from __future__ import annotations

import io
import warnings
from typing import Any, Final, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from toolshelf.codec import digest
from toolshelf.features.images.facts import Facts, File
from toolshelf.features.images.recipe import Recipe

MOST_PIXELS: Final = 64_000_000
"""The largest cameras of telephones have 50 million; what is larger may be a small file that fills the memory."""
_FORMATS: Final = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".gif": "GIF", ".webp": "WEBP", ".avif": "AVIF"}
_ENDINGS: Final = {kind: ending for ending, kind in _FORMATS.items() if ending != ".jpeg"}
_WEBP_SIDE: Final = 16383
"""Pixels: WebP holds no more (https://developers.google.com/speed/webp/docs/riff_container)."""
_JPEG_SIDE: Final = 65500
_PLAIN: Final = frozenset({"RGB", "RGBA", "L", "LA", "P", "1"})
"""What every browser shows in the right colours."""
_KEEPS: Final = {"quality": 92, "method": 4}
_AGAIN: Final = "save it anew with a program for pictures, and put that file here"


class Made(NamedTuple):
    """What came of a picture."""

    facts: Facts
    blobs: dict[str, bytes]
    """The bytes of each file, by its digest."""


def make(data: bytes, ending: str, recipe: Recipe) -> Made:
    """The files that ``recipe`` makes of the picture in ``data``, whose name has ``ending``; or why it is refused."""
    # A picture that is too large only warns, by itself. Both are set anew as others may have set them.
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
    try:
        return _made(data, ending.lower(), recipe)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        fault = f"This picture has more than {MOST_PIXELS // 1_000_000} million pixels, which would fill the memory."
        return Made(Facts(fault=fault, remedy="make it smaller"), {})
    except _RefusedError as refused:
        return Made(Facts(fault=refused.fault, remedy=refused.remedy), {})
    except MemoryError:
        return Made(Facts(fault="This picture needs more memory than there is.", remedy="make it smaller"), {})
    except Exception:  # whatever a decoder raises for a file that somebody broke, or made to break it
        fault = "This picture is damaged or cut off, so it cannot be shown whole."
        return Made(Facts(fault=fault, remedy=_AGAIN), {})


class _RefusedError(Exception):
    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.remedy = remedy


def _made(data: bytes, ending: str, recipe: Recipe) -> Made:
    picture = _opened(data, ending)
    kind = _FORMATS[ending]
    animated = bool(getattr(picture, "is_animated", False)) and picture.format != "MPO"
    blobs: dict[str, bytes] = {}
    own = _own(picture, data, kind, animated)
    turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    width, height = reversed(picture.size) if turned else picture.size
    files: list[File] = []
    fallback = None
    if not animated or recipe.boxed:
        upright = _upright(picture, recipe)
        sharp = kind in ("PNG", "GIF")
        files = [
            _kept(_webp(upright, size, recipe.quality, sharp), "WEBP", size, blobs)
            for size in _sizes(width, height, recipe)
            if max(size) <= _WEBP_SIDE
        ]
        size = _fitted(width, height, recipe.fallback, recipe.boxed)
        plain = kind in ("JPEG", "PNG") and picture.mode in _PLAIN and size == (width, height)
        if own is not None or not plain or animated:
            fallback = _kept(*_fallback(upright, size, recipe.quality, sharp), size, blobs)
    told = None if own is None else _kept(own, kind, (width, height), blobs)
    weighed = next((one for one in files if max(one.width, one.height * recipe.boxed) >= recipe.weighed), None)
    heaviest = weighed or (files[-1] if files else told)
    weight = heaviest.size if heaviest else len(data)
    return Made(Facts(width, height, told, tuple(files), fallback, weight), blobs)


def _opened(data: bytes, ending: str) -> Image.Image:
    """The picture, of which everything was read. Raises _RefusedError, and whatever decoders raise."""
    kind = _FORMATS[ending]
    if not data:
        raise _RefusedError("This file is empty.", "put the picture here again")
    if data.startswith(b"version https://git-lfs"):
        raise _RefusedError("This file only says where Git LFS keeps the picture.", "run git lfs pull")
    try:
        picture = Image.open(io.BytesIO(data), formats=[kind])
    except UnidentifiedImageError:
        raise _misnamed(data, ending) from None
    if picture.width * picture.height > MOST_PIXELS:
        raise Image.DecompressionBombError
    return picture


def _misnamed(data: bytes, ending: str) -> _RefusedError:
    try:
        real = Image.open(io.BytesIO(data), formats=list(_ENDINGS)).format or ""
    except UnidentifiedImageError:
        return _RefusedError("This file is no picture, or its beginning is damaged.", _AGAIN)
    right = _ENDINGS.get("JPEG" if real == "MPO" else real, "")
    fault = f"This file is called {ending} and holds a picture of another kind, {real}."
    return _RefusedError(fault, f"let its name end with {right}, and write that name where it is shown")


def _own(picture: Image.Image, data: bytes, kind: str, animated: bool) -> bytes | None:
    """The picture for its own address, where the author's file tells more than it shows; else None.

    Cameras and telephones write into a file where and when it was taken, and with what.
    """
    if not _tells_more(picture, kind):
        picture.load()
        return None
    out = io.BytesIO()
    profile = picture.info.get("icc_profile") or b""
    if animated:
        picture.save(out, kind, save_all=True, exif=b"", xmp=b"", icc_profile=profile)
        return out.getvalue()
    lying = picture.getexif().get(0x0112, 1) != 1
    if kind == "JPEG" and not lying and picture.format == "JPEG":
        picture.save(out, kind, quality="keep", optimize=True, exif=b"", xmp=b"", comment=b"", icc_profile=profile)
        return out.getvalue()
    upright = ImageOps.exif_transpose(picture)
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    more = {} if kind == "PNG" else _KEEPS
    upright.save(out, kind, icc_profile=profile, **_exactly(kind), **more)
    return out.getvalue()


def _exactly(kind: str) -> dict[str, Any]:
    """What an encoder needs to give the same bytes on every machine."""
    return {"max_threads": 1} if kind == "AVIF" else {"optimize": True} if kind in ("PNG", "JPEG") else {}


def _tells_more(picture: Image.Image, kind: str) -> bool:
    if any(picture.info.get(key) for key in ("exif", "xmp", "comment", "photoshop", "XML:com.adobe.xmp")):
        return True
    if kind == "JPEG":
        plain = ("APP0", "APP2", "APP14")
        return picture.format == "MPO" or any(name not in plain for name, _ in getattr(picture, "applist", ()))
    return kind == "PNG" and bool(getattr(picture, "text", None))


def _upright(picture: Image.Image, recipe: Recipe) -> Image.Image:
    """The picture as people see it, in the colours that screens expect, as RGB or RGBA, with nothing attached."""
    picture.seek(0)
    picture.load()
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    largest = 2 * recipe.sizes[-1]
    if recipe.boxed and max(upright.size) > largest:
        upright = _even(upright)
        upright.thumbnail((largest, largest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    plain = _standard_colours(_even(upright), profile)
    plain.info = {}
    return plain


def _even(picture: Image.Image) -> Image.Image:
    """With eight bits a channel and no palette, in which colours can be mixed."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("I", "F"):
        _, high = picture.getextrema()
        scale = 1 / 256 if isinstance(high, int | float) and high > 255 else 1
        return picture.point(lambda value: value * scale).convert("L")
    if picture.mode in ("RGB", "RGBA", "L", "CMYK"):
        return picture.convert("RGBA") if picture.has_transparency_data and picture.mode != "RGBA" else picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _standard_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    if alpha is not None and alpha.getextrema() == (255, 255):
        alpha = None
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture
    if profile:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(given):
                standard = ImageCms.createProfile("sRGB")
                converted = ImageCms.profileToProfile(colours, given, standard, outputMode="RGB")
                colours = converted if converted is not None else colours
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a profile that is not for these channels says nothing about them
    colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _sizes(width: int, height: int, recipe: Recipe) -> list[tuple[int, int]]:
    """The measures in which it is made, one for each width: those of the recipe, as far as it is large enough."""
    measures = [_fitted(width, height, size, recipe.boxed) for size in recipe.sizes]
    return list({one[0]: one for one in measures}.values())


def _fitted(width: int, height: int, size: int, boxed: bool) -> tuple[int, int]:
    scale = min(1.0, size / (max(width, height) if boxed else width))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _webp(picture: Image.Image, size: tuple[int, int], quality: int, sharp: bool) -> bytes:
    """The picture in ``size``; what is ``sharp``, as drawings and screenshots are, without loss if that is smaller."""
    resized = _resized(picture, size)
    lossy = _saved(resized, "WEBP", quality=quality, method=4)
    if not sharp:
        return lossy
    lossless = _saved(resized, "WEBP", lossless=True, quality=80, method=4)
    return min(lossy, lossless, key=len)


def _fallback(picture: Image.Image, size: tuple[int, int], quality: int, sharp: bool) -> tuple[bytes, str]:
    resized = _resized(picture, size)
    if resized.mode == "RGBA" or max(size) > _JPEG_SIDE:
        return _saved(resized, "PNG", optimize=True), "PNG"
    jpeg = _saved(resized, "JPEG", quality=quality, optimize=True, progressive=True)
    if sharp and len(png := _saved(resized, "PNG", optimize=True)) <= len(jpeg):
        return png, "PNG"
    return jpeg, "JPEG"


def _resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if picture.size == size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:  # noqa: ANN401 - as Pillow takes them
    out = io.BytesIO()
    picture.save(out, kind, exif=b"", icc_profile=b"", **options)
    return out.getvalue()


def _kept(data: bytes, kind: str, size: tuple[int, int], blobs: dict[str, bytes]) -> File:
    name = digest(data)
    blobs[name] = data
    return File(f"image/{kind.lower()}", *size, len(data), name)

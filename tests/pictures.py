"""Pictures for tests, drawn when they are needed: good ones, and such as somebody made to do harm."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw

PLACE = "SECRET PLACE"
"""Stands in the metadata of every picture that tells more than it shows."""


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture with a light ground and a dark mark in its upper left corner."""
    picture = Image.new("RGB", (width, height), (230, 240, 250))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 3, height // 3), fill=(120, 20, 40))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    return saved(drawn(width, height), "PNG")


def jpeg(width: int = 400, height: int = 300, **options: Any) -> bytes:
    return saved(drawn(width, height), "JPEG", **options)


def exif(orientation: int = 1) -> bytes:
    """What a telephone writes: where the picture was taken, and how the telephone was held."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = PLACE
    told.get_ifd(0x8825).update({1: "N", 2: (38.0, 53.0, 51.0), 3: "W", 4: (77.0, 2.0, 11.0)})
    return told.tobytes()


def bomb() -> bytes:
    """A PNG of a few kilobytes that says it has 400 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(20_000 * 2501), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated() -> bytes:
    frames = [drawn(120, 90), Image.new("RGB", (120, 90), (0, 120, 0)), drawn(120, 90)]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)


def sixteen_bits() -> bytes:
    """A PNG of one channel with 16 bits, from black to white."""
    rows = b"".join(struct.pack("<H", (x * 65535) // 255) * 1 for x in range(256)) * 64
    return saved(Image.frombytes("I;16", (256, 64), rows), "PNG")


SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">{}</svg>'
SHAPE = '<rect width="40" height="20" fill="#123456"/>'


def svg(inside: str = SHAPE) -> str:
    return SVG.format(inside)

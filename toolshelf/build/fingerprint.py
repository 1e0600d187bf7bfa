"""Names and integrity values that change exactly when a file's bytes do."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha384
from posixpath import splitext

from toolshelf.codec import digest


def fingerprinted(path: str, data: bytes) -> str:
    """``path`` with a digest of ``data`` before its suffix: "css/site.css" becomes "css/site.0123456789.css"."""
    stem, suffix = splitext(path)
    return f"{stem}.{digest(data)[:10]}{suffix}"


def integrity(data: bytes) -> str:
    """The value of an ``integrity`` attribute for ``data`` (W3C Subresource Integrity, SHA-384)."""
    return f"sha384-{b64encode(sha384(data).digest()).decode('ascii')}"

"""The address of a site: what its path may not hold."""

from __future__ import annotations

from urllib.parse import urlsplit


def url_fault(url: object) -> str:
    """What is wrong with the path of a site's address, which every address on the site begins with; "" if nothing."""
    try:
        path = urlsplit(url).path.rstrip("/") if isinstance(url, str) else ""
    except ValueError:
        return ""  # no address at all, as the schema says
    if "%" in path or "\\" in path:
        return "The path of 'url' has a sign that the name of a folder cannot have."
    if {"", ".", ".."} & set(path.split("/")[1:]):
        return "The path of 'url' has an empty part, or one that leads to another folder."
    return ""

"""A document as EPUB 3.3 (https://www.w3.org/TR/epub-33/): a file a chapter, made from the page that holds everything.

Libraries that write EPUB are under licences that bind those who use them, or lack what a contents list needs; the
format is a ZIP archive of XHTML. The XHTML is what the standard library writes of html5lib's tree.
"""

from __future__ import annotations

import io
import mimetypes
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from typing import Final, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_OPS: Final = "http://www.idpf.org/2007/ops"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file: the clock is no part of a document."""
_CONTAINER: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
_STYLE: Final = (
    "body{line-height:1.5}img{max-width:100%;height:auto}table{border-collapse:collapse}"
    "th,td{border:1px solid;padding:.2em .4em;text-align:left;vertical-align:top}dt{font-weight:bold}\n"
)
_CONTENTS: Final = "nav.xhtml"
"""The contents list, read behind the title page: links may lead only to what is read (EPUB 3.3, section 5.7.1)."""
_PICTURES: Final = {".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif"}


class About(NamedTuple):
    """What stands in the package of a document besides its text."""

    title: str
    language: str
    """That of the site, for a page that does not name its own."""
    url: str
    """The address of the page that holds everything, which names the document."""
    date: str
    """The day of this version, as ISO 8601 writes it; "" where nobody says."""
    author: str


class _File(NamedTuple):
    name: str
    title: str
    body: ET.Element


def epub(html: bytes, about: About, resource: Callable[[str], bytes | None]) -> bytes:
    """The document on the page ``html``; ``resource`` gives the file at an address below that of the site."""
    import html5lib  # only where an EPUB is made

    tree: ET.Element = html5lib.parse(html.decode(), treebuilder="etree")
    about = about._replace(language=tree.get("lang", about.language))
    files = list(_files(tree, about.title))
    homes = {element.get("id", ""): file.name for file in files for element in file.body.iter() if element.get("id")}
    pictures: dict[str, tuple[str, bytes]] = {}
    for file in files:
        _make_whole(file.body, file.name, homes, about.url, resource, pictures)
    package = _package(files, pictures, about)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        # The first entry says what the archive is, uncompressed (EPUB OCF 3.3, section 4.2.3).
        archive.writestr(zipfile.ZipInfo("mimetype", _LONG_AGO), "application/epub+zip", zipfile.ZIP_STORED)
        for name, data in (
            ("META-INF/container.xml", _CONTAINER.encode()),
            ("EPUB/package.opf", package),
            (f"EPUB/{_CONTENTS}", _navigation(files, about)),
            ("EPUB/style.css", _STYLE.encode()),
            *((f"EPUB/{file.name}", _xhtml(file, about.language)) for file in files),
            *((f"EPUB/{name}", data) for name, data in sorted(pictures.values())),
        ):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _files(tree: ET.Element, title: str) -> Iterator[_File]:
    """The title page, and each chapter."""
    main = next(tree.iter(f"{{{_XHTML}}}main"))
    cover = ET.Element(f"{{{_XHTML}}}section")
    ET.SubElement(cover, f"{{{_XHTML}}}h1").text = title
    whole = next((one for one in main.iter() if "toolshelf-whole" in one.get("class", "").split()), main)
    chapters = []
    for part in whole:
        if part.tag == f"{{{_XHTML}}}article":
            chapters.append(part)
        elif part.tag in (f"{{{_XHTML}}}dl", f"{{{_XHTML}}}div"):
            cover.append(part)
    yield _File("title.xhtml", title, cover)
    for number, chapter in enumerate(chapters, 1):
        heading = chapter.find(f"{{{_XHTML}}}h2")
        words = " ".join("".join(heading.itertext()).split()) if heading is not None else f"Chapter {number}"
        yield _File(f"chapter-{number:03}.xhtml", words, chapter)


def _make_whole(
    body: ET.Element,
    name: str,
    homes: dict[str, str],
    url: str,
    resource: Callable[[str], bytes | None],
    pictures: dict[str, tuple[str, bytes]],
) -> None:
    """Let links lead to files of the archive or to the web, and take the pictures along."""
    for picture in body.iter(f"{{{_XHTML}}}picture"):
        for candidates in picture.findall(f"{{{_XHTML}}}source"):
            picture.remove(candidates)  # what all readers show stands beside it
    for element in body.iter():
        for key in ("srcset", "sizes", "loading", "decoding"):
            element.attrib.pop(key, None)
        href = element.get("href")
        if href is not None:
            target = unquote(href[1:]) if href.startswith("#") else ""
            home = homes.get(target)
            if home is not None:
                element.set("href", href if home == name else f"{home}{href}")
            elif href.startswith("#"):
                element.set("href", _CONTENTS)
            else:
                element.set("href", urljoin(url, href))
        source = element.get("src")
        if source is not None:
            _take_along(element, urljoin(url, source), resource, pictures)
        role = element.get("role")
        if role in ("doc-noteref", "doc-endnotes", "doc-backlink"):
            element.set(f"{{{_OPS}}}type", role.removeprefix("doc-"))


def _take_along(
    element: ET.Element, address: str, resource: Callable[[str], bytes | None], pictures: dict[str, tuple[str, bytes]]
) -> None:
    path = unquote(urlsplit(address).path)
    if address not in pictures:
        data = resource(path)
        if data is None:
            element.attrib.pop("src")
            element.tag, element.text = f"{{{_XHTML}}}span", element.get("alt", "")
            element.attrib.pop("alt", None)
            return
        stem, suffix = posixpath.splitext(posixpath.basename(path))
        pictures[address] = f"pictures/{len(pictures) + 1:03}-{_plain(stem)}{suffix.lower()}", data
    element.set("src", pictures[address][0])


def _plain(stem: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in stem) or "picture"


def _xhtml(file: _File, language: str) -> bytes:
    """The file as XHTML; the serialiser writes namespaces at the elements where they begin."""
    ET.register_namespace("", _XHTML)
    ET.register_namespace("epub", _OPS)
    page = ET.Element(f"{{{_XHTML}}}html", {"lang": language, "{http://www.w3.org/XML/1998/namespace}lang": language})
    head = ET.SubElement(page, f"{{{_XHTML}}}head")
    ET.SubElement(head, f"{{{_XHTML}}}title").text = file.title
    ET.SubElement(head, f"{{{_XHTML}}}link", {"rel": "stylesheet", "type": "text/css", "href": "style.css"})
    ET.SubElement(page, f"{{{_XHTML}}}body").append(file.body)
    written: bytes = ET.tostring(page, encoding="utf-8", xml_declaration=True)
    return written


def _navigation(files: list[_File], about: About) -> bytes:
    entries = "".join(f'<li><a href="{file.name}">{escape(file.title)}</a></li>' for file in files)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<html xmlns="{_XHTML}" xmlns:epub="{_OPS}"'
        f' lang="{escape(about.language)}" xml:lang="{escape(about.language)}"><head><title>{escape(about.title)}'
        f'</title></head><body><nav epub:type="toc" role="doc-toc"><h1>{escape(about.title)}</h1>'
        f"<ol>{entries}</ol></nav></body></html>\n"
    ).encode()


def _package(files: list[_File], pictures: dict[str, tuple[str, bytes]], about: About) -> bytes:
    day = about.date if len(about.date) == len("2026-11-20") else "1980-01-01"
    items = [f'<item id="nav" href="{_CONTENTS}" media-type="application/xhtml+xml" properties="nav"/>']
    items += ['<item id="style" href="style.css" media-type="text/css"/>']
    for number, file in enumerate(files):
        items.append(f'<item id="text-{number}" href="{file.name}" media-type="application/xhtml+xml"/>')
    for number, (name, _) in enumerate(sorted(pictures.values())):
        suffix = posixpath.splitext(name)[1]
        kind = _PICTURES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        items.append(f'<item id="picture-{number}" href="{escape(name)}" media-type="{kind}"/>')
    read = ["text-0", "nav", *(f"text-{number}" for number in range(1, len(files)))]
    spine = "".join(f'<itemref idref="{name}"/>' for name in read)
    creator = f"<dc:creator>{escape(about.author)}</dc:creator>" if about.author else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{escape(about.url)}</dc:identifier><dc:title>{escape(about.title)}</dc:title>'
        f"<dc:language>{escape(about.language)}</dc:language>{creator}"
        f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>'
        '<meta property="schema:accessMode">textual</meta><meta property="schema:accessModeSufficient">textual</meta>'
        '<meta property="schema:accessibilityFeature">tableOfContents</meta>'
        '<meta property="schema:accessibilityFeature">structuralNavigation</meta>'
        '<meta property="schema:accessibilityHazard">none</meta>'
        f"</metadata><manifest>{''.join(items)}</manifest><spine>{spine}</spine></package>\n"
    ).encode()

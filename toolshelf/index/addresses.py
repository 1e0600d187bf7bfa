"""What authors call a page becomes an address and a path in the output, or a refusal: never a way out of it.

Every path given out here is relative, in Unicode form NFC, and made of segments that each file system in
use can hold: no "..", no empty segment, no separator or drive of another system, no control character, no
name that Windows keeps for devices (https://learn.microsoft.com/windows/win32/fileio/naming-a-file), no
blank or dot at an end, at most 255 bytes a segment. What is refused is raised as a ProblemError without a
place; its sentence is for an editor.
"""

from __future__ import annotations

import functools
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple, NoReturn
from urllib.parse import quote, unquote

from toolshelf.patterns import regex
from toolshelf.problems import Location, Problem, ProblemError, error

_SEGMENT_BYTES: Final = 255
_PATH_BYTES: Final = 1000
_INDEX: Final = "index.html"
_OWN_NAMES: Final = ".toolshelf-"
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in "0123456789¹²³"}
)
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORBIDDEN: Final = frozenset('\\:<>"|*?')
_SHOWN: Final = 80
_MANY: Final = 4096
"""Names that are remembered: most pages stand in the folders of others."""
_SCHEME: Final = regex(r"(?i)[a-z][a-z0-9+.-]*://|//|mailto:|javascript:|data:")
_PLAIN: Final = regex(r"(?:[a-z0-9._][a-z0-9._-]*)?[a-z0-9_]")
"""A segment that is as it should be; most are."""
_ENCODED: Final = regex(r"%[0-9A-Fa-f]{2}")


class Address(NamedTuple):
    """Where a page of the site is found."""

    url_path: str
    """From the site's root, with a leading "/" and nothing encoded: "/operations/innovation/"."""
    output: str
    """The file that answers it, relative to the output: "operations/innovation/index.html"."""


def page_address(source_path: str) -> Address:
    """The address of the page whose source is ``source_path``, relative to content/.

    ``index.md`` answers for its folder, whatever its letter case. Raises ProblemError for a name that
    cannot be part of an address.
    """
    *folders, name = source_path.split("/")
    stem = name.rpartition(".")[0] or name
    given = folders if stem.casefold() == "index" else [*folders, stem]
    remedy = "give the file or folder another name"
    segments = [segment_slug(part) for part in given]
    for part, segment in zip(given, segments, strict=True):
        if not segment:
            _refuse(f"The name '{_shown(part)}' has no letter or digit that could stand in an address.", remedy)
    return _pretty(segments, remedy)


def permalink_address(text: str) -> Address:
    """The address that an author typed: "/x/", "x" and "/a/b" are folders, "/x.html" is a file.

    Raises ProblemError for everything that is not a path on this site.
    """
    remedy = "write a path on this site, such as /about/team/"
    if not text.strip():
        _refuse("The path is empty.", remedy)
    if _SCHEME.match(text):
        _refuse(f"The path '{_shown(text)}' is an address outside this site.", remedy)
    for sign, what in (("?", "a question mark and what follows it"), ("#", "a number sign and what follows it")):
        if sign in text:
            _refuse(f"The path '{_shown(text)}' has {what}, which cannot be part of a page's own path.", remedy)
    decoded = decode(text)
    if decoded is None:
        _refuse(f"The path '{_shown(text)}' has a percent sign with digits that stand for no letter.", remedy)
    if _ENCODED.search(decoded):
        _refuse(f"The path '{_shown(text)}' is percent-encoded twice.", remedy)
    inner = decoded.removeprefix("/")
    if not inner:
        return _pretty([], remedy)
    segments = inner.removesuffix("/").split("/")
    if not inner.endswith("/"):
        if segments[-1].casefold() == _INDEX:
            return _pretty(segments[:-1], remedy)
        if segments[-1].casefold().endswith((".html", ".htm")):
            return Address("/" + inner, _output(segments, remedy))
    return _pretty(segments, remedy)


def alias_address(text: str) -> Address:
    """An earlier address of a page, by the rules of `permalink_address`."""
    return permalink_address(text)


def term_address(taxonomy: str, term: str = "") -> Address:
    """The address of the page that lists the pages of ``term``, or all terms of ``taxonomy``, which is a segment.

    Raises ProblemError for a name that cannot be part of an address.
    """
    return made_address(taxonomy, term) if term else made_address(taxonomy)


def made_address(*names: str) -> Address:
    """The address of a page that Toolshelf makes, a folder for each of ``names``.

    Raises ProblemError for a name that cannot be part of an address.
    """
    remedy = "write it in other words"
    segments = [segment_slug(name) for name in names]
    for name, segment in zip(names, segments, strict=True):
        if not segment:
            _refuse(f"The name '{_shown(name)}' has no letter or digit that could stand in an address.", remedy)
    return _pretty(segments, remedy)


def file_output(source_path: str) -> str:
    """Where the file ``source_path``, relative to content/, is copied to: beside the pages of its folder.

    Its own name stays as it is; its folders are written as those of pages are. Raises ProblemError for a
    name that cannot be part of an address.
    """
    *folders, name = source_path.split("/")
    segments = [segment_slug(folder) or folder for folder in folders]
    return _output([*segments, unicodedata.normalize("NFC", name)], "give the file or folder another name")


@functools.lru_cache(maxsize=_MANY)
def segment_slug(text: str) -> str:
    """One segment of an address made of the name of a file or folder; "" where nothing is left.

    Lower case, in Unicode form NFC. Letters and digits of every script, ".", "_" and "-" stay; a run of
    anything else, with the dashes around it, becomes one dash; dashes at both ends and dots at the end go.
    """
    if _PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    dashes = ""
    broken = False
    for character in unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower()):
        if character == "-":
            dashes += character
        elif character in "._" or unicodedata.category(character)[0] in "LMN":
            if kept:
                kept.append("-" if broken else dashes)
            kept.append(character)
            dashes, broken = "", False
        else:
            broken = True
    return "".join(kept).rstrip("-.")


def safe_segment(text: str) -> str | None:
    """``text`` in NFC if it can be one segment of a path in the output as it is; otherwise None."""
    segment = unicodedata.normalize("NFC", text)
    return None if "/" in segment or _fault(segment) else segment


def url_of(path: str) -> str:
    """The percent-encoded path, from the site's root, of an output path or a URL path; `decode` reads it."""
    absolute = "/" + path.removeprefix("/")
    if absolute.endswith(f"/{_INDEX}"):
        absolute = absolute.removesuffix(_INDEX)
    return quote(absolute)


def decode(url_path: str) -> str | None:
    """A percent-encoded path as the site knows it, in NFC; None where it does not encode text."""
    try:
        return unicodedata.normalize("NFC", unquote(url_path, errors="strict"))
    except UnicodeDecodeError:
        return None


def stand_apart(outputs: Collection[str]) -> bool:
    """Whether `collisions` has nothing to say of files at ``outputs``, whoever makes them."""
    names = set(map(_folded, outputs))
    return len(names) == len(outputs) and names.isdisjoint(_above(names))


def _above(names: Iterable[str]) -> set[str]:
    """Every folder above ``names``."""
    found: set[str] = set()
    for name in names:
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return found


def collisions(outputs: Iterable[tuple[str, Location | str]]) -> tuple[Problem, ...]:
    """An error for every source that would write what another one, named in it, writes already.

    ``outputs`` are output paths with the places of their sources, or with the words for what Toolshelf makes
    itself ("the sitemap"), which never is the one at fault. One file is also what some file system
    takes for one: names that differ by letter case or Unicode form only, and a file that stands where
    another needs a folder.
    """
    by_name: dict[str, list[tuple[str, Location | str]]] = defaultdict(list)
    for output, source in sorted(set(outputs), key=_by_maker):
        by_name[_folded(output)].append((output, source))
    problems: set[Problem] = set()
    blocked: set[str] = set()
    for name, sharers in by_name.items():
        problems |= {_collision(later, sharers[0]) for later in sharers[1:]}
        above = name
        while above := above.rpartition("/")[0]:
            if above in by_name and above not in blocked:
                blocked.add(above)
                problems.add(_collision(sharers[0], by_name[above][0]))
    return tuple(sorted(problems))


def _by_maker(output: tuple[str, Location | str]) -> tuple[int, str, Location, str]:
    """What Toolshelf makes comes first, then what is called after a file, then what an author wrote on a line."""
    path, maker = output
    if isinstance(maker, Location):
        return (2 if maker.line else 1, path, maker, "")
    return (0, path, Location(), maker)


def _collision(later: tuple[str, Location | str], first: tuple[str, Location | str]) -> Problem:
    """``later`` cannot be written where ``first`` is."""
    (output, maker), (other_output, other) = later, first
    address, other_address = _shown(decode(url_of(output)) or output), _shown(decode(url_of(other_output)) or "")
    if output == other_output:
        message = f"This and {other} both have the address {address}."
    elif _folded(output) == _folded(other_output):
        same = unicodedata.normalize("NFC", output) == unicodedata.normalize("NFC", other_output)
        difference = "in the way its letters are stored" if same else "in letter case"
        message = f"The address {address} differs from {other_address}, which is that of {other}, only {difference}."
    elif isinstance(maker, Location):
        message = f"The address {address} needs a folder where {other} puts the file {other_address}."
    else:
        message = f"The file {other_address} stands where {maker} needs a folder."
    places = [place for place in (maker, other) if isinstance(place, Location)]
    place = places[0] if places else Location("templates")
    return Problem(place, "collision", message, "give one of the two another name or permalink")


def _folded(output: str) -> str:
    """Equal for all names that some file system takes for one (Unicode Standard 3.13, D145)."""
    if output.isascii():
        return output.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", output).casefold())


def _pretty(segments: list[str], remedy: str) -> Address:
    url_path = "/" + "".join(f"{segment}/" for segment in segments)
    return Address(url_path, _output([*segments, _INDEX], remedy))


def _output(segments: list[str], remedy: str) -> str:
    """The output path of these segments, each of them checked."""
    for segment in segments:
        if fault := _fault(segment):
            _refuse(fault, remedy)
    output = "/".join(segments)
    if len(output.encode()) > _PATH_BYTES:
        _refuse(f"The path '{_shown(output)}' is longer than {_PATH_BYTES:,} bytes.", remedy)
    return output


@functools.lru_cache(maxsize=_MANY)
def _fault(segment: str) -> str:
    """Why ``segment`` cannot stand in a path, as a sentence; "" where it can."""
    if not _PLAIN.fullmatch(segment):
        if not segment:
            return "The path has two slashes in a row."
        if segment in {".", ".."}:
            return f"The path has the segment '{segment}', which leads to another folder."
        if any(unicodedata.category(character) in _INVISIBLE for character in segment):
            return f"The name '{_shown(segment)}' has a character that cannot be seen."
        if forbidden := sorted(_FORBIDDEN & set(segment)):
            return f"The name '{_shown(segment)}' has the sign {forbidden[0]}, which cannot be part of an address."
        if segment != segment.strip() or segment.endswith("."):
            return f"The name '{_shown(segment)}' begins or ends with a blank, or ends with a dot."
    if segment.casefold().partition(".")[0].rstrip() in _DEVICES:
        return f"The name '{_shown(segment)}' is a name that Windows keeps for itself."
    if segment.casefold().startswith(_OWN_NAMES):
        return f"The name '{_shown(segment)}' is a name that Toolshelf keeps for itself."
    if len(segment.encode()) > _SEGMENT_BYTES:
        return f"The name '{_shown(segment)}' is longer than {_SEGMENT_BYTES} bytes."
    return ""


def _refuse(message: str, hint: str) -> NoReturn:
    raise ProblemError(error("address", message, hint=hint))


def _shown(text: str) -> str:
    """``text`` for a sentence: nothing invisible, and not endless."""
    visible = "".join(sign if sign.isprintable() else "�" for sign in text[: _SHOWN + 1])
    return visible if len(visible) <= _SHOWN else f"{visible[:_SHOWN]}…"

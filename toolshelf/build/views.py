"""What templates see of the site: read-only views, every read of which is a question to the index."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from zoneinfo import ZoneInfo

from jinja2 import Undefined
from markupsafe import Markup

from toolshelf.build.templating import CODE, Reader
from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.features.images.placeholders import placeholder
from toolshelf.index.collection_uses import missing_data_file
from toolshelf.index.fields import PICTURE
from toolshelf.index.items import item_name
from toolshelf.index.moments import in_utc
from toolshelf.index.picture_parts import picture_tag
from toolshelf.index.queries import Address, Asset, Config, Data, Field, Items, Known
from toolshelf.problems import ProblemError, error
from toolshelf.spelling import nearest


class UnreadableDataError(Exception):
    """A template asks for data that cannot be read, which the data's own problem says already."""


Expand = Callable[["PageView", FrozenDict, Counter[str]], Markup]
"""Renders an include of a page, given its name, arguments and line, and how often each collection was shown before."""


class PageView:
    """``page`` in templates: its fields by name; it prints as its path."""

    __slots__ = ("_body", "_content", "_expand", "_path", "_reader", "_shown")

    def __init__(
        self, reader: Reader, path: str, expand: Expand, body: str = "body", shown: Counter[str] | None = None
    ) -> None:
        self._reader = reader
        self._path = path
        self._expand = expand
        self._body = body
        self._shown = shown
        self._content: Markup | None = None

    def __getattr__(self, name: str) -> Value:
        if name == "content":
            if self._content is None:
                self._content = self._expanded()
            return self._content
        value = self._reader.ask(Field(self._path, name))
        if value is MISSING:
            raise AttributeError(name)
        return value

    def _expanded(self) -> Markup:
        body = self._reader.ask(Field(self._path, self._body))
        assert isinstance(body, tuple)
        shown: Counter[str] = Counter() if self._shown is None else self._shown
        pictures = 0
        drawn: list[Markup] = []
        for part in body:
            if not isinstance(part, FrozenDict):
                drawn.append(Markup(part))
            elif "tag" in part:
                drawn.append(self._picture(part, lazy=pictures > 0))
                pictures += 1
            else:
                drawn.append(self._expand(self, part, shown))
        return Markup("").join(drawn)

    def _picture(self, part: FrozenDict, *, lazy: bool) -> Markup:
        view = self._reader.ask(Field(str(part["picture"]), PICTURE))
        tag = str(part["tag"])
        return Markup(picture_tag(tag, view, lazy=lazy) if isinstance(view, FrozenDict) else tag)

    def __str__(self) -> str:
        return str(self._reader.ask(Field(self._path, "path")))

    def __dir__(self) -> list[str]:
        return ["content", *_names(self._reader, Known("fields", self._path))]


class DataView:
    """``site.data`` in templates: what the data files hold, by name."""

    __slots__ = ("_reader",)

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __getitem__(self, name: str) -> Value:
        value = self._reader.ask(Data(name))
        if value is MISSING:
            if name in _names(self._reader, Known("broken")):
                raise UnreadableDataError(name)
            raise KeyError(name)
        return value

    def __dir__(self) -> list[str]:
        return _names(self._reader, Known("items"))

    def __getattr__(self, name: str) -> Value:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class SiteView:
    """``site`` in templates: the configuration and what follows from it."""

    __slots__ = ("_reader", "data")

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.data = DataView(reader)

    def __getattr__(self, name: str) -> Value:
        value = self._reader.ask(Config(name))
        if value is MISSING:
            raise AttributeError(name)
        return value

    def __dir__(self) -> list[str]:
        return _names(self._reader, Known("settings"))


class Functions:
    """The functions that templates may call: each asks the index, none has an effect."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def asset(self, name: str) -> Value:
        """The address and integrity of a file under templates/assets/, or of the design system."""
        value = self._reader.ask(Asset(str(name)))
        if value is MISSING:
            like = nearest(str(name), _names(self._reader, Known("assets")))
            raise ProblemError(
                error(
                    "missing-asset",
                    f"There is no file templates/assets/{name}.",
                    hint=f"did you mean {like}?" if like else "",
                )
            )
        return value

    def link(self, target: str) -> Value:
        """The address of a page or file, with the base path: ``link("/about/")``."""
        value = self._reader.ask(Address(str(target)))
        if value is MISSING:
            raise ProblemError(
                error("broken-link", f"This template links to '{target}', and there is no such page or file.")
            )
        return value

    def collection(self, name: Value | Undefined) -> Value:
        """The items of data/NAME, ready to print; nothing where ``name`` is empty."""
        if isinstance(name, Undefined):
            raise ProblemError(
                error(
                    "no-data-file",
                    "This include shows a collection, and nobody says which.",
                    hint="write 'thumbdatafile: NAME' or 'datafile: NAME' in the front matter of the page",
                )
            )
        if not name:
            return ()
        value = self._reader.ask(Items(str(name)))
        if value is MISSING:
            if str(name) in _names(self._reader, Known("broken")):
                raise UnreadableDataError(name)
            raise ProblemError(missing_data_file(str(name), _names(self._reader, Known("items"))))
        return value

    def picture(self, path: Value | Undefined, address: Value | Undefined = "") -> Value:
        """The address, measures and sizes of the picture whose source is ``path``; none where it is empty.

        Where pictures are published as they are, nothing but its ``address`` is known.
        """
        if isinstance(path, str) and path:
            view = self._reader.ask(Field(path, PICTURE))
            if view is not MISSING:
                return view
        return FrozenDict({"src": str(address), "width": 0, "height": 0, "sources": ()}) if address else None

    def thumbnail(self, item: Value) -> Value:
        """The picture of an ``item`` of a collection, as `picture` gives it; a drawn one where it has none."""
        assert isinstance(item, FrozenDict)
        path = item.get("picture", MISSING)
        name = item_name(item)
        if path == "" and name:
            path = placeholder(name).output
        return self.picture(path, item.get("thumb", ""))

    def timestamp(self, day: object) -> str:
        """A date as RFC 3339 wants it, in UTC and to the second: ``timestamp(page.date)``."""
        if not isinstance(day, datetime.date):
            raise ProblemError(error(CODE, "This template wants the time of something that is no date."))
        zone = ZoneInfo(str(self._reader.ask(Config("timezone"))))
        return f"{in_utc(day, zone).replace(tzinfo=None).isoformat(timespec='seconds')}Z"

    def collection_on_page(self, shown: Counter[str]) -> Callable[[Value | Undefined], Value]:
        """``collection`` for the includes of one page: shown again, a collection's items have other anchors."""

        def collection(name: Value | Undefined) -> Value:
            items = self.collection(name)
            shown[str(name)] += 1
            again = shown[str(name)] - 1
            if not again or not isinstance(items, tuple):
                return items
            return tuple(
                FrozenDict({**item, "anchor": f"{item['anchor']}-again-{again}"})
                for item in items
                if isinstance(item, FrozenDict)
            )

        return collection


def _names(reader: Reader, known: Known) -> list[str]:
    names = reader.ask(known)
    return [str(name) for name in names] if isinstance(names, tuple) else []

"""The filters that Jekyll adds to Liquid (lib/jekyll/filters.rb), as far as content uses them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final
from urllib.parse import quote, quote_plus

from liquid import RenderContext
from liquid.builtin.filters.misc import date as liquid_date
from liquid.filter import with_context

from toolshelf.importers.jekyll.addresses import slugify


def _sequence(value: object) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def _property(item: object, name: str) -> object:
    for part in str(name).split("."):
        item = item.get(part) if isinstance(item, Mapping) else None
    return item


def _moment(value: object) -> datetime.date | None:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return None


def _relative_url(value: object) -> str:
    text = str(value or "")
    return text if re.match(r"[a-z][a-z0-9+.-]*:|//|#", text, re.IGNORECASE) else f"/{text.lstrip('/')}"


def _day(value: object, form: str) -> str:
    moment = _moment(value)
    return str(value or "") if moment is None else moment.strftime(form)


@with_context
def _date(value: object, form: str, *, context: RenderContext) -> str:
    """Liquid's own filter, but for the words that mean now: that is the day of the import, as ``site.time`` is."""
    site: Any = context.resolve("site", default={})
    moment = site.get("time") if value in ("now", "today") else value
    return "" if moment is None else str(liquid_date(moment, form, environment=context.env))


def _xmlschema(value: object) -> str:
    moment = _moment(value)
    return str(value or "") if moment is None else moment.isoformat()


def _group_by(value: object, name: str) -> list[dict[str, Any]]:
    groups: dict[Any, list[Any]] = {}
    for item in _sequence(value):
        groups.setdefault(str(_property(item, name) or ""), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


@with_context
def _where_exp(value: object, name: str, expression: str, *, context: RenderContext) -> list[Any]:
    return [item for item in _sequence(value) if _holds(context, name, item, expression)]


@with_context
def _find_exp(value: object, name: str, expression: str, *, context: RenderContext) -> Any:  # noqa: ANN401
    return next((item for item in _sequence(value) if _holds(context, name, item, expression)), None)


@with_context
def _group_by_exp(value: object, name: str, expression: str, *, context: RenderContext) -> list[dict[str, Any]]:
    groups: dict[str, list[Any]] = {}
    for item in _sequence(value):
        groups.setdefault(_run(context, name, item, f"{{{{ {expression} }}}}"), []).append(item)
    return [{"name": name, "items": items, "size": len(items)} for name, items in groups.items()]


def _holds(context: RenderContext, name: str, item: object, expression: str) -> bool:
    return bool(_run(context, name, item, f"{{% if {expression} %}}true{{% endif %}}"))


def _run(context: RenderContext, name: str, item: object, source: str) -> str:
    template = context.env.from_string(source)
    with context.extend({name: item}, template=template):
        buffer = context.get_buffer()
        template.render_with_context(context, buffer, partial=True)
    return str(buffer.getvalue())


def _sentence(value: object, connector: str = "and") -> str:
    texts = [str(one) for one in _sequence(value)]
    if len(texts) < 3:
        return f" {connector} ".join(texts)
    return f"{', '.join(texts[:-1])}, {connector} {texts[-1]}"


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "relative_url": _relative_url,
    "absolute_url": _relative_url,
    "strip_index": lambda value: re.sub(r"/index\.html?$", "/", str(value or "")),
    "date": _date,
    "date_to_string": lambda value, *_: _day(value, "%d %b %Y"),
    "date_to_long_string": lambda value, *_: _day(value, "%d %B %Y"),
    "date_to_xmlschema": _xmlschema,
    "date_to_rfc822": lambda value: _day(value, "%a, %d %b %Y %H:%M:%S +0000"),
    "xml_escape": lambda value: escape(str(value or "")),
    "cgi_escape": lambda value: quote_plus(str(value or "")),
    "uri_escape": lambda value: quote(str(value or ""), safe="/:?#[]@!$&'()*+,;=-._~%"),
    "number_of_words": lambda value, *_: len(str(value or "").split()),
    "array_to_sentence_string": _sentence,
    "smartify": lambda value: str(value or ""),
    "liquify": lambda value: str(value or ""),
    "slugify": lambda value, *_: slugify(str(value or "")),
    "jsonify": lambda value: json.dumps(value, default=_iso, ensure_ascii=False),
    "group_by": _group_by,
    "group_by_exp": _group_by_exp,
    "where_exp": _where_exp,
    "find_exp": _find_exp,
    "push": lambda value, item: [*_sequence(value), item],
    "pop": lambda value, *_: _sequence(value)[:-1],
    "shift": lambda value, *_: _sequence(value)[1:],
    "unshift": lambda value, item: [item, *_sequence(value)],
    "normalize_whitespace": lambda value: " ".join(str(value or "").split()),
    "to_integer": lambda value: int(float(value or 0)),
    "inspect": lambda value: repr(value),
}
"""By name."""

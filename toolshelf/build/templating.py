"""The Jinja environments: one for layouts, one in a sandbox for what content may include."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolshelf.codec import MISSING, FrozenDict
from toolshelf.index.index import Index
from toolshelf.index.queries import Template
from toolshelf.problems import Problem, ProblemError, error
from toolshelf.sources.templates import TemplateSource
from toolshelf.spelling import nearest

_NO_SUCH = re.compile(r"'(?P<owner>[^']*)' (?:object )?has no attribute '(?P<name>[^']*)'")
_UNDEFINED = re.compile(r"'(?P<name>[^']*)' is undefined")


class IndexLoader(jinja2.BaseLoader):
    """Loads templates by asking the index for their source."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of ``template``. Raises TemplateNotFound."""
        source = self._index.ask(Template(template))
        if source is MISSING:
            raise jinja2.TemplateNotFound(template)
        return str(source), self._index.templates[template].path, None


class _FieldsFirst:
    """Makes ``item.items`` the item's field of that name, where it has one, before the mapping's method."""

    def getattr(self, obj: object, attribute: str) -> object:
        if isinstance(obj, FrozenDict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)  # type: ignore[misc]


class LayoutEnvironment(_FieldsFirst, jinja2.Environment):
    """For layouts: templates of the repository, which are reviewed as code."""


class IncludeEnvironment(_FieldsFirst, ImmutableSandboxedEnvironment):
    """For includes, which content calls with arguments of its own."""


def environment(kind: type[LayoutEnvironment | IncludeEnvironment], index: Index) -> jinja2.Environment:
    """An environment of ``kind`` over the templates of ``index``. What is undefined is an error."""
    return kind(
        loader=IndexLoader(index),
        autoescape=jinja2.select_autoescape(("html", "xml"), default_for_string=True),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        auto_reload=False,
    )


def compile_all(templates: Mapping[str, TemplateSource], layouts: jinja2.Environment) -> list[Problem]:
    """Compile every template, used or not, so that a mistake in one is found today."""
    problems = []
    for name, source in templates.items():
        try:
            tree = layouts.parse(source.text, name, source.path)
            layouts.get_template(name)
        except jinja2.TemplateSyntaxError as failure:
            problems.append(_syntax(failure, templates))
            continue
        problems += [
            _missing(named, node.lineno, source.path, templates)
            for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))
            for named in _named(node)
            if named not in templates
        ]
    return problems


def _named(node: nodes.Node) -> list[str]:
    """The template that ``node`` names, where it is named in so many words and needs to exist."""
    named = getattr(node, "template", None)
    if isinstance(named, nodes.Const) and isinstance(named.value, str) and not getattr(node, "ignore_missing", False):
        return [named.value]
    return []


def _missing(named: str, line: int, path: str, templates: Mapping[str, TemplateSource]) -> Problem:
    like = nearest(named, templates)
    hint = f"did you mean {like}?" if like else ""
    return error("template", f"There is no template '{named}'.", line, path=path, hint=hint)


def template_problem(failure: Exception, templates: Mapping[str, TemplateSource]) -> Problem | None:
    """What a failed render says about a template, at its line; None where the failure is our own bug."""
    if isinstance(failure, jinja2.TemplateSyntaxError):
        return _syntax(failure, templates)
    path, line = _last_template_frame(failure, {source.path for source in templates.values()})
    if isinstance(failure, ProblemError):
        return (
            failure.problem
            if failure.problem.location.path or not path
            else error(failure.problem.code, failure.problem.message, line, path=path, hint=failure.problem.hint)
        )
    if isinstance(failure, jinja2.TemplatesNotFound | jinja2.TemplateNotFound):
        return error("template", f"There is no template '{failure.message}'.", line, path=path)
    if not path or not _raised_by_template(failure):
        return None
    return error("template", _sentence(failure), line, path=path)


def _syntax(failure: jinja2.TemplateSyntaxError, templates: Mapping[str, TemplateSource]) -> Problem:
    source = templates.get(failure.name or "")
    path = source.path if source else failure.filename or ""
    message = (failure.message or "it cannot be read").rstrip(".")
    return error("template", f"This template has a mistake: {message}.", failure.lineno, path=path)


def _sentence(failure: Exception) -> str:
    text = str(failure)
    if isinstance(failure, jinja2.UndefinedError):
        if found := _NO_SUCH.search(text):
            owner = found["owner"].rpartition(".")[2].removesuffix("View").lower()
            shown = owner if owner in ("page", "site", "data") else "it"
            return f"This template reads '{found['name']}', and {shown} has no '{found['name']}'."
        if found := _UNDEFINED.search(text):
            return f"This template reads '{found['name']}', which nobody has given a value."
    if isinstance(failure, jinja2.exceptions.SecurityError):
        return "This template does something that an include may not do."
    return f"This template cannot be drawn: {text.rstrip('.')}."


def _last_template_frame(failure: BaseException, paths: set[str]) -> tuple[str, int]:
    for frame in reversed(traceback.extract_tb(failure.__traceback__)):
        if frame.filename in paths:
            return frame.filename, frame.lineno or 0
    return "", 0


def _raised_by_template(failure: BaseException) -> bool:
    """Whether the innermost frame is a template's or a library's, not one of this package's modules."""
    frames = traceback.extract_tb(failure.__traceback__)
    package = __name__.partition(".")[0]
    return (
        not frames
        or f"/{package}/" not in frames[-1].filename.replace("\\", "/")
        or frames[-1].filename.endswith((".html", ".xml", ".txt"))
    )

"""The Jinja environments: one for layouts, one in a sandbox for what content may include."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from pathlib import Path
from types import CodeType
from typing import Protocol

import jinja2
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolshelf.build.template_references import references
from toolshelf.build.template_words import failure_words, syntax_words, unclosed_line, undefined_words
from toolshelf.codec import MISSING, FrozenDict, Value
from toolshelf.index.index import Query
from toolshelf.index.queries import Template
from toolshelf.patterns import regex
from toolshelf.problems import Location, Problem, ProblemError, error
from toolshelf.sources.templates import BUILT_IN, TemplateSource
from toolshelf.spelling import nearest

CODE = "template"
"""Of every problem of a template itself."""
_PACKAGE = Path(__file__).resolve().parent.parent
_EXTENDS = regex(r"\{%-?\s*extends\b")


class Reader(Protocol):
    """The only door from a render to the index."""

    def ask(self, query: Query) -> Value:
        """The answer to ``query``."""


READER: ContextVar[Reader] = ContextVar("READER")
"""Who asks on behalf of the render at work; set in one place, for as long as a render lasts."""


class IndexLoader(jinja2.BaseLoader):
    """Loads templates by asking for their source, anew for every render that looks at one, found or not."""

    def __init__(self, templates: Mapping[str, TemplateSource]) -> None:
        self._templates = templates

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The source of ``template``. Raises TemplateNotFound."""
        source = READER.get().ask(Template(template))
        if source is MISSING:
            raise jinja2.TemplateNotFound(template)
        # Jinja asks whether a template is up to date whenever it takes one from its cache (auto_reload).
        return str(source), self._templates[template].path, lambda: READER.get().ask(Template(template)) == source


class _FieldsFirst:
    """Makes ``item.items`` the item's field of that name, where it has one, before the mapping's method."""

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) is FrozenDict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)  # type: ignore[misc]


class LayoutEnvironment(_FieldsFirst, jinja2.Environment):
    """For layouts: templates of the repository, which are reviewed as code."""


class IncludeEnvironment(_FieldsFirst, ImmutableSandboxedEnvironment):
    """For includes, which content calls with arguments of its own."""


class _Compiled(jinja2.BytecodeCache):
    """What this process has compiled, by template: a build after another compiles what has changed."""

    def __init__(self) -> None:
        self._codes: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key] = (bucket.checksum, bucket.code)


_COMPILED = {LayoutEnvironment: _Compiled(), IncludeEnvironment: _Compiled()}


def environment(
    kind: type[LayoutEnvironment | IncludeEnvironment], templates: Mapping[str, TemplateSource]
) -> jinja2.Environment:
    """An environment of ``kind`` over ``templates``. What is undefined is an error."""
    return kind(
        loader=IndexLoader(templates),
        autoescape=jinja2.select_autoescape(("html", "xml"), default_for_string=True),
        undefined=Undefined,
        finalize=_printed,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        bytecode_cache=_COMPILED[kind],
        auto_reload=True,
    )


def _printed(value: object) -> object:
    """What a value prints as; lists and groups of keys have no text that a visitor should see."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (tuple, list, dict)):
        kind = "a group of keys" if isinstance(value, dict) else "a list"
        message = f"This template prints {kind}, where one text belongs."
        raise ProblemError(error(CODE, message, hint="print its values one by one"))
    return value


class Undefined(jinja2.StrictUndefined):
    """Says in a sentence what a template reads that does not exist, and in the next line what to do."""

    @property
    def _undefined_message(self) -> str:
        return "\n".join(undefined_words(self._undefined_hint, self._undefined_obj, self._undefined_name))


def compile_all(templates: Mapping[str, TemplateSource], layouts: jinja2.Environment) -> list[Problem]:
    """Compile every template of the site, used or not, so that a mistake in one is found today.

    Those that come with Toolshelf are known to be right.
    """
    problems = []
    for name, source in templates.items():
        if source.path.startswith(BUILT_IN):
            continue
        try:
            layouts.get_template(name)
        except jinja2.TemplateSyntaxError as failure:
            problems.append(_syntax(failure, source, layouts))
            continue
        problems += [
            _missing(named.name, named.line, source.path, templates)
            for named in references(source.text)
            if named.needed and named.name not in templates
        ]
    return problems


def _missing(named: str, line: int, path: str, templates: Mapping[str, TemplateSource]) -> Problem:
    like = nearest(named, templates)
    hint = f"did you mean {like}?" if like else ""
    return error(CODE, f"There is no template '{named}'.", line, path=path, hint=hint)


def _syntax(failure: jinja2.TemplateSyntaxError, source: TemplateSource, layouts: jinja2.Environment) -> Problem:
    message = failure.message or ""
    sentence, hint = syntax_words(message, layouts)
    line = unclosed_line(message, source.text, failure.lineno, layouts)
    return error(CODE, sentence, line, path=source.path, hint=hint)


def template_problem(failure: Exception, templates: Mapping[str, TemplateSource]) -> Problem | None:
    """What a failed render says about a template, at the innermost line of the site's own templates.

    Where only templates that come with Toolshelf are at work, the site lacks something that they need: the
    path is then empty, and the sentence names the template. None where the failure is a bug of ours.
    """
    if isinstance(failure, ProblemError) and failure.problem.location.path:
        return failure.problem
    path, line = _place(failure, templates)
    if isinstance(failure, ProblemError):
        told = failure.problem
    elif isinstance(failure, jinja2.UndefinedError):
        sentence, _, hint = str(failure).partition("\n")
        told = error(CODE, sentence, hint=hint)
    elif isinstance(failure, jinja2.TemplateNotFound):
        told = _missing(str(failure.message), line, path, templates)
    elif path and not _raised_here(failure):
        sentence, hint = failure_words(failure)
        told = error(CODE, sentence, hint=hint)
    else:
        return None
    if not path.startswith(BUILT_IN):
        return told.moved(Location(path, line))
    if told.code != CODE:
        return told
    where = f"line {line} of {path.removeprefix(BUILT_IN)}, a template that comes with Toolshelf"
    return error(told.code, f"{told.message.rstrip('.')} ({where}).", hint=told.hint)


def _place(failure: BaseException, templates: Mapping[str, TemplateSource]) -> tuple[str, int]:
    """The path and line of the innermost template at work, of the site's own ones if there are any.

    A template that only extends another one is at work as well, on its line with ``extends``: it does not count.
    """
    sources = {source.path: source for source in templates.values()}
    frames = [frame for frame in traceback.extract_tb(failure.__traceback__) if frame.filename in sources]
    if not frames:
        return "", 0
    own = [frame for frame in frames if not frame.filename.startswith(BUILT_IN) and not _extends(frame, sources)]
    innermost = (own or frames)[-1]
    return innermost.filename, innermost.lineno or 0


def _extends(frame: traceback.FrameSummary, sources: Mapping[str, TemplateSource]) -> bool:
    line = frame.lineno or 0
    lines = sources[frame.filename].text.split("\n")
    return 0 < line <= len(lines) and _EXTENDS.search(lines[line - 1]) is not None


def _raised_here(failure: BaseException) -> bool:
    """Whether the innermost line at work is one of this package's, not a template's or a library's."""
    frames = traceback.extract_tb(failure.__traceback__)
    return Path(frames[-1].filename).is_relative_to(_PACKAGE)

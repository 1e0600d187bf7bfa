"""Render one target: a pure function of the answers that its templates receive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jinja2 import TemplateSyntaxError
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from toolshelf.build.templating import (
    READER,
    IncludeEnvironment,
    LayoutEnvironment,
    compile_all,
    environment,
    template_problem,
)
from toolshelf.build.traces import Recorder, Shape, Trace
from toolshelf.build.views import Functions, PageView, SiteView, UnreadableDataError
from toolshelf.build.words import Words
from toolshelf.build.writing import Written
from toolshelf.codec import FrozenDict, Value
from toolshelf.content.stored import dump_problems, load_problems
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.features import KINDS, PAGES
from toolshelf.features.feature import Target
from toolshelf.features.pages import PAGE
from toolshelf.features.redirects import REDIRECT
from toolshelf.index.index import Index, Query
from toolshelf.index.item_facts import Remember
from toolshelf.index.queries import Listed, Select
from toolshelf.patterns import regex
from toolshelf.problems import Location, Problem, ProblemError, error
from toolshelf.sources.templates import INCLUDES

_BLOCK = regex(
    r"<(?:address|article|aside|blockquote|details|dialog|div|dl|fieldset|figure|footer|form|h[1-6]|header|hgroup|hr"
    r"|main|menu|nav|ol|p|pre|search|section|table|ul)[\s>]",
    re.IGNORECASE,
)
"""Elements that close a paragraph (HTML Living Standard, 13.1.2.4), so they cannot stand in one."""


class Rendered(Struct, frozen=True):
    """What became of a target: its bytes and what they depend on, or what is wrong."""

    target: Target
    data: bytes | Written | None
    """Its bytes, or how they stand where they were written; None where it cannot be rendered."""
    trace: Trace
    problems: tuple[Problem, ...] = ()


class Renderer:
    """Holds the compiled templates of one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.layouts = environment(LayoutEnvironment, index.templates)
        self.includes = environment(IncludeEnvironment, index.templates)
        self._shapes: dict[Shape, Shape] = {}

    def faults(self, remember: Remember) -> tuple[Problem, ...]:
        """What is wrong with the templates themselves."""
        given = [[name, source.path, source.text] for name, source in self.index.templates.items()]
        return load_problems(remember("templates", given, self._faults))

    def _faults(self) -> list[object]:
        with _reading(Recorder(self.index)):
            return dump_problems(compile_all(self.index.templates, self.layouts))

    def render(self, target: Target) -> Rendered:
        """The bytes of ``target``. Raises only for a bug of ours, with the target's name added."""
        recorder = Recorder(self.index, target.subject)
        try:
            with _reading(recorder):
                data = _Rendering(self, recorder).data(target)
        except (UnreadableDataError, TemplateSyntaxError):
            return Rendered(target, None, recorder.trace)  # a problem of the data, or of the templates, says it
        except Exception as failure:
            problem = template_problem(failure, self.index.templates)
            if problem is None:
                failure.add_note(f"while rendering {target.output}")
                raise
            return Rendered(target, None, recorder.trace, (problem,))
        return Rendered(target, data, self._shared(recorder.trace))

    def _shared(self, trace: Trace) -> Trace:
        """``trace`` with a shape that is one value for all that have it: so it is sent once in a batch."""
        return trace._replace(shape=self._shapes.setdefault(trace.shape, trace.shape))


@contextmanager
def _reading(recorder: Recorder) -> Iterator[None]:
    token = READER.set(recorder)
    try:
        yield
    finally:
        READER.reset(token)


class _Rendering:
    """One render: everything that its templates see asks through one recorder.

    It is given to templates as their context and never as globals: what a template imports without context
    is evaluated once and kept, and its reads would be recorded for the first page only.
    """

    def __init__(self, renderer: Renderer, recorder: Recorder) -> None:
        self._renderer = renderer
        self._recorder = recorder
        self._functions = functions = Functions(recorder)
        self._shared = {
            "site": SiteView(recorder),
            "asset": functions.asset,
            "link": functions.link,
            "collection": functions.collection,
            "picture": functions.picture,
            "thumbnail": functions.thumbnail,
            "timestamp": functions.timestamp,
        }
        self._words = Words(recorder, renderer.layouts)

    def data(self, target: Target) -> bytes:
        """What the target's kind makes of it, or its template of what its kind gives."""
        drawn = KINDS[target.kind].draw(target, self)
        if isinstance(drawn, bytes):
            return drawn
        template = self._renderer.layouts.get_template(target.template)
        page = drawn.get("page")
        say = self._words.of(page if isinstance(page, PageView) else None)
        return template.render({**self._shared, "say": say, **drawn}).encode()

    def ask(self, query: Query) -> Value:
        """The answer to ``query``."""
        return self._recorder.ask(query)

    def page(self, path: str, body: str = "body", shown: Counter[str] | None = None) -> PageView:
        """``page`` in templates."""
        return PageView(self._recorder, path, self._expand, body, shown)

    def pages(self, query: Listed | Select) -> tuple[PageView, ...]:
        """The pages that ``query`` selects."""
        paths = self._recorder.ask(query)
        assert isinstance(paths, tuple)
        return tuple(self.page(str(path)) for path in paths)

    def timestamp(self, day: object) -> str:
        """A date as RFC 3339 wants it. Raises ProblemError for anything else."""
        return self._functions.timestamp(day)

    def _expand(self, page: PageView, call: FrozenDict, shown: Counter[str]) -> Markup:
        """The HTML of an include; what goes wrong in it is told at the line that calls it."""
        template = self._renderer.includes.get_template(f"{INCLUDES}{call['name']}")
        context = {**self._shared, "say": self._words.of(page), "page": page, "include": call["arguments"]}
        context["heading_level"] = call["heading_level"]
        context["first_on_page"] = not shown
        try:
            drawn = template.render(context, collection=self._functions.collection_on_page(shown))
            if not call["block"] and _BLOCK.search(drawn):
                raise ProblemError(_block_in_text(call))
            return Markup(drawn)
        except (UnreadableDataError, TemplateSyntaxError):
            raise
        except Exception as failure:
            problem = template_problem(failure, self._renderer.index.templates)
            if problem is None:
                raise
            line = call["line"]
            assert isinstance(line, int)
            of_content = isinstance(failure, ProblemError) or not problem.location.path
            raise ProblemError(problem.moved(Location(str(page), line)) if of_content else problem) from failure


def _block_in_text(call: FrozenDict) -> Problem:
    message = f"The include '{call['name']}' draws a block, and stands in the middle of a text."
    return error("block-in-text", message, hint="write it on a line of its own, with a blank line before and after it")


def grouped(rendered: Sequence[Rendered], known: Sequence[Problem]) -> list[Problem]:
    """The problems of ``rendered`` but for ``known`` ones; one that many targets share is told once.

    Where the problem has no path, the site lacks what a template needs: the configuration, if all its pages
    have the problem, else the first of the pages.
    """
    found: dict[Problem, list[Target]] = {}
    for one in rendered:
        for problem in one.problems:
            if problem not in known:
                found.setdefault(problem, []).append(one.target)
    pages = sum(1 for one in rendered if one.target.kind in PAGES)
    return [_told(problem, targets, pages) for problem, targets in found.items()]


def _told(problem: Problem, targets: Sequence[Target], pages: int) -> Problem:
    subjects = [target.subject for target in targets if target.kind in (PAGE, REDIRECT)]
    path = CONFIGURATION if not subjects or len(targets) >= pages > 1 else subjects[0]
    told = problem.at(path)
    if [told.location.path] == subjects:
        return told
    more = f" and {len(targets) - 1} more" if len(targets) > 1 else ""
    return replace(told, message=f"{told.message.rstrip('.')} (rendering {targets[0].output}{more}).")

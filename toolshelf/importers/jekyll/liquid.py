"""Liquid in content, run once and for all by python-liquid: what it cannot run is left readable, and listed.

Jekyll's own tags and filters are added to those of Liquid. A page is run with what Jekyll gives it: ``site``,
``page`` and, for lists of posts, ``paginator``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TextIO

from liquid import BoundTemplate, Environment, RenderContext, Token, TokenStream
from liquid.ast import Node
from liquid.builtin.expressions import parse_primitive, tokenize
from liquid.exceptions import LiquidError, LiquidTypeError
from liquid.parser import get_parser
from liquid.tag import Tag
from liquid.token import TOKEN_EXPRESSION, TOKEN_TAG

from toolshelf.importers.jekyll import filters
from toolshelf.importers.jekyll.readable import Form, fenced, left_readable, place_of, shown, why, with_braces
from toolshelf.patterns import regex

Say = Callable[[int, str], None]
"""Takes a line of the text that is run, and a sentence about what stands there."""
_ARGUMENT: Final = regex(
    r"""(?P<key>[\w-]+)\s*=\s*(?:"(?P<double>(?:[^"\\]|\\.)*)"|'(?P<single>(?:[^'\\]|\\.)*)'|(?P<name>[\w.\[\]-]+))"""
)
"""An argument of an include (lib/jekyll/tags/include.rb)."""
_TEXTS: Final = ("content", "text", "body", "description", "title", "caption")
"""Arguments of an include in which authors write what readers see, in the order in which it is looked for."""
_DRAWINGS: Final = ("mermaid", "plantuml", "graphviz", "math", "katex", "uml", "diagram")
"""Words in the names of blocks that hold the source of a drawing."""
_MOST: Final = 1_000_000
"""Rounds of loops, and characters, that one page may take."""
_FAULTS: Final = 200
"""Tags of one text that may be left readable, one after the other."""
_FAILURES: Final = (LiquidError, RecursionError, TypeError, ValueError, AttributeError, KeyError, ArithmeticError)
"""What running a text raises."""


class _Context(RenderContext):
    """Runs filters, and passes on what an unknown one was to change; whatever one raises has the place of its tag."""

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        """The filter ``name``."""
        if name not in self.env.filters:
            assert isinstance(self.env, _Environment)
            self.env.tell(token, f"Nothing here is called as the filter '{name}' is, so its text was left as it is.")
            return lambda value, *_, **__: value
        found = super().filter(name, token=token)

        def placed(*values: object, **named: object) -> object:
            try:
                return found(*values, **named)
            except _FAILURES as failure:
                raise LiquidTypeError(why(failure), token=token) from failure

        return placed


class _Template(BoundTemplate):
    context_class = _Context


class _Environment(Environment):
    """Liquid with the tags and filters of Jekyll. It is strict: a tag that is passed over takes its text along."""

    template_class = _Template
    loop_iteration_limit = _MOST
    output_stream_limit = _MOST
    suppress_blank_control_flow_blocks = False

    def __init__(self, site: Site) -> None:
        super().__init__(strict_filters=False)
        self.site = site
        self.source = ""
        self.line = 0
        """Of the tag of the page in whose include something is run; 0 outside of includes."""
        self.say: Say = _nothing
        for tag in (_Include, _IncludeRelative, _Link, _PostUrl, _Highlight):
            self.add_tag(tag)
        for name, function in filters.FILTERS.items():
            self.add_filter(name, function)
        self.add_filter("markdownify", site.as_html)
        self.known = frozenset(self.tags)

    def error(self, exc: Any, msg: str | None = None, token: Token | None = None) -> None:  # noqa: ANN401
        """Raise what went wrong, with a place: the end of a tag has none of its own."""
        failure = exc if isinstance(exc, LiquidError) else exc(msg, token=token)
        if failure.token is None or failure.token.start_index < 0:
            failure.token = token
        raise failure

    def parsed(self, text: str, form: Form, tell: Say) -> tuple[str, BoundTemplate]:
        """``text`` as a template, and what it is then; a tag that cannot be read is left readable.

        ``tell`` is told its line, and why. Raises LiquidError where nobody knows which tag it is.
        """
        for _ in range(_FAULTS):
            try:
                _know(self, text)
                return text, self.from_string(text)
            except LiquidError as failure:
                text = self.without(failure, text, form, tell)
        raise LiquidError("too many of its tags cannot be read", token=None)

    def without(self, failure: LiquidError, text: str, form: Form, tell: Say) -> str:
        """``text`` with the tag that ``failure`` is about left readable, which ``tell`` is told. Raises LiquidError."""
        place = place_of(failure, self, text)
        if place < 0:
            raise failure
        tell(text.count("\n", 0, place) + 1, f"Liquid cannot run this, so it was left as it is: {why(failure)}.")
        return left_readable(text, place, form)

    def tell(self, token: Token | None, sentence: str) -> None:
        """Tell ``sentence`` of the place of ``token``."""
        self.say(self.line_of(token), sentence)

    def line_of(self, token: Token | None) -> int:
        """The line of the page on which ``token`` stands, or the include in which it does."""
        if token is not None and token.source == self.source and token.start_index >= 0:
            return self.source.count("\n", 0, token.start_index) + 1
        return self.line


class Site:
    """What Liquid asks a site for."""

    def __init__(
        self,
        values: Mapping[str, Any],
        links: Mapping[str, str],
        posts: Mapping[str, str],
        include: Callable[[str], str | None],
        as_html: Callable[[object], str],
    ) -> None:
        """``values`` is ``site``; ``links`` gives the address of each file, ``posts`` that of each post by its name.

        ``include`` gives the source of an include, and ``as_html`` what Markdown makes of a text.
        """
        self.values = values
        self.links = links
        self.posts = posts
        self.include = include
        self.as_html = as_html
        self._environment = _Environment(self)

    def run(self, text: str, page: Mapping[str, Any], say: Say, form: Form = "markdown", **more: object) -> str:
        """``text`` with its Liquid run, on ``page``; ``say`` is told what could not be."""
        if "{%" not in text and "{{" not in text:
            return text
        environment = self._environment
        before = (
            environment.source,
            environment.say,
            environment.line,
        )  # a page may show others, which are run while it is
        now = text
        try:
            for _ in range(_FAULTS):
                now, template = environment.parsed(now, form, say)
                environment.source, environment.say, environment.line = now, say, 0
                try:
                    done = template.render(site=self.values, page=page, jekyll={"environment": "production"}, **more)
                    return with_braces(done)
                except LiquidError as failure:
                    now = environment.without(failure, now, form, say)
            raise LiquidError("too many of its tags cannot be run", token=None)
        except _FAILURES as failure:
            say(1, f"Liquid cannot run this text, so it was left as it is: {why(failure)}.")
            return text
        finally:
            environment.source, environment.say, environment.line = before


def _nothing(_: int, __: str) -> None:
    return None


def _know(environment: _Environment, text: str) -> None:
    """Let ``environment`` know every tag of ``text`` that is none, as one that is left readable."""
    names = {token.value for token in environment.tokenizer()(text) if token.kind == TOKEN_TAG}
    for name in sorted(names - environment.known - set(environment.tags)):
        if name.startswith("end") and name[3:] in names:
            continue
        if name in ("else", "elsif", "when") or (name.startswith("end") and name[3:] in environment.known):
            continue
        of_block = f"end{name}" in names
        kind = _UnknownBlock if of_block else _Unknown
        environment.add_tag(type(name, (kind,), {"name": name, "block": of_block, "end": f"end{name}"}))


def _expression(stream: TokenStream) -> str:
    """The rest of the tag that ``stream`` stands at."""
    if stream.peek.kind == TOKEN_EXPRESSION:
        next(stream)
        return str(stream.current.value)
    return ""


def _inner(tag: Tag, stream: TokenStream) -> Node:
    """What stands between ``tag``, behind which ``stream`` stands, and its end."""
    next(stream)
    block = get_parser(tag.env).parse_block(stream, (tag.end,))
    stream.expect(TOKEN_TAG, value=tag.end)
    return block


class _Written(Node):
    """Something that a function makes when it is run."""

    def __init__(self, token: Token, make: Callable[[RenderContext], str]) -> None:
        super().__init__(token)
        self.make = make
        self.blank = False

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(self.make(context))


def _arguments(context: RenderContext, token: Token, written: str) -> dict[str, object]:
    """What the arguments of an include are, by name."""
    found: dict[str, object] = {}
    for match in _ARGUMENT.finditer(written):
        if match["name"] is not None:
            tokens = TokenStream(tokenize(match["name"], parent_token=token))
            found[match["key"]] = parse_primitive(context.env, tokens).evaluate(context)
        else:
            quoted = match["double"] if match["double"] is not None else match["single"]
            found[match["key"]] = re.sub(r"\\(.)", r"\1", quoted)
    return found


class _InPlace(Tag):
    """A tag in place of which something is written."""

    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        written = _expression(stream)
        return _Written(token, lambda context: self.run(context, token, written))

    def run(self, context: RenderContext, token: Token, written: str) -> str:
        """What the tag with ``written`` behind its name makes."""
        raise NotImplementedError


class _Include(_InPlace):
    """``{% include file.html key="value" %}``: the file is run where it stands."""

    name = "include"

    def run(self, context: RenderContext, token: Token, written: str) -> str:
        """What the include draws; of one that is not there, the text that it was given."""
        environment = context.env
        assert isinstance(environment, _Environment)
        if "{{" in written:
            written = _run(environment.from_string(written), context)
        name, *rest = written.split(None, 1) or [""]
        name = name.strip("\"'")
        arguments = _arguments(context, token, "".join(rest))
        source = environment.site.include(self.place(name, context))
        if source is None:
            environment.tell(
                token, f"There is no include '{name}' in the old site: the text that it was given stands here."
            )
            text = next((str(arguments[key]) for key in _TEXTS if arguments.get(key)), "")
            return text or shown(f"{{% include {' '.join(written.split())} %}}")

        def tell(_: int, sentence: str) -> None:
            environment.tell(token, f"In the include '{name}': {sentence}")

        before, environment.line = environment.line, environment.line_of(token)
        try:
            _, template = environment.parsed(source, "html", tell)
            with context.extend({"include": arguments}, template=template):
                return _run(template, context)
        except LiquidError as failure:
            tell(0, f"Liquid cannot run this, so its tag was left as it is: {why(failure)}.")
            return shown(f"{{% {self.name} {' '.join(written.split())} %}}")
        finally:
            environment.line = before

    def place(self, name: str, _: RenderContext) -> str:
        """Where the file stands."""
        return f"_includes/{name}"


def _run(template: BoundTemplate, context: RenderContext) -> str:
    buffer = context.get_buffer()
    template.render_with_context(context, buffer, partial=True)
    return str(buffer.getvalue())


class _IncludeRelative(_Include):
    """``{% include_relative file.md %}``: a file beside the page."""

    name = "include_relative"

    def place(self, name: str, context: RenderContext) -> str:
        page: Any = context.resolve("page", default={})
        return f"{str(page.get('path', '')).rpartition('/')[0]}/{name}".lstrip("/")


class _Link(_InPlace):
    """``{% link _posts/2016-07-26-name.md %}``: the address of a file."""

    name = "link"

    def run(self, context: RenderContext, token: Token, written: str) -> str:
        environment = context.env
        assert isinstance(environment, _Environment)
        path, mark, fragment = self.target(written).partition("#")
        known = self.addresses(environment.site)
        if path in known:
            return known[path] + mark + fragment
        environment.tell(
            token, f"The tag '{self.name}' names '{path}', and there is no such page: the link leads nowhere."
        )
        return f"/{path}{mark}{fragment}"

    def target(self, written: str) -> str:
        return written.strip().strip("\"'").lstrip("/")

    def addresses(self, site: Site) -> Mapping[str, str]:
        return site.links


class _PostUrl(_Link):
    """``{% post_url 2016-07-26-name %}``: the address of a post."""

    name = "post_url"

    def addresses(self, site: Site) -> Mapping[str, str]:
        return site.posts


class _Highlight(Tag):
    """``{% highlight ruby %}``: code, which Markdown fences."""

    name = "highlight"
    end = "endhighlight"

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        language = next(iter(_expression(stream).split()), "")
        block = _inner(self, stream)
        return _Written(token, lambda context: fenced(_text(block, context), language))


class _Unknown(Tag):
    """A tag of a plugin: left readable, as code."""

    block = False

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        written = " ".join(f"{token.value} {_expression(stream)}".split())

        def left(context: RenderContext) -> str:
            assert isinstance(context.env, _Environment)
            context.env.tell(token, f"A plugin made something of the tag '{token.value}': it was left as it is.")
            return shown(f"{{% {written} %}}")

        return _Written(token, left)


class _UnknownBlock(Tag):
    """A block of a plugin: what is written in it stays."""

    def parse(self, stream: TokenStream) -> Node:
        token = stream.current
        _expression(stream)
        block = _inner(self, stream)

        def left(context: RenderContext) -> str:
            assert isinstance(context.env, _Environment)
            name = str(token.value)
            inner = _text(block, context)
            if any(word in name for word in _DRAWINGS):
                context.env.tell(
                    token, f"A plugin drew what stands in the block '{name}': its source stands here as code."
                )
                return fenced(inner, next(word for word in _DRAWINGS if word in name))
            context.env.tell(token, f"A plugin changed what stands in the block '{name}': it stands here as it is.")
            return inner

        return _Written(token, left)


def _text(block: Node, context: RenderContext) -> str:
    buffer = context.get_buffer()
    block.render(context, buffer)
    return str(buffer.getvalue())

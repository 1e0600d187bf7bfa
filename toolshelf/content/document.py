"""One Markdown source, parsed: front matter and body, without knowing its path or its site."""

from __future__ import annotations

from msgspec import Struct, field

from toolshelf.codec import EMPTY, MISSING, FrozenDict
from toolshelf.content.engines import chosen_engine, render_markdown
from toolshelf.content.fragment import Fragment, IncludeCall, Link
from toolshelf.content.front_matter import NONE, FrontMatters, read_front_matter
from toolshelf.content.outline import Outline, outline, plain_title
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, Severity
from toolshelf.sources.text import decode


class Facts(Struct, frozen=True):
    """What can be said of a page without its body."""

    meta: FrozenDict = field(default_factory=FrozenDict)
    ids: tuple[str, ...] = ()
    """The targets of fragments in the body, in its order."""
    headings: tuple[str, ...] = ()
    """The ids of its headings, likewise."""
    links: tuple[Link, ...] = ()
    includes: tuple[IncludeCall, ...] = ()
    head: str = ""
    """`FrontMatter.head`, which tells whether the front matter is the same before it is read."""


class Document(Struct, frozen=True):
    """A parsed page. Equal bytes give equal documents, whatever the file is called."""

    meta: FrozenDict
    positions: Positions
    """Where each front matter value stands in the file."""
    fragment: Fragment
    problems: tuple[Problem, ...]
    """With an empty path; the fragment's are among them."""
    outline: Outline
    """The fragment's body without the title."""
    head: str = ""
    """`FrontMatter.head`."""

    @property
    def broken(self) -> bool:
        """Whether the page has an error of its own, so that others need not be told about it."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def facts(self) -> Facts:
        """What can be said of it without its body."""
        fragment = self.fragment
        headings = tuple(heading.id for heading in fragment.headings)
        return Facts(self.meta, fragment.ids, headings, fragment.links, fragment.includes, self.head)


def parse(data: bytes, site: FrozenDict, known: FrontMatters = NONE) -> Document:
    """Parse a page's bytes; ``site``, the configuration, says by which engine and what ``{{ site.* }}`` may print.

    Front matter that is ``known`` is not read again. Never raises for content.
    """
    text, unreadable = decode(data)
    front = read_front_matter(text, known)
    unread = not front.meta and any(problem.severity is Severity.ERROR for problem in front.problems)
    variables = FrozenDict({"page": MISSING if unread else front.meta, "site": site})
    fragment = render_markdown(front.body, chosen_engine(site), first_line=front.body_line, variables=variables)
    problems = (*unreadable, *front.problems, *fragment.problems)
    shown = outline(fragment, _typed_title(front.meta))
    return Document(front.meta, front.positions, fragment, problems, shown, front.head)


def empty_document(title: str, meta: FrozenDict = EMPTY) -> Document:
    """The document of a page that nobody wrote, with ``meta`` as its front matter."""
    fragment = Fragment()
    return Document(FrozenDict({"title": title, **meta}), Positions(), fragment, (), outline(fragment, title))


def _typed_title(meta: FrozenDict) -> str:
    """The title that front matter gives, in plain text, or ""."""
    given = meta.get("title")
    return plain_title(str(given)) if given is not None and not isinstance(given, (tuple, FrozenDict)) else ""

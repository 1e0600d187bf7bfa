"""One Markdown source, parsed: front matter and body, without knowing its path or its site."""

from __future__ import annotations

from dataclasses import dataclass

from toolshelf.codec import MISSING, FrozenDict
from toolshelf.content.engines import chosen_engine, render_markdown
from toolshelf.content.fragment import Fragment
from toolshelf.content.front_matter import read_front_matter
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, Severity
from toolshelf.sources.text import decode


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed page. Equal bytes give equal documents, whatever the file is called."""

    meta: FrozenDict
    positions: Positions
    """Where each front matter value stands in the file."""
    fragment: Fragment
    problems: tuple[Problem, ...]
    """With an empty path; the fragment's are among them."""

    @property
    def broken(self) -> bool:
        """Whether the page has an error of its own, so that others need not be told about it."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def parse(data: bytes, site: FrozenDict) -> Document:
    """Parse a page's bytes; ``site``, the configuration, says by which engine and what ``{{ site.* }}`` may print.

    Never raises for content.
    """
    text, unreadable = decode(data)
    front = read_front_matter(text)
    unread = not front.meta and any(problem.severity is Severity.ERROR for problem in front.problems)
    variables = FrozenDict({"page": MISSING if unread else front.meta, "site": site})
    fragment = render_markdown(front.body, chosen_engine(site), first_line=front.body_line, variables=variables)
    problems = (*unreadable, *front.problems, *fragment.problems)
    return Document(front.meta, front.positions, fragment, problems)

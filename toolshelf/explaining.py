"""Why a build would make an output anew, or would not: the stages of a build up to the decision."""

from __future__ import annotations

from toolshelf.build.cache import open_cache
from toolshelf.build.explanation import Explanation, explained, explained_copy
from toolshelf.build.outdated import reasons
from toolshelf.build.output import check_output
from toolshelf.build.remembered import Remembered
from toolshelf.build.traces import questions
from toolshelf.means import Means
from toolshelf.problems import Problem, without_echoes
from toolshelf.project import Project
from toolshelf.spelling import nearest
from toolshelf.understanding import understand


class UnknownOutputError(Exception):
    """The site has no such output; the text is a sentence, with the nearest name where there is one."""


def explain(project: Project, output: str) -> tuple[Explanation, tuple[Problem, ...]]:
    """Why a build would make ``output`` (relative, or an address below the base path) anew, or would not.

    Publishes nothing. Gives the problems of the site too, because an error keeps all of it from being published.
    Raises UnknownOutputError, and what `build` raises.
    """
    check_output(project.output, project.root)
    with open_cache(project.cache) as cache:
        site = understand(Means(project, cache))
        index, renderer = site.snapshot.index, site.snapshot.renderer
        told = without_echoes([*site.problems, *renderer.faults(Remembered(cache))])
        targets = {target.output: target for target in site.targets}
        name = _output_named(output, {*targets, *site.copies, *site.assets, *site.pictures.outputs})
        file = project.output / name
        standing = file.read_bytes() if file.is_file() else None
        if name in site.copies:
            copied = site.copies[name]
            return explained_copy(name, copied.path, copied.data, standing), told
        if name in site.pictures.outputs:
            source = site.pictures.outputs[name].path
            return explained_copy(name, source, site.pictures.again(name), standing, "made of"), told
        if name in site.assets:
            return explained_copy(name, "a file of the theme", site.assets[name], standing), told
        target, ledger = targets[name], site.ledger
        record = ledger.record(name)
        trace = record.trace if record else renderer.render(target).trace
        subject = record.target.subject if record else target.subject
        asked = [query for query, _ in questions(subject, trace, ledger.digests)]
        why = reasons(target, ledger, index)
        return explained(target, why, asked, record and record.entry, index, standing), told


def _output_named(name: str, outputs: set[str]) -> str:
    """The output that ``name`` means: its path, or the address of a page with or without the slashes."""
    plain = name.removeprefix("./").strip("/")
    for candidate in (plain, f"{plain}/index.html".lstrip("/")):
        if candidate in outputs:
            return candidate
    like = nearest(plain, outputs)
    raise UnknownOutputError(f"The site has no output '{name}'" + (f": did you mean {like}?" if like else "."))

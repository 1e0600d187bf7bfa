"""Footnotes: comrak's, with the ids and roles that both engines give them, and checked."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from toolshelf.content.gfm.parser import to_html
from toolshelf.content.gfm.source import Source
from toolshelf.content.notes import footnote_problems
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.problems import Problem

_DEFINITION = re.compile(r"(\n(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*\[\^)([^\]\s][^\]\n]*)(\]:)")
SECTION = '<section class="footnotes" data-footnotes>\n'
"""What the notes of a text begin with."""
_ITEM = re.compile(r'<li id="fn-([^"]*)">')
_REFERENCE = re.compile(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)" data-footnote-ref>([0-9]+)</a></sup>'
)
_BACK = (
    r'<a href="#fnref-[^"]*" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="([0-9]+)(?:-([0-9]+))?" aria-label="[^"]*">'
    r'↩(?:<sup class="footnote-ref">[0-9]+</sup>)?</a>'
)
_ONE_BACK = re.compile(f" ?{_BACK}")
_ALL_BACK = re.compile(rf"([ \n]|(?<=\">))((?:{_BACK} ?)+)(?=\n</li>|</p>)")


def rename_labels(source: Source, placeholders: Placeholders) -> None:
    """Give labels of several words, which comrak does not read, and those that are taken another name."""
    for label in {note.label for note in source.notes}:
        if re.search(r"\s", label):
            word = placeholders.add(Placeholder("verbatim", label))
            source.text = source.text.replace(f"[^{label}]", f"[^{word}]")
    if len({note.label.casefold() for note in source.notes}) == len(source.notes):
        return
    defined = iter(_defined(source.text, placeholders))
    taken: set[str] = set()

    def renamed(match: re.Match[str]) -> str:
        key = match[2].casefold()
        if not next(defined):
            return match[0]
        if key not in taken:
            taken.add(key)
            return match[0]
        return match[1] + placeholders.add(Placeholder("verbatim", match[2])) + match[3]

    source.text = _DEFINITION.sub(renamed, source.text)


def _defined(text: str, placeholders: Placeholders) -> list[bool]:
    """Which of the definitions are definitions indeed, and not code that shows one."""
    words: list[str] = []

    def marked(match: re.Match[str]) -> str:
        words.append(f"{placeholders.prefix}{len(words)}n")
        return f"{match[0]} {words[-1]} "

    html = to_html(_DEFINITION.sub(marked, text)).partition(SECTION)[0]
    return [word not in html for word in words]


def finish_footnotes(html: str, source: Source, defining: str, placeholders: Placeholders) -> tuple[str, list[Problem]]:
    """``html`` with the footnotes as both engines write them, and what is wrong with their labels.

    ``defining`` is the text as it was when ``source`` counted its definitions.
    """
    labels: list[str] = []
    keys: list[str] = []
    body, section, notes = html.partition(SECTION)
    if section:
        unique = UniqueIds()
        for written in _ITEM.findall(notes):
            label = unquote(unescape(written))
            found = placeholders.find(label)
            labels.append(found[0].source if found else label)
            keys.append(unique.claim(slugify(labels[-1])))
        rest = iter(keys)
        notes = _ITEM.sub(lambda match: f'<li id="fn-{next(rest)}">', notes)
        notes = _ALL_BACK.sub(lambda match: _back(match, keys), notes)
        section = '<section aria-label="Footnotes" class="footnote" role="doc-endnotes">\n<hr>\n'
        html = _REFERENCE.sub(lambda match: _reference(match, keys), body + section + notes)
    used = {label.casefold() for label in labels}
    referred = [note.label for note in source.notes if note.label.casefold() in used]
    definitions = source.notes
    if len(set(referred)) < len(definitions):
        real = _defined(defining, placeholders)
        definitions = [note for note, is_real in zip(definitions, real, strict=True) if is_real]
    return html, footnote_problems(definitions, referred)


def _reference(match: re.Match[str], keys: list[str]) -> str:
    target, own, number = match.groups()
    key = keys[int(number) - 1]
    copy = own[len(target) + 1 :]
    return f'<sup id="fnref{copy}-{key}"><a class="footnote-ref" href="#fn-{key}" role="doc-noteref">{number}</a></sup>'


def _back(match: re.Match[str], keys: list[str]) -> str:
    links = "".join(
        f'<a aria-label="Back to reference {found[1]}" class="footnote-backref"'
        f' href="#fnref{found[2] or ""}-{keys[int(found[1]) - 1]}" role="doc-backlink">↩</a>'
        for found in _ONE_BACK.finditer(match[2])
    )
    return f"&nbsp;{links}" if match[1] == " " else f"\n<p>{links}</p>"

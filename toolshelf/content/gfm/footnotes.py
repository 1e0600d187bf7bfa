"""Footnotes: comrak's, with the ids and roles that both engines give them, and checked."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from toolshelf.content.gfm.parser import to_html
from toolshelf.content.gfm.source import Source
from toolshelf.content.note_names import NoteNames
from toolshelf.content.notes import Note, footnote_problems
from toolshelf.content.placeholders import Placeholder, Placeholders
from toolshelf.content.slugs import UniqueIds, slugify
from toolshelf.patterns import regex
from toolshelf.problems import Problem

_DEFINITION = regex(r"(\n(?:[ \t>]|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t]))*\[\^)([^\]\s][^\]\n]*)(\]:)")
SECTION = '<section class="footnotes" data-footnotes>\n'
"""What the notes of a text begin with."""
_ITEM = regex(r'<li id="fn-([^"]*)">')
_REFERENCE = regex(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-([^"]*)" data-footnote-ref>([0-9]+)</a></sup>'
)
_BACK = (
    r'<a href="#fnref-[^"]*" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="([0-9]+)(?:-([0-9]+))?" aria-label="[^"]*">'
    r'↩(?:<sup class="footnote-ref">[0-9]+</sup>)?</a>'
)
_ONE_BACK = regex(f" ?{_BACK}")
_ALL_BACK = regex(rf"([ \n]|(?<=\">))((?:{_BACK} ?)+)(?=\n</li>|</p>)")


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


def with_unused_notes(html: str, source: Source, placeholders: Placeholders) -> tuple[str, int]:
    """``html`` of ``source`` with the notes that nothing refers to behind the others, and how many these are.

    comrak shows only what is referred to: so a paragraph that refers to the others is added and taken out again.
    """
    shown = {unquote(unescape(name)).casefold() for name in _ITEM.findall(html.partition(SECTION)[2])}
    if len(shown) >= len({note.label.casefold() for note in source.notes}):
        return html, 0
    real = _defined(source.text, placeholders)
    unused: dict[str, str] = {}
    for match, is_real in zip(_DEFINITION.finditer(source.text), real, strict=True):
        if is_real and match[2].casefold() not in shown:
            unused.setdefault(_label(match[2], placeholders).casefold(), match[2])
    for name in shown:
        unused.pop(_label(name, placeholders).casefold(), None)
    if not unused:
        return html, 0
    mark = placeholders.add(Placeholder("gone"))
    more = to_html(f"{source.text}\n\n{mark}{''.join(f'[^{name}]' for name in unused.values())}\n")
    added = re.compile(rf"<p>{mark}(?:{_REFERENCE.pattern})+</p>\n")
    found = len(added.findall(more)) == 1 and len(_ITEM.findall(more)) == len(shown) + len(unused)
    return (added.sub("", more), len(unused)) if found else (html, 0)


def _label(name: str, placeholders: Placeholders) -> str:
    """The label of the note that comrak calls ``name``, as its author wrote it."""
    found = placeholders.find(name)
    return _label(found[0].source, placeholders) if found else name


def finish_footnotes(
    html: str, source: Source, defining: str, placeholders: Placeholders, unused: int, names: NoteNames
) -> tuple[str, list[Problem], tuple[Note, ...]]:
    """``html`` with the footnotes as both engines write them, what is wrong with their labels, and the notes.

    ``defining`` is the text as it was when ``source`` counted its definitions. Nothing refers to the last ``unused``.
    For assistive technology they have these ``names``.
    """
    labels: list[str] = []
    keys: list[str] = []
    body, section, notes = html.partition(SECTION)
    if section:
        unique = UniqueIds()
        for written in _ITEM.findall(notes):
            labels.append(_label(unquote(unescape(written)), placeholders))
            keys.append(unique.claim(slugify(labels[-1])))
        rest = iter(keys)
        notes = _ITEM.sub(lambda match: f'<li id="fn-{next(rest)}">', notes)
        notes = _ALL_BACK.sub(lambda match: _back(match, keys, len(keys) - unused, names), notes)
        section = f'<section aria-label="{names.notes}" class="footnote" role="doc-endnotes">\n<hr>\n'
        html = _REFERENCE.sub(lambda match: _reference(match, keys, names), body + section + notes)
    used = {label.casefold() for label in labels[: len(labels) - unused]}
    referred = [note.label for note in source.notes if note.label.casefold() in used]
    definitions = source.notes
    if len(set(referred)) < len(definitions):
        real = _defined(defining, placeholders)
        definitions = [note for note, is_real in zip(definitions, real, strict=True) if is_real]
    by_label = {note.label.casefold(): note.line for note in reversed(definitions)}
    shown = tuple(
        Note(label, by_label.get(label.casefold(), 0), key, label.casefold() in used)
        for label, key in zip(labels, keys, strict=True)
    )
    return html, footnote_problems(definitions, referred), shown


def _reference(match: re.Match[str], keys: list[str], names: NoteNames) -> str:
    target, own, number = match.groups()
    key = keys[int(number) - 1]
    copy = own[len(target) + 1 :]
    name = names.reference.format(number)
    link = f'<a aria-label="{name}" class="footnote-ref" href="#fn-{key}" role="doc-noteref">{number}</a>'
    return f'<sup id="fnref{copy}-{key}">{link}</sup>'


def _back(match: re.Match[str], keys: list[str], used: int, names: NoteNames) -> str:
    if int(match[3]) > used:
        return ""
    links = "".join(
        f'<a aria-label="{names.back(found[1], int(found[2] or 1))}" class="footnote-backref"'
        f' href="#fnref{found[2] or ""}-{keys[int(found[1]) - 1]}" role="doc-backlink">↩</a>'
        for found in _ONE_BACK.finditer(match[2])
    )
    return f"&nbsp;{links}" if match[1] == " " else f"\n<p>{links}</p>"

"""Questions as what they are kept by: a value that no other question equals."""

from __future__ import annotations

from toolshelf import features
from toolshelf.index import queries


def questions():
    """One of every kind, all with the same arguments."""
    assert features.FEATURES  # whose kinds are known as soon as they are loaded
    return [kind(*("a" for _ in kind.__struct_fields__)) for kind in queries._KINDS.values()]


def test_questions_of_two_kinds_differ_whatever_they_ask():
    assert len(set(questions())) == len(questions()) > 11


def test_a_question_comes_back_from_the_words_that_are_stored():
    for question in questions():
        words = queries.stored(question)
        assert queries.restored(words) == question
        assert type(queries.restored(words)) is type(question)

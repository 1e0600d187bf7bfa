"""Questions as what they are kept by: a value that no other question equals."""

from __future__ import annotations

from toolshelf.features import FEATURES
from toolshelf.index import queries


def questions():
    """One of every kind, those of the features among them, all with the same arguments."""
    kinds = queries._KINDS.values()
    assert {kind for feature in FEATURES for kind in feature.questions} < {*kinds}
    return [kind(*("a" for _ in kind.__struct_fields__)) for kind in kinds]


def test_questions_of_two_kinds_differ_whatever_they_ask():
    assert len(set(questions())) == len(questions())


def test_a_question_comes_back_from_the_words_that_are_stored():
    for question in questions():
        words = queries.stored(question)
        assert queries.restored(words) == question
        assert type(queries.restored(words)) is type(question)

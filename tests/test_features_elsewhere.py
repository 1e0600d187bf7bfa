"""A feature's fields go along with the index to whatever process renders."""

from __future__ import annotations

import pickle

import pytest

from toolshelf.features import FEATURES


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.name)
def test_the_fields_of_a_feature_can_be_sent_to_another_process(feature):
    assert pickle.loads(pickle.dumps(feature.fields)).keys() == feature.fields.keys()

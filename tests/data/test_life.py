"""The state of an item on a day."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from life_cases import CASES

from toolshelf.data.typed.ato import GIVEN, OTHERS, SOON, ato_state
from toolshelf.data.typed.judging import state_of
from toolshelf.data.typed.phases import phase_state
from toolshelf.data.yaml_source import read_yaml

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2040, 12, 31))
ORDER = ("upcoming", "open", "judging", "closed")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_badge_of_an_item_follows_the_day(case):
    """Forty-nine items on days, with leap days, equal dates, zones and missing ends among them."""
    state = state_of(
        case.kind, read_yaml(case.text).value, datetime.date.fromisoformat(case.as_of), ZoneInfo(case.zone)
    )
    assert state is not None
    assert state.label == case.label


@given(DAYS, DAYS, DAYS, st.sampled_from(sorted(GIVEN)))
def test_an_authorization_holds_from_its_first_day_to_its_last(given_on, expires, as_of, status):
    """Before, it is in process; after, it has expired; and for its last days it expires soon."""
    if expires < given_on:
        return
    state = ato_state({"status": status, "date_authorized": given_on, "expires": expires}, as_of)
    assert state is not None
    if as_of < given_on:
        assert state.code == "in-process"
    elif as_of > expires:
        assert state.code == "expired"
    else:
        assert state.code == ("expires-soon" if (expires - as_of).days <= SOON else status)
        assert state.label.startswith(GIVEN[status])


@given(DAYS, st.sampled_from(sorted(OTHERS)))
def test_what_was_not_given_stays_as_an_editor_says(as_of, status):
    """No date changes such a status."""
    state = ato_state({"status": status, "date_authorized": as_of, "expires": as_of}, as_of)
    assert state is not None
    assert state.code == status


@given(st.lists(st.tuples(DAYS, DAYS, st.booleans()), min_size=1, max_size=4), DAYS, DAYS)
def test_time_only_moves_a_challenge_on(rows, one, other):
    """What is upcoming may open, and what is closed never opens again."""
    phases = tuple({"start": min(a, b), "end": max(a, b), "open_to_submissions": takes} for a, b, takes in rows)
    before, after = (phase_state({"phases": phases}, day, ZoneInfo("UTC")) for day in sorted((one, other)))
    assert before is not None
    assert after is not None
    assert not (before.code == "closed" and after.code != "closed")
    assert not (before.code != "upcoming" and after.code == "upcoming")

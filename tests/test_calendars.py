"""Calendars: the right moments in any zone, whole days, stable names, and bytes that follow from the content alone."""

from __future__ import annotations

import datetime

import pytest
import vobject
from sites import CONFIGURATION, make, tree
from typed import AUTHORIZED, OPEN_CHALLENGE, SPRINT

from toolshelf.codec import FrozenDict
from toolshelf.data.yaml_source import read_yaml
from toolshelf.features.calendars.dates import dates_of

FILES = {
    "data/challenges/c.yml": OPEN_CHALLENGE,
    "data/sprints/s.yml": SPRINT,
    "data/tools/t.yml": AUTHORIZED,
}


def site(zone: str) -> dict[str, str]:
    return {"data/site.yml": f"{CONFIGURATION}timezone: {zone}\n", **FILES}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_moments_are_the_same_in_every_zone_and_days_are_whole(tmp_path, zone):
    """The end of a day is the next one, as RFC 5545 wants it, and the stamp is the day of the last change."""
    make(tmp_path, site(zone))
    (phase,) = vobject.readOne((tmp_path / "_site/challenges/c/calendar.ics").read_text("utf-8")).vevent_list
    assert phase.dtstart.value.astimezone(datetime.UTC) == datetime.datetime(2026, 11, 1, 14, tzinfo=datetime.UTC)
    assert phase.dtend.value.astimezone(datetime.UTC) == datetime.datetime(2027, 2, 26, 22, tzinfo=datetime.UTC)
    assert phase.dtstamp.value == datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
    assert phase.uid.value == "challenges-c-phase-submissions@shelf.example"
    (days,) = vobject.readOne((tmp_path / "_site/sprints/calendar.ics").read_text("utf-8")).vevent_list
    assert (days.dtstart.value, days.dtend.value) == (datetime.date(2020, 1, 1), datetime.date(2020, 7, 1))
    (end,) = vobject.readOne((tmp_path / "_site/tools/t/calendar.ics").read_text("utf-8")).vevent_list
    assert (end.dtstart.value, end.summary.value) == (
        datetime.date(2028, 1, 1),
        "Login.gov: authorization to operate expires",
    )


def test_the_bytes_of_calendars_follow_from_the_content_alone(tmp_path):
    """Another build, another folder and another day on which no state changes make the same files."""
    made = []
    for name, day in (("a", 20), ("b", 20), ("c", 21)):
        make(tmp_path / name, site("UTC"), as_of=datetime.date(2026, 11, day))
        found = tree(tmp_path / name / "_site")
        made.append({path: data for path, data in found.items() if path.endswith(".ics")})
    assert len(made[0]) == 6
    assert made[0] == made[1] == made[2]


def test_a_date_keeps_its_uid_whatever_stands_before_it_and_has_another_on_another_site():
    """RFC 5545, 3.8.4.7: what is known by a UID is the same event, wherever it stands and however often it is read."""

    def uids(phases: str, home: str) -> list[str]:
        item = read_yaml(f"id: c\ntitle: C\nphases: {phases}").value
        assert isinstance(item, FrozenDict)
        return [str(one["uid"]) for one in dates_of("challenges", item, f"{home}challenges/c/", home)]

    final, early, again = (
        "{title: Final, start: 2027-05-01}",
        "{title: Early, start: 2027-01-01}",
        "{title: Final, start: 2027-09-01}",
    )
    home = "https://shelf.example/"
    (known,) = uids(f"[{final}]", home)
    assert uids(f"[{early}, {final}, {again}]", home)[1] == known
    third = "{title: Final 2, start: 2027-10-01}"
    assert len({*uids(f"[{early}, {final}, {again}, {third}]", home), *uids(f"[{final}]", f"{home}office/")}) == 5

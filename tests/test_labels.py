"""The state of an item on a day: on its page, in JSON and in its calendar."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict

import pytest
import vobject
from life_cases import CASES
from sites import CONFIGURATION, make, soup

from toolshelf.listing import as_json, list_items
from toolshelf.pipeline import Project

BY_DAY = defaultdict(list)
for number, case in enumerate(CASES):
    BY_DAY[case.as_of, case.zone].append((f"case-{number}", case))


@pytest.mark.parametrize(("as_of", "zone"), BY_DAY, ids=str)
def test_a_page_json_and_a_calendar_say_the_same_of_an_item_on_a_day(tmp_path, as_of, zone):
    """Every case of the table, in a site of its zone that is built for its day."""
    cases = BY_DAY[as_of, zone]
    files = {f"data/{case.kind}/{name}.yml": case.text for name, case in cases}
    make(
        tmp_path,
        {"data/site.yml": f"{CONFIGURATION}timezone: {zone}\n", **files},
        as_of=datetime.date.fromisoformat(as_of),
    )
    project = Project(tmp_path, tmp_path / "_site", as_of=datetime.date.fromisoformat(as_of))
    told = {
        (kind, item["id"]): item["state"]["label"]
        for kind in {case.kind for _, case in cases}
        for item in json.loads(as_json(list_items(project, kind, []).items))
    }
    calendars = 0
    for name, case in cases:
        page = soup(tmp_path, f"{case.kind}/{name}/index.html")
        assert page.select_one(".toolshelf-item__state .toolshelf-state").get_text() == case.label, case.name
        assert told[case.kind, name] == case.label, case.name
        file = tmp_path / "_site" / case.kind / name / "calendar.ics"
        if file.is_file():
            calendars += 1
            for event in vobject.readOne(file.read_text("utf-8")).vevent_list:
                assert event.categories.value == [case.label], case.name
    assert calendars

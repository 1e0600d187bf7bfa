"""Items of typed collections for tests: one of each type that nothing is wrong with, and sites made of such items."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.typed.item_files import item_file, placed, wrong_keys
from toolshelf.data.typed.rows import faults_of
from toolshelf.data.yaml_source import read_yaml

UTC = ZoneInfo("UTC")
AS_OF = datetime.date(2026, 11, 20)

TOOL = """\
title: Login.gov
summary: A shared sign-in service with which the public reaches many services by one account.
url: https://www.login.gov/
category: [Identity]
status: Production
source: FedRAMP Marketplace data
as_of: 2026-11-01
"""
AUTHORIZED = (
    TOOL
    + """\
fips199: { overall: moderate }
ato:
  status: authorized
  agency: HHS OCIO
  date_authorized: 2025-01-01
  expires: 2028-01-01
  reviewed: 2026-11-01
  source: Public list of systems
  as_of: 2026-11-01
"""
)
CHALLENGE = """\
title: Data challenge
agency: National Institutes of Health
url: https://www.challenge.gov/challenge/data/
source: Challenge.gov feed
as_of: 2026-11-01
phases: [{ title: Submissions, start: 2020-01-01, end: 2020-06-30 }]
"""
OPEN_CHALLENGE = """\
title: Data challenge
agency: National Institutes of Health
url: https://www.challenge.gov/challenge/data/
source: Challenge.gov feed
as_of: 2026-11-01
brief_description: Share more data.
eligibility_requirements: Anyone.
how_to_enter: Write to us.
judging_criteria: The best.
prize_type: monetary
prize_total: 100000
poc_email: prize@example.gov
phases:
  - title: Submissions
    start: 2026-11-01T09:00:00-05:00
    end: 2027-02-26T17:00:00-05:00
"""
SPRINT = """\
title: Data sprint
kind: tech-sprint
start: 2020-01-01
end: 2020-06-30
source: The Opportunity Project
as_of: 2026-11-01
"""
BASES = {"tools": TOOL, "challenges": CHALLENGE, "sprints": SPRINT}


def problems(kind: str, text: str, as_of: datetime.date = AS_OF) -> list[str]:
    """Everything that is wrong with the item ``text``, the only one of its file, as it is told."""
    sourced = read_yaml(text)
    read = item_file(sourced, engine_schema(kind))
    found = list(read.problems)
    for item, place in zip(read.items, read.places, strict=True):
        wrong = wrong_keys(read, place)
        found += [placed(fault, place, item, read.positions) for fault in faults_of(kind, item, as_of, UTC, wrong)]
    return [str(problem) for problem in sorted(found)]

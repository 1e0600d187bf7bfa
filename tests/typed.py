"""Items of typed collections for tests: one of each type that nothing is wrong with, and sites made of such items."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from toolshelf.data.engine_schemas import engine_schema
from toolshelf.data.typed.item_files import item_file, placed, required, wrong_keys
from toolshelf.data.typed.judging import faults_of
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
    schema = engine_schema(kind)
    read = item_file(sourced, schema)
    found = list(read.problems)
    for item, place in zip(read.items, read.places, strict=True):
        faults = faults_of(kind, item, as_of, UTC, required(schema), wrong_keys(read, place))
        found += [placed(fault, place, item, read.positions) for fault in faults]
    return [str(problem) for problem in sorted(found)]


WHOLE_TOOL = """\
---
title: Sign-in of an example
summary: A shared sign-in service with which the public reaches many services by one account.
url: https://sign-in.example.gov/
category: [Identity management, Security]
status: Production
owner: { division: HHS, name: Example Office of Data, email: office@example.gov }
audience: [federal, public]
service_model: [SaaS]
deployment_model: government-only-cloud
ato:
  status: authorized-with-conditions
  type: ATO
  agency: Example Office
  system_name: SIGN-IN
  date_authorized: 2025-01-01
  expires: 2028-01-01
  reviewed: 2026-11-01
  scope: Data that is not sensitive
  conditions: Only with a second factor
  reciprocity: true
  source: List of authorized systems
  source_url: https://data.example.gov/systems
  as_of: 2026-11-01
fips199: { overall: moderate, confidentiality: fips-199-moderate }
fedramp:
  id: FR0000000000
  status: legacy-authorized
  impact: Moderate
  date: 2024-01-01
  agencies: [Example Department]
  url: https://marketplace.fedramp.gov/products/FR0000000000
privacy: { sensitive: true, pia_url: https://data.example.gov/pia, sorn_url: https://data.example.gov/sorn }
section508: { acr_url: https://data.example.gov/acr }
tags: [sign-in]
reviewed_on: 2026-11-01
source:
  { name: Public repository, url: https://data.example.gov/, repository: https://code.example.gov/, license: CC0-1.0 }
as_of: 2026-11-01
---

## How to begin

Write to the office, and see [the challenge](../challenges/open.yml).
"""
WHOLE_CHALLENGE = (
    OPEN_CHALLENGE
    + """\
  - title: Judging
    start: 2027-03-01
    end: 2027-03-31
    open_to_submissions: false
timeline_events: [{ title: Webinar, date: 2026-12-10T12:00:00-05:00, body: Ask anything. }]
primary_type: Ideas
types: [Scientific]
sub_agency: Example Institute
federal_partners: [Example Bureau]
legal_authority: America COMPETES
fiscal_year: [FY27]
prize_description: "- First: $60,000\\n- Second: $40,000"
rules: One entry each.
faq: "### May teams enter?\\n\\nYes."
external_url: https://prize.example.gov/
datasets: ["https://data.example.gov/set"]
tools: [sign-in]
sprint: data-sprint
"""
)
WHOLE_SPRINT = """\
- id: data-sprint
  title: Data sprint
  kind: tech-sprint
  summary: Two days in which teams try what open data can do for patients.
  start: 2026-12-01T09:00:00-05:00
  end: 2026-12-02T17:00:00-05:00
  agency: Example Office
  program: TOPx
  location: Washington, D.C.
  attendance_mode: in-person
  contact_email: sprint@example.gov
  registration_url: https://sprint.example.gov/
  problem_statements:
    - Too few clinics share their data.
    - { title: Slow referrals, challenge: Letters take weeks., why: Patients wait. }
  products: [{ title: Finder, link: "https://finder.example.gov/", tech_team: Team One, description: Finds clinics. }]
  source: Announcement
  as_of: 2026-11-01
"""
WHOLE_SITE = {
    "data/tools/sign-in.md": WHOLE_TOOL,
    "data/challenges/open.yml": WHOLE_CHALLENGE,
    "data/sprints.yml": WHOLE_SPRINT,
}
"""A tool with an authorization, an open challenge and a coming sprint, each with most of what it can hold."""

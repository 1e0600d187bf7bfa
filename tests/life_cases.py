"""Items on days: what the badge of each says. Leap days, equal dates, zones and missing ends are among them."""

from __future__ import annotations

from typing import NamedTuple

from typed import CHALLENGE, SPRINT, TOOL


class Case(NamedTuple):
    """An item on a day."""

    name: str
    kind: str
    text: str
    as_of: str
    label: str
    zone: str = "UTC"


def ato(lines: str) -> str:
    """A tool with an authorization of these ``lines`` and nothing else."""
    return TOOL + "fips199: { overall: low }\nato:\n" + "".join(f"  {line.strip()}\n" for line in lines.split(","))


GIVEN = "agency: HHS, reviewed: 2024-01-01, source: List, as_of: 2024-01-01, "


def given(dates: str, status: str = "authorized") -> str:
    """A tool with an authorization that was given."""
    return ato(f"status: {status}, {GIVEN}{dates}")


def phases(*rows: str) -> str:
    """A challenge with these phases, and with all that must be said of an open one."""
    said = (
        "brief_description: A.\neligibility_requirements: B.\nhow_to_enter: C.\njudging_criteria: D.\n"
        "prize_type: monetary\nprize_total: 5\npoc_email: a@example.gov\n"
    )
    head = "".join(f"{line}\n" for line in CHALLENGE.splitlines() if not line.startswith("phases"))
    return head + said + "phases:\n" + "".join(f"  - {{ title: Part, {row} }}\n" for row in rows)


def sprint(dates: str) -> str:
    """A sprint with these dates, and with all that must be said of a coming one."""
    head = "".join(f"{line}\n" for line in SPRINT.splitlines() if not line.startswith(("start", "end")))
    return f"{head}contact_email: a@example.gov\nproblem_statements: [Too few data]\n{dates}\n"


YEARS = "date_authorized: 2021-02-28, expires: 2024-02-29"
JUDGED = ("start: 2024-02-01, end: 2024-02-28", "start: 2024-03-01, end: 2024-03-31, open_to_submissions: false")
EVENING = "start: 2024-02-01T00:00:00Z, end: 2024-02-29T01:00:00Z"
"""It ends on the evening of February 28 in New York, and on February 29 in London and Tokyo."""
NIGHT = "start: 2024-02-01T09:00:00-05:00, end: 2024-02-29T00:00:00-05:00"
"""It ends with February 28 in New York."""

CASES = [
    Case(
        "the last day before it ends, a leap day ahead", "tools", given(YEARS), "2024-02-28", "Authorized, expires soon"
    ),
    Case("it ends on a leap day", "tools", given(YEARS), "2024-02-29", "Authorized, expires soon"),
    Case("it ended on a leap day", "tools", given(YEARS), "2024-03-01", "Expired"),
    Case(
        "one day, its own",
        "tools",
        given("date_authorized: 2024-02-29, expires: 2024-02-29"),
        "2024-02-29",
        "Authorized, expires soon",
    ),
    Case(
        "one day, the day before",
        "tools",
        given("date_authorized: 2024-02-29, expires: 2024-02-29"),
        "2024-02-28",
        "In process",
    ),
    Case(
        "one day, the day after",
        "tools",
        given("date_authorized: 2024-02-29, expires: 2024-02-29"),
        "2024-03-01",
        "Expired",
    ),
    Case(
        "90 days over a leap day",
        "tools",
        given("date_authorized: 2021-01-01, expires: 2024-05-28"),
        "2024-02-28",
        "Authorized, expires soon",
    ),
    Case(
        "91 days over a leap day",
        "tools",
        given("date_authorized: 2021-01-01, expires: 2024-05-29"),
        "2024-02-28",
        "Authorized",
    ),
    Case("given today", "tools", given("date_authorized: 2024-02-29, expires: 2027-02-28"), "2024-02-29", "Authorized"),
    Case(
        "given tomorrow", "tools", given("date_authorized: 2024-02-29, expires: 2027-02-28"), "2024-02-28", "In process"
    ),
    Case(
        "conditions",
        "tools",
        given("date_authorized: 2024-01-01, expires: 2027-01-01", "authorized-with-conditions"),
        "2024-02-29",
        "Authorized with conditions",
    ),
    Case(
        "conditions that end soon",
        "tools",
        given("date_authorized: 2021-01-01, expires: 2024-03-31", "authorized-with-conditions"),
        "2024-02-29",
        "Authorized with conditions, expires soon",
    ),
    Case(
        "conditions that ended",
        "tools",
        given("date_authorized: 2021-01-01, expires: 2024-02-28", "authorized-with-conditions"),
        "2024-02-29",
        "Expired",
    ),
    Case(
        "ongoing by its status",
        "tools",
        given("date_authorized: 2020-02-29", "ongoing-authorization"),
        "2024-02-29",
        "Ongoing authorization",
    ),
    Case(
        "ongoing by its key",
        "tools",
        given("date_authorized: 2020-02-29, ongoing: true"),
        "2024-03-01",
        "Ongoing authorization",
    ),
    Case(
        "ongoing, and not yet", "tools", given("date_authorized: 2024-03-01, ongoing: true"), "2024-02-29", "In process"
    ),
    Case(
        "a status of its own ends, too",
        "tools",
        given("date_authorized: 2021-01-01, expires: 2024-02-28", "ongoing-authorization"),
        "2024-02-29",
        "Expired",
    ),
    Case(
        "to use",
        "tools",
        given("date_authorized: 2024-01-01, expires: 2027-01-01", "authorization-to-use"),
        "2024-02-29",
        "Authorized to use",
    ),
    Case(
        "common controls",
        "tools",
        given("date_authorized: 2024-01-01, expires: 2027-01-01", "common-control-authorization"),
        "2024-02-29",
        "Common controls authorized",
    ),
    Case("in process", "tools", ato("status: in-process, source: List, as_of: 2024-01-01"), "2024-02-29", "In process"),
    Case(
        "revoked, whatever its dates",
        "tools",
        ato("status: revoked, date_authorized: 2023-01-01, expires: 2030-01-01, source: List, as_of: 2024-01-01"),
        "2024-02-29",
        "Revoked",
    ),
    Case("denied", "tools", ato("status: denied, source: List, as_of: 2024-01-01"), "2024-02-29", "Denied"),
    Case(
        "not required",
        "tools",
        ato("status: not-required, source: List, as_of: 2024-01-01"),
        "2024-02-29",
        "Not required",
    ),
    Case(
        "said to be expired", "tools", ato("status: expired, source: List, as_of: 2024-01-01"), "2024-02-29", "Expired"
    ),
    Case(
        "the day before the first phase",
        "challenges",
        phases("start: 2024-02-29, end: 2024-03-31"),
        "2024-02-28",
        "Upcoming",
    ),
    Case("the first day, a leap day", "challenges", phases("start: 2024-02-29, end: 2024-03-31"), "2024-02-29", "Open"),
    Case("the last day, a leap day", "challenges", phases("start: 2024-01-01, end: 2024-02-29"), "2024-02-29", "Open"),
    Case(
        "the day after a leap day", "challenges", phases("start: 2024-01-01, end: 2024-02-29"), "2024-03-01", "Closed"
    ),
    Case("one day", "challenges", phases("start: 2024-02-29, end: 2024-02-29"), "2024-02-29", "Open"),
    Case("between entries and judging", "challenges", phases(*JUDGED), "2024-02-29", "Judging"),
    Case("judging", "challenges", phases(*JUDGED), "2024-03-01", "Judging"),
    Case("the last day of entries", "challenges", phases(*JUDGED), "2024-02-28", "Open"),
    Case("an end in UTC, in UTC", "challenges", phases(EVENING), "2024-02-29", "Open"),
    Case("an end in UTC, in New York", "challenges", phases(EVENING), "2024-02-29", "Closed", "America/New_York"),
    Case("an end in UTC, in Tokyo", "challenges", phases(EVENING), "2024-02-29", "Open", "Asia/Tokyo"),
    Case("an end at midnight, the day before", "challenges", phases(NIGHT), "2024-02-28", "Open", "America/New_York"),
    Case("an end at midnight, the day itself", "challenges", phases(NIGHT), "2024-02-29", "Closed", "America/New_York"),
    Case("an end at midnight elsewhere", "challenges", phases(NIGHT), "2024-02-29", "Open"),
    Case("no end", "challenges", phases("start: 2024-01-01"), "2024-03-01", "Open"),
    Case("no start", "challenges", phases("end: 2024-02-29"), "2024-02-28", "Open"),
    Case("no start, over", "challenges", phases("end: 2024-02-28"), "2024-02-29", "Closed"),
    Case(
        "archived, whatever its dates",
        "challenges",
        phases("start: 2024-01-01") + "status: archived\n",
        "2024-02-29",
        "Archived",
    ),
    Case("a sprint to come", "sprints", sprint("start: 2024-03-01\nend: 2024-03-02"), "2024-02-29", "Upcoming"),
    Case("a sprint of one day", "sprints", sprint("start: 2024-02-29\nend: 2024-02-29"), "2024-02-29", "Open"),
    Case("a sprint that is over", "sprints", sprint("start: 2024-02-01\nend: 2024-02-28"), "2024-02-29", "Closed"),
    Case("a sprint without an end", "sprints", sprint("start: 2024-02-01"), "2024-03-01", "Open"),
    Case("a sprint of a year", "sprints", sprint("year: 2024"), "2024-02-29", "Open"),
    Case("a sprint of the year before", "sprints", sprint("year: 2023"), "2024-02-29", "Closed"),
    Case(
        "a sprint that was cancelled",
        "sprints",
        sprint("start: 2024-02-01\nstatus: cancelled"),
        "2024-02-29",
        "Cancelled",
    ),
]

"""The rules of tools, challenges and sprints that no schema can say: what is right, what is wrong, and what is told."""

from __future__ import annotations

import datetime
import textwrap

import pytest
from typed import AS_OF, AUTHORIZED, CHALLENGE, OPEN_CHALLENGE, SPRINT, TOOL, problems

LIKE_THIS = "take it out: the boundary, addresses, weaknesses and assessors of a system are not published"
FIVE = "five things must be said: 15 U.S.C. 3719(f)"
MAILBOX = "write poc_email: and the address of a mailbox"

_NOW = SPRINT.replace("2020-01-01", "2026-11-01").replace("2020-06-30", "2026-11-30")


def without(text: str, key: str) -> str:
    """``text`` without the line that begins with ``key``, at whatever depth."""
    return "".join(f"{line}\n" for line in text.splitlines() if not line.strip().startswith(f"{key}:"))


def tool(ato: str = "", **others: str) -> str:
    return TOOL + "".join(f"{key}: {value}\n" for key, value in others.items()) + ato


def ato(old: str, new: str) -> str:
    assert old in AUTHORIZED
    return AUTHORIZED.replace(old, new)


def challenge(text: str) -> str:
    return without(CHALLENGE, "phases") + text


ATO = {
    "given without a day": (
        without(AUTHORIZED, "date_authorized"),
        ["10:3: error[ato]: The authorization is said to be given, and 'date_authorized' of 'ato' is missing."],
    ),
    "given by nobody": (
        without(AUTHORIZED, "agency"),
        ["10:3: error[ato]: The authorization is said to be given, and 'agency' of 'ato' is missing."],
    ),
    "never checked": (
        without(AUTHORIZED, "reviewed"),
        ["10:3: error[ato]: The authorization is said to be given, and 'reviewed' of 'ato' is missing."],
    ),
    "without a source": (
        AUTHORIZED.replace("  source: Public list of systems\n", ""),
        ["10:3: error[schema]: 'ato': 'source' is missing."],
    ),
    "without a day of its source": (
        AUTHORIZED.replace("  as_of: 2026-11-01\n", ""),
        ["10:3: error[schema]: 'ato': 'as_of' is missing."],
    ),
    "without an end": (
        without(AUTHORIZED, "expires"),
        ["10:3: error[ato]: Nothing says until when the authorization holds."],
    ),
    "ongoing": (ato("expires: 2028-01-01", "ongoing: true"), []),
    "ongoing by its status": (
        without(ato("status: authorized", "status: ongoing-authorization"), "expires"),
        [],
    ),
    "ongoing, with an end": (
        ato("expires: 2028-01-01", "expires: 2028-01-01\n  ongoing: true"),
        ["13:12: error[ato]: The authorization is ongoing and has a day on which it expires, and cannot be both."],
    ),
    "over before it began": (
        ato("2028-01-01", "2024-12-31"),
        [
            "13:12: error[ato]: The authorization expires on 2024-12-31, before it was given on 2025-01-01.",
            "13:12: warning[ato-expired]: The authorization expired on 2024-12-31, so its badge says Expired.",
        ],
    ),
    "for one day": (ato("2025-01-01", "2028-01-01"), []),
    "without a category": (
        without(AUTHORIZED, "fips199"),
        ["9:3: error[ato]: The authorization is said to be given, and 'fips199' is missing."],
    ),
    "in process, so nothing more is needed": (
        tool("ato: { status: in-process, source: List, as_of: 2026-11-01 }\n"),
        [],
    ),
    "not required": (tool("ato: { status: not-required, source: List, as_of: 2026-11-01 }\n"), []),
    "expired": (
        ato("2028-01-01", "2026-11-19"),
        ["13:12: warning[ato-expired]: The authorization expired on 2026-11-19, so its badge says Expired."],
    ),
    "expires today": (
        ato("2028-01-01", "2026-11-20"),
        ["13:12: warning[ato-expires-soon]: The authorization expires today, on 2026-11-20."],
    ),
    "expires tomorrow": (
        ato("2028-01-01", "2026-11-21"),
        ["13:12: warning[ato-expires-soon]: The authorization expires in one day, on 2026-11-21."],
    ),
    "expires in 90 days": (
        ato("2028-01-01", "2027-02-18"),
        ["13:12: warning[ato-expires-soon]: The authorization expires in 90 days, on 2027-02-18."],
    ),
    "expires in 91 days": (ato("2028-01-01", "2027-02-19"), []),
    "checked 180 days ago": (ato("reviewed: 2026-11-01", "reviewed: 2026-05-24"), []),
    "checked 181 days ago": (
        ato("reviewed: 2026-11-01", "reviewed: 2026-05-23"),
        ["14:13: warning[ato-not-reviewed]: Nobody has checked this authorization for more than 180 days."],
    ),
    "the highest of three": (
        tool(fips199="{ overall: moderate, confidentiality: fips-199-moderate, integrity: fips-199-low }"),
        [],
    ),
    "higher than all three": (
        tool(
            fips199="{ overall: high, confidentiality: fips-199-low, integrity: fips-199-low, "
            "availability: fips-199-moderate }"
        ),
        ["8:21: error[ato]: The overall level is high, and the highest of its parts is moderate."],
    ),
    "lower than one of them": (
        tool(fips199="{ overall: low, integrity: fips-199-high }"),
        ["8:21: error[ato]: The overall level is low, and the highest of its parts is high."],
    ),
    "higher than those that are known": (tool(fips199="{ overall: high, integrity: fips-199-low }"), []),
    "the boundary": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  system_boundary: All of it"),
        [
            "12:3: error[schema]: 'ato': the key 'system_boundary' is not known.",
            "12:3: error[sensitive]: The key 'system_boundary' says what must not be published.",
        ],
    ),
    "an address": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  scope: Hosts at 10.0.0.7 only"),
        ["12:10: error[sensitive]: This text says what must not be published of a system."],
    ),
    "a plan of action": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  conditions: See the POA&M."),
        ["12:15: error[sensitive]: This text says what must not be published of a system."],
    ),
    "plans of action": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  conditions: 12 POA&Ms are open."),
        ["12:15: error[sensitive]: This text says what must not be published of a system."],
    ),
    "an assessor": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  conditions: Ask the assessor."),
        ["12:15: error[sensitive]: This text says what must not be published of a system."],
    ),
    "an address of version 6": (
        ato("agency: HHS OCIO", "agency: HHS OCIO\n  scope: At 2001:db8::1 only"),
        ["12:10: error[sensitive]: This text says what must not be published of a system."],
    ),
    "an address in the description": (
        tool(description="Runs at 10.2.3.4."),
        ["8:14: error[sensitive]: This text says what must not be published of a system."],
    ),
    "a time and a version of four numbers are no addresses": (
        tool(description="'Open at 10:30:00. Version 10.2.3.4. See std::vector, or a :: b. Section 3.2.1.4.'"),
        [],
    ),
    "a blank source": (
        TOOL.replace("source: FedRAMP Marketplace data", 'source: "\\u200b "'),
        ["6:9: error[schema]: 'source' is blank."],
    ),
    "a blank source of the authorization": (
        ato("source: Public list of systems", 'source: "  "'),
        ["15:11: error[ato]: An authorization is claimed, and 'source' is missing."],
    ),
    "neither ongoing nor with an end": (
        without(ato("status: authorized\n", "status: ongoing-authorization\n  ongoing: false\n"), "expires"),
        ["10:3: error[ato]: Nothing says until when the authorization holds."],
    ),
    "expired, with an end to come": (
        ato("status: authorized\n", "status: expired\n"),
        ["13:12: warning[ato-expired]: The authorization expired, so its badge says Expired."],
    ),
    "a version is no address": (ato("agency: HHS OCIO", "agency: HHS OCIO\n  scope: Version 10.2.3"), []),
}

EVENTS = {
    "challenges": {
        "no dates": (
            challenge(""),
            ["1:1: error[no-dates]: Nothing says when this challenge is open."],
        ),
        "archived, so no dates are needed": (challenge("status: archived\n"), []),
        "a draft may lack anything": (challenge("status: draft\n"), []),
        "closed: title, agency, url, source and day are enough": (CHALLENGE, []),
        "closed, of one's own office": (
            CHALLENGE + "owner: { email: office@example.gov }\n",
            ["1:1: error[contact]: 'poc_email' is missing, which a challenge with an owner needs."],
        ),
        "open, with all that is to be said": (OPEN_CHALLENGE, []),
        "open, without the subject": (
            without(OPEN_CHALLENGE, "brief_description"),
            [
                "1:1: error[prize-announcement]: This challenge is open, and 'brief_description' is missing: "
                "a public announcement says what it is about."
            ],
        ),
        "open, without who may take part": (
            without(OPEN_CHALLENGE, "eligibility_requirements"),
            [
                "1:1: error[prize-announcement]: This challenge is open, and 'eligibility_requirements' is missing: "
                "a public announcement says who may take part."
            ],
        ),
        "open, without how to register": (
            without(OPEN_CHALLENGE, "how_to_enter"),
            [
                "1:1: error[prize-announcement]: This challenge is open, and 'how_to_enter' is missing: "
                "a public announcement says how to register."
            ],
        ),
        "open, without the amount": (
            without(OPEN_CHALLENGE, "prize_total"),
            ["1:1: error[prize]: There is money to win, and 'prize_total' does not say how much."],
        ),
        "open, without a prize": (
            without(without(OPEN_CHALLENGE, "prize_total"), "prize_type"),
            [
                "1:1: error[prize-announcement]: This challenge is open, and 'prize_type' is missing: "
                "a public announcement says what can be won."
            ],
        ),
        "open, without the basis of the choice": (
            without(OPEN_CHALLENGE, "judging_criteria"),
            [
                "1:1: error[prize-announcement]: This challenge is open, and 'judging_criteria' is missing: "
                "a public announcement says by what the winners are chosen."
            ],
        ),
        "open, without a contact": (
            without(OPEN_CHALLENGE, "poc_email"),
            ["1:1: error[contact]: 'poc_email' is missing, which an open challenge needs."],
        ),
        "no money, and a sum": (
            CHALLENGE + "prize_type: non_monetary\nprize_total: 5\nnon_monetary_prizes: Fame\n",
            ["8:14: error[prize]: The prizes are not monetary, and 'prize_total' is a sum of money."],
        ),
        "no money, and nothing else": (
            CHALLENGE + "prize_type: non_monetary\n",
            ["1:1: error[prize]: There is more than money to win, and nothing says what."],
        ),
        "a sum of zero": (
            CHALLENGE + "prize_type: monetary\nprize_total: 0\n",
            ["8:14: error[prize]: There is money to win, and 'prize_total' does not say how much."],
        ),
        "a sum in words": (
            CHALLENGE + 'prize_type: monetary\nprize_total: "$5"\n',
            [
                "8:14: error[prize]: There is money to win, and 'prize_total' does not say how much.",
                "8:14: error[schema]: 'prize_total' is the text \"$5\", but must be a whole number.",
            ],
        ),
        "a phase that ends before it begins": (
            challenge("phases: [{ title: A, start: 2020-02-01, end: 2020-01-31 }]\n"),
            ["6:46: error[dates]: The end, 2020-01-31, comes before the start, 2020-02-01."],
        ),
        "moments of two zones in their order": (
            challenge("phases: [{ start: 2020-01-01T23:30:00-05:00, end: 2020-01-02T05:00:00Z }]\n"),
            [],
        ),
        "moments of two zones out of order": (
            challenge("phases: [{ start: 2020-01-01T23:30:00-05:00, end: 2020-01-02T04:00:00Z }]\n"),
            [
                "6:51: error[dates]: The end, 2020-01-02T04:00:00+00:00, comes before the start, "
                "2020-01-01T23:30:00-05:00."
            ],
        ),
        "a picture without words": (
            CHALLENGE + "logo: a.svg\n",
            ["7:7: error[schema]: 'logo_alt_text' is missing, which 'logo' needs."],
        ),
    },
    "sprints": {
        "no dates": (
            without(without(SPRINT, "start"), "end"),
            ["1:1: error[no-dates]: Nothing says when this takes place."],
        ),
        "a year is enough": (without(without(SPRINT, "start"), "end") + "year: 2020\n", []),
        "cancelled, so no dates are needed": (without(without(SPRINT, "start"), "end") + "status: cancelled\n", []),
        "upcoming, and nobody's here": (SPRINT.replace("2020", "2027"), []),
        "open": (
            _NOW,
            [
                "1:1: error[contact]: 'contact_email' is missing, which an open sprint needs.",
                "1:1: error[contact]: 'problem_statements' is missing, which an open sprint needs.",
            ],
        ),
        "open, with a contact and problems that are blank": (
            _NOW + 'contact_email: a@example.gov\nproblem_statements: ["\\u200b"]\n',
            ["1:1: error[contact]: 'problem_statements' is missing, which an open sprint needs."],
        ),
        "open, with a contact and problems": (
            _NOW + "contact_email: a@example.gov\nproblem_statements: [Too few data]\n",
            [],
        ),
        "ends before it begins": (
            SPRINT.replace("end: 2020-06-30", "end: 2019-06-30"),
            ["4:6: error[dates]: The end, 2019-06-30, comes before the start, 2020-01-01."],
        ),
    },
}


def _sentences(kind: str, text: str, as_of: datetime.date = AS_OF) -> list[str]:
    """What is told, without the hints."""
    return [one.partition(". (")[0] + ("." if ". (" in one else "") for one in problems(kind, text, as_of)]


@pytest.mark.parametrize(("text", "told"), ATO.values(), ids=ATO)
def test_a_rule_of_an_authorization_is_told_at_its_line_in_these_words(text, told):
    """Dates, sources and levels fit together, and nothing sensitive is published."""
    assert _sentences("tools", text) == told


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [(kind, *row) for kind, rows in EVENTS.items() for row in rows.values()],
    ids=[f"{kind} {name}" for kind, rows in EVENTS.items() for name in rows],
)
def test_a_rule_of_an_event_is_told_at_its_line_in_these_words(kind, text, told):
    """Dates and prizes fit together, and what is open says all that a public announcement must say."""
    assert _sentences(kind, text) == told


def test_what_is_wrong_with_an_authorization_follows_the_day():
    """The same item is right on one day, and to be seen to on another."""
    told = {
        day: _sentences("tools", AUTHORIZED, datetime.date.fromisoformat(day)) for day in ("2027-10-02", "2027-10-03")
    }
    assert [one for one in told["2027-10-02"] if "expires" in one] == []
    assert [one for one in told["2027-10-03"] if "expires" in one] == [
        "13:12: warning[ato-expires-soon]: The authorization expires in 90 days, on 2028-01-01."
    ]


def test_what_breaks_the_schema_of_a_later_item_hides_nothing_of_an_earlier_one():
    """All problems come in one run, and those of dates only wait for dates that can be read."""
    listed = [
        CHALLENGE.replace("start: 2020-01-01", "start: 2027-12-10").replace("2020-06-30", "2027-01-20"),
        CHALLENGE,
    ]
    items = "".join(textwrap.indent(one, "  ").replace("  ", "- ", 1) for one in listed)
    alone = problems("challenges", items)
    assert any("comes before the start" in one for one in alone)
    broken = "as_of: 2026-13-20".join(items.rsplit("as_of: 2026-11-01", 1))
    together = problems("challenges", broken)
    assert [one for one in together if one in alone] == alone
    assert len(together) == len(alone) + 1

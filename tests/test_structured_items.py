"""What pages of items say of them to programs, in the words of schema.org."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sites import CONFIGURATION, make, soup
from typed import AUTHORIZED, OPEN_CHALLENGE, SPRINT

FILES = {
    "data/site.yml": CONFIGURATION,
    "data/tools/t.yml": AUTHORIZED,
    "data/challenges/c.yml": OPEN_CHALLENGE,
    "data/sprints/s.yml": SPRINT.replace("kind: tech-sprint", "kind: hackathon") + "products: [{ title: A map }]\n",
}


def described(root: Path, address: str) -> dict[str, Any]:
    """What the page says of its item, by type."""
    scripts = soup(root, f"{address}index.html").find_all("script", type="application/ld+json")
    assert len(scripts) == 2, "one of the page, one of the item"
    return {node["@type"]: node for node in json.loads(scripts[1].string)["@graph"]}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("items")
    assert make(root, FILES).published is not None
    return root


def test_a_tool_is_software_and_its_authorization_a_certification_of_its_own(root: Path):
    """The state of the day decides whether it is in force."""
    tool = described(root, "tools/t/")
    assert tool["SoftwareApplication"]["name"] == "Login.gov"
    certification = tool["Certification"]
    assert certification["about"] == {"@id": tool["SoftwareApplication"]["@id"]}
    assert {key: certification[key] for key in ("description", "validFrom", "expires", "auditDate")} == {
        "description": "Authorized",
        "validFrom": "2025-01-01",
        "expires": "2028-01-01",
        "auditDate": "2026-11-01",
    }
    assert certification["certificationStatus"] == "https://schema.org/CertificationActive"


def test_an_authorization_that_is_over_is_not_in_force(tmp_path: Path):
    make(tmp_path, {**FILES, "data/tools/t.yml": AUTHORIZED.replace("expires: 2028-01-01", "expires: 2026-01-01")})
    certification = described(tmp_path, "tools/t/")["Certification"]
    assert certification["description"] == "Expired"
    assert certification["certificationStatus"] == "https://schema.org/CertificationInactive"


def test_a_challenge_is_an_event_with_its_days(root: Path):
    event = described(root, "challenges/c/")["Event"]
    assert event["organizer"] == {"@type": "GovernmentOrganization", "name": "National Institutes of Health"}
    assert event["startDate"] < event["endDate"]
    assert event["eventStatus"] == "https://schema.org/EventScheduled"


def test_a_sprint_is_an_event_of_its_kind_with_what_came_of_it(root: Path):
    event = described(root, "sprints/s/")["Hackathon"]
    assert (event["startDate"], event["endDate"]) == ("2020-01-01", "2020-06-30")
    assert event["workFeatured"] == [{"@type": "CreativeWork", "name": "A map"}]

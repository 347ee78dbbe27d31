"""The founding report, event by event, with its date and without. Its text is not part of this repository."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

import pytest

from sayso.api import Reading, read
from tests.looking import claims_of, days_of, event_of, names, place_of, sources, time_words

SHARED = Path(os.environ.get("SAYSO_SHARED") or Path(__file__).parents[2] / "shared")
REPORT = SHARED / "seed" / "kim-visits-russia.txt"
pytestmark = pytest.mark.shared
DAY = "2023-09-16"


def founding_report() -> Path:
    if not REPORT.exists():
        warnings.warn(f"NOT TESTED: no founding report at {REPORT}; name its folder in SAYSO_SHARED", stacklevel=1)
        pytest.skip(f"no founding report at {REPORT} (SAYSO_SHARED names the folder above seed/)")
    return REPORT


@pytest.fixture(scope="module")
def dated() -> Reading:
    return read(founding_report(), published=DAY)


@pytest.fixture(scope="module")
def undated() -> Reading:
    return read(founding_report())


def test_bombers_were_inspected_on_saturday_according_to_state_media(dated: Reading) -> None:
    event = event_of(dated, "visit", "inspected")
    assert names(event, "actor") == {"Kim Jong-un"}
    assert any("strategic bombers" in name for name in names(event, "target"))
    assert any("strategic bombers" in name for name in names(event, "equipment"))
    assert days_of(event) == (DAY, DAY)
    assert event.status == "happened"
    assert "Russian state media" in sources(dated, event)


def test_missile_and_bombers_were_shown_by_the_minister_according_to_the_agency(dated: Reading) -> None:
    event = event_of(dated, "display", "showed")
    assert "Sergei K. Shoigu" in names(event, "actor")
    assert "Kim Jong-un" in names(event, "target")
    shown = {name.upper() for name in names(event, "equipment")}
    assert {"KINZHAL", "MIG-31", "TU-95MS", "TU-160", "TU-22M3"} <= shown
    assert sources(dated, event) == {"RIA Novosti"}
    assert event.status == "happened"


def test_the_minister_was_in_pyongyang_in_july(dated: Reading) -> None:
    found = [e for e in dated.events if e.kind == "visit" and place_of(dated, e) == "Pyongyang"]
    event = next(e for e in found if names(e, "actor") == {"Sergei K. Shoigu"})
    assert days_of(event) == ("2023-07-01", "2023-07-31")
    assert event.status == "happened"
    assert sources(dated, event) == {""}


def test_shells_and_rockets_were_shipped_according_to_american_officials(dated: Reading) -> None:
    event = event_of(dated, "transfer", "shipping")
    assert names(event, "actor") == {"North Korea"}
    assert names(event, "target") == {"Russia"}
    assert {"artillery shells", "army rockets"} <= names(event, "equipment")
    assert sources(dated, event) == {"United States officials"}
    assert event.status == "happened"
    assert days_of(event) == (None, None)


def test_they_met_at_the_cosmodrome_on_wednesday(dated: Reading) -> None:
    event = event_of(dated, "meet", "meeting")
    assert names(event, "actor") == {"Kim Jong-un", "Vladimir V. Putin"}
    assert place_of(dated, event) == "Vostochny Cosmodrome"
    assert days_of(event) == ("2023-09-13", "2023-09-13")
    assert event.status == "happened"


def test_two_days_later_is_friday_in_komsomolsk(dated: Reading) -> None:
    event = event_of(dated, "visit", "went to")
    assert names(event, "actor") == {"Kim Jong-un"}
    assert place_of(dated, event) == "Komsomolsk-on-Amur"
    assert days_of(event) == ("2023-09-15", "2023-09-15")


def test_the_port_visit_is_planned(dated: Reading) -> None:
    event = next(e for e in dated.events if e.kind == "visit" and place_of(dated, e) == "Vladivostok")
    assert names(event, "actor") == {"Kim Jong-un"}
    assert event.status == "planned"
    assert days_of(event) == (DAY, DAY)


def test_the_icbm_launch_is_negated(dated: Reading) -> None:
    launches = [e for e in dated.events if e.kind == "test" and "ICBM" in names(e, "equipment")]
    assert [(e.status, e.factuality, e.count) for e in launches] == [("negated", "CT-", 1)]
    assert names(launches[0], "actor") == {"North Korea"}


def test_the_satellite_failed_twice(dated: Reading) -> None:
    event = event_of(dated, "launch", "orbit")
    assert names(event, "actor") == {"North Korea"}
    assert any("satellite" in name for name in names(event, "equipment"))
    assert (event.status, event.outcome, event.count) == ("failed", "failed", 2)


def test_the_nuclear_propelled_submarine_is_planned_according_to_kim(dated: Reading) -> None:
    event = event_of(dated, "build", "build")
    assert any("nuclear-propelled submarine" in name for name in names(event, "equipment"))
    assert event.status == "planned"
    assert sources(dated, event) == {"Kim Jong-un"}


def test_the_submarine_was_launched_this_month(dated: Reading) -> None:
    event = event_of(dated, "build", "launched")
    assert event.status == "happened"
    assert days_of(event) == ("2023-09-01", "2023-09-30")


def test_the_doubt_is_about_the_working_of_the_submarine_not_its_launch(dated: Reading) -> None:
    launched = event_of(dated, "build", "launched")
    assert {c.stance for c in claims_of(dated, launched)} == {"asserts"}
    doubts = [e for e in dated.events if "South Korea" in sources(dated, e, "doubts")]
    assert [t.of(dated.document.text) for e in doubts for t in e.triggers] == ["function"]


@pytest.mark.parametrize(
    ("kind", "word", "expression"),
    [
        ("visit", "inspected", "Saturday"),
        ("visit", "arrived", "Saturday"),
        ("meet", "meeting", "Wednesday"),
        ("visit", "went to", "Two days later"),
        ("visit", "view", "Saturday"),
        ("build", "launched", "this month"),
        ("display", "exhibition", "July"),
    ],
)
def test_without_its_date_relative_days_stay_open(undated: Reading, kind: str, word: str, expression: str) -> None:
    event = event_of(undated, kind, word)
    assert days_of(event) == (None, None)
    assert any(expression in words for words in time_words(undated, event))


def test_without_its_date_only_years_are_days(undated: Reading) -> None:
    dated_words = {t.quote for t in undated.times if t.earliest or t.latest}
    assert dated_words == {"2011", "2021"}
    assert {t.value for t in undated.times if t.quote == "Saturday"} == {"XXXX-WXX-6"}
    assert undated.document.published is None


def test_the_report_is_cut_before_its_comment_form(dated: Reading) -> None:
    assert "Leave a Reply" not in dated.document.text
    assert any("Leave a Reply" in cut.quote for cut in dated.document.cuts)

"""What stands for an incident, and the pages under ids: incident, event, document, entity."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.chronicle.file import ChronicleError, connect_to_read
from sayso.chronicle.gathered.shown import Candidate, pick
from sayso.chronicle.views.entries import View, entries
from sayso.cli import main
from sayso.export.incident_rows import show_when
from sayso.show.by_id import to_page

FULL = Candidate("b", "visit", "happened", "2024-03-01", "2024-03-01", False, "populated place", "NO", 2, "2024-03-02")


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, event="a", status="planned"),
        replace(FULL, event="a", roles=1),
        replace(FULL, event="a", published="2024-03-03"),
        replace(FULL, event="a", settled=True),
        replace(FULL, event="c"),
    ],
    ids=("a plan", "less filled", "later", "dated by another", "the first id"),
)
def test_the_firmest_fullest_earliest_telling_stands_first(other: Candidate) -> None:
    assert pick([other, FULL]).event == "b"


def test_a_day_it_lacks_comes_from_the_finest_other_as_its_text_tells_it() -> None:
    week = replace(FULL, earliest="2024-02-26", latest="2024-03-03", roles=3)
    own = replace(FULL, event="c", precision=None)
    by_another = replace(FULL, event="a", settled=True, precision=None)
    found = pick([week, own, by_another])
    assert (found.event, found.days_of, found.earliest) == ("b", "c", "2024-03-01")


def test_a_country_gives_way_to_a_town_in_it_alone() -> None:
    country = replace(FULL, precision="country", roles=3)
    town, abroad = replace(FULL, event="c", roles=1), replace(FULL, event="a", roles=1, country="SE")
    assert pick([country, town, abroad]).place_of == "c"
    assert pick([country, abroad]).place_of == "b"


def test_what_people_corrected_is_shown_before_what_is_firmer() -> None:
    corrected = replace(FULL, event="c", status="possible", roles=1, precision=None, corrected="place,time")
    found = pick([FULL, replace(corrected, earliest=None, latest=None)])
    assert (found.event, found.place_of, found.earliest) == ("c", "c", None), "no other's place or day in its stead"
    of_names = pick([FULL, replace(corrected, corrected="actors")])
    assert (of_names.event, of_names.place_of) == ("c", "b"), "the place was not corrected"
    more = replace(corrected, event="d", corrected="place,time,actors")
    assert pick([FULL, corrected, more]).event == "d"


def test_a_headline_gives_way_to_the_body_of_its_report_alone() -> None:
    headline = replace(FULL, event="h", document="x", headline=True)
    plan = replace(FULL, event="p", document="x", status="planned")
    assert pick([headline, plan]).event == "p"
    assert pick([headline, replace(plan, document="y")]).event == "h"
    assert pick([headline, replace(plan, status="happened", roles=1)]).event == "h"
    assert pick([headline, replace(plan, headline=True)]).event == "h", "no body tells it"


TELLINGS = st.lists(
    st.builds(
        Candidate,
        event=st.sampled_from("abcdefgh"),
        kind=st.just("visit"),
        status=st.sampled_from(("happened", "planned", "negated")),
        earliest=st.sampled_from((None, "2024-03-01", "2024-02-26")),
        latest=st.sampled_from((None, "2024-03-01", "2024-03-03")),
        document=st.sampled_from("xy"),
        headline=st.booleans(),
        settled=st.booleans(),
        precision=st.sampled_from((None, "country", "populated place")),
        country=st.sampled_from((None, "NO", "SE")),
        roles=st.integers(0, 3),
        published=st.sampled_from(("2024-03-02", "9999")),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda c: c.event,
)


@given(TELLINGS, st.randoms(use_true_random=False))
def test_the_order_of_tellings_makes_no_difference(tellings: list[Candidate], random: object) -> None:
    shuffled = list(tellings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert pick(shuffled) == pick(tellings)


# --- pages -------------------------------------------------------------------------------------------------------

PLAN = "Foreign Minister Ole Berg will visit Riga on Monday, the ministry said."
VISIT = "Foreign Minister Ole Berg visited Riga on Monday. He met Latvian engineers, according to the mayor."

SIEGE = "Rebels have attacked the town of Odda since January. The army has shelled Voss since 2021, doctors said."


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    texts = (("plan", PLAN, "2024-04-05"), ("visit", VISIT, "2024-04-09"), ("siege", SIEGE, "2024-04-09"))
    rows = [{"id": n, "text": t, "published": d, "publisher": f"The {n.title()}"} for n, t, d in texts]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    assert main(["add", str(folder / "in.jsonl"), "-c", str(folder / "a.db"), "--quiet"]) == 0
    return folder / "a.db"


@pytest.fixture
def page(chronicle: Path) -> Callable[[str], str]:
    def show(asked: str) -> str:
        with closing(connect_to_read(chronicle)) as file:
            found = file.execute(asked).fetchone() if asked.startswith("SELECT") else (asked,)
            return to_page(file, found[0])

    return show


def test_a_plan_and_its_fulfilment_name_each_other(page: Callable[[str], str]) -> None:
    plan = page("SELECT id FROM incidents WHERE status = 'planned'")
    assert "carried out: Foreign Minister Ole Berg visited Riga on Monday." in plan
    done = page("SELECT incident FROM fulfilments")
    assert "carries out the plan: Foreign Minister Ole Berg will visit Riga" in done


def test_what_lasts_is_told_as_precisely_as_its_words(chronicle: Path) -> None:
    with closing(connect_to_read(chronicle)) as file:
        attacks = [show_when(entry) for entry in entries(file, View(kind="attack"))]
    assert attacks == ["since 2021", "since January 2024"]


def test_reasons_are_in_the_words_of_the_texts(page: Callable[[str], str]) -> None:
    plan = page("SELECT id FROM incidents WHERE status = 'planned'")
    assert "texts about Latvia, Berg, Ole, Riga; " in plan
    assert "told with foreign, minister; " in plan


def test_the_page_of_a_document_lists_what_it_tells(page: Callable[[str], str]) -> None:
    shown = page("visit")
    assert "The Visit  2024-04-09" in shown
    assert "visit, happened: “Foreign Minister Ole Berg visited Riga on Monday.”" in shown


def test_the_page_of_an_entity_is_its_card(page: Callable[[str], str]) -> None:
    assert page("SELECT id FROM identities WHERE name LIKE '%Berg'").startswith("Ole Berg")


def test_an_id_of_nothing_is_told(page: Callable[[str], str]) -> None:
    with pytest.raises(ChronicleError, match="no incident, event, document or entity"):
        page("nothing")

"""The codebook: 24 kinds that are whole, agree with the frames, and make the page in docs/."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from sayso.knowledge.frames import NO_EVENT, load_frames
from sayso.knowledge.kinds import NO_KIND, Kind, load_kinds

KINDS = load_kinds()
PLOVER = {
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
}
ENTITY_CLASSES = {
    *("person", "state", "organisation", "group", "military", "media", "body", "actor", "place", "facility"),
    *("equipment", "number", "money", "date", "pronoun", "aircraft", "missile", "ship", "submarine", "satellite"),
    *("munition", "vehicle", "drone", "air-defence", "nuclear weapon", "other"),
}
ACLED = {
    "Battles": {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
    },
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon",
        "Air/drone strike",
        "Suicide bomb",
        "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED",
        "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
}


def test_there_are_24_kinds_with_ids_of_their_own() -> None:
    assert len(KINDS) == 24
    assert len(set(KINDS.ids)) == 24
    assert [kind.id for kind in KINDS] == list(KINDS.ids)


def test_get_knows_its_kinds_and_no_others() -> None:
    visit = KINDS.get("visit")
    assert visit is not None
    assert visit.label == "Visit"
    assert "visit" in KINDS
    assert KINDS.get("other") is None
    assert KINDS.get(NO_KIND) is None


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.ids)
def test_a_kind_is_whole(kind: Kind) -> None:
    assert re.fullmatch(r"[a-z]+", kind.id)
    assert kind.definition.endswith(".")
    assert [role for role, filler in kind.roles if filler] == ["actor", "target", "equipment"]
    assert len(kind.examples) == 2
    assert len(kind.borderline) >= 3


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.ids)
def test_borderline_cases_point_to_another_kind(kind: Kind) -> None:
    for case in kind.borderline:
        assert case.sentence.endswith(".")
        assert case.reason
        assert case.kind != kind.id
        assert case.kind == NO_KIND or case.kind in KINDS


@pytest.mark.parametrize("kind", KINDS, ids=KINDS.ids)
def test_crosswalks_name_codes_of_the_other_schemes(kind: Kind) -> None:
    assert set(kind.plover) <= PLOVER
    assert all(re.fullmatch(r"0[1-9]|1\d|20", code) for code in kind.cameo)
    for code in kind.acled:
        event, _, sub_event = code.partition(": ")
        assert sub_event in ACLED[event]


def test_every_acled_sub_event_of_violence_and_protest_has_a_kind() -> None:
    said = {code for kind in KINDS for code in kind.acled}
    wanted = {f"{event}: {sub}" for event, subs in ACLED.items() for sub in subs}
    assert said == wanted


def test_frames_are_of_known_kinds_and_every_kind_has_some() -> None:
    used = {frame.kind for frame in load_frames().all} - {NO_EVENT}
    assert used == set(KINDS.ids)


def test_the_page_in_docs_is_up_to_date() -> None:
    tool = runpy.run_path(str(Path(__file__).parent.parent / "tools" / "write_codebook.py"))
    assert tool["PAGE"].read_text("utf-8") == tool["to_page"](), "run tools/write_codebook.py"

"""Furniture: every row cuts its example and leaves its counter-example; prose is never cut."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.intake.furniture import Rule, furniture, rules, trim_furniture

FIRST = "The minister arrived in the port on Monday with a small staff, and went to the hotel where the talks are held."
LAST = "No agreement was signed on the first day, said an official who was in the room, but both sides will meet again."
MIDDLE = (
    "She carried a letter from the president, which nobody outside the delegation has seen, according to officials."
)


@pytest.mark.parametrize("rule", rules(), ids=lambda r: f"{r.reason}: {r.example[:30]}")
def test_row(rule: Rule) -> None:
    found = furniture(rule.example, edge=True)
    assert found is not None
    assert found.reason == rule.reason
    assert furniture(rule.counter, edge=True) is None


def test_the_founding_report_loses_its_comment_form_and_nothing_else() -> None:
    shared = Path(os.environ.get("SAYSO_SHARED", "../shared")) / "seed" / "kim-visits-russia.txt"
    if not shared.exists():
        pytest.skip(f"no texts at {shared}: set SAYSO_SHARED")
    text = shared.read_text(encoding="utf-8")
    kept, cuts = trim_furniture(text)
    assert text.startswith(kept)
    assert [cut.reason for cut in cuts] == ["comment form", "comment form"]
    assert text[len(kept) :].split() == " ".join(cut.quote for cut in cuts).split()


def test_between_paragraphs_a_line_goes_and_the_paragraphs_stay() -> None:
    kept, cuts = trim_furniture(f"{FIRST}\n\nAdvertisement\n\n{MIDDLE}\nRead more: Grain is dear\n\n{LAST}")
    assert kept == f"{FIRST}\n\n{MIDDLE}\n\n{LAST}"
    assert [(c.reason, c.quote) for c in cuts] == [
        ("advertisement", "Advertisement"),
        ("read more", "Read more: Grain is dear"),
    ]


def test_what_follows_a_comment_form_goes_too() -> None:
    kept, cuts = trim_furniture(
        f"{FIRST}\n\n{MIDDLE}\n\n{LAST}\n\n3 comments\n\nWell said, and high time, I have waited long for it."
    )
    assert kept == f"{FIRST}\n\n{MIDDLE}\n\n{LAST}"
    assert len(cuts) == 2


def test_a_count_of_comments_above_the_report_cuts_no_report() -> None:
    assert trim_furniture(f"3 comments\n\n{FIRST}\n\n{LAST}")[0] == f"{FIRST}\n\n{LAST}"


def test_links_under_related_go_and_the_paragraph_after_them_stays() -> None:
    text = f"{FIRST}\n\nRelated stories\n\nGrain ships leave the port\n\nA strait and its keepers\n\n{LAST}"
    kept, cuts = trim_furniture(text)
    assert kept == f"{FIRST}\n\n{LAST}"
    assert len(cuts) == 3


def test_a_heading_in_the_middle_is_no_menu() -> None:
    text = f"{FIRST}\n\nPolitics\n\n{MIDDLE}\n\nMore\n\n{LAST}"
    assert trim_furniture(text) == (text, ())


def test_a_list_in_the_report_stays() -> None:
    text = f"{FIRST}\n\nOn show were:\n\nKinzhal\nTu-160\nTu-95MS\n\n{LAST}"
    assert trim_furniture(text) == (text, ())


def test_a_line_of_a_wrapped_paragraph_is_not_looked_at_alone() -> None:
    text = f"{FIRST}\n\nThe paper, which had lived on its readers and not on\nadvertising\nsaw a boom.\n\n{LAST}"
    assert trim_furniture(text) == (text, ())


@given(st.lists(st.sampled_from([FIRST, MIDDLE, LAST, *(r.example for r in rules())]), max_size=12))
def test_paragraphs_above_any_comment_form_stay(lines: list[str]) -> None:
    before = next(
        (n for n, line in enumerate(lines) if furniture(line) and furniture(line).reach == "rest"), len(lines)
    )
    kept, cuts = trim_furniture("\n\n".join(lines))
    prose = [line for line in lines[:before] if line in (FIRST, MIDDLE, LAST)]
    assert [line for line in kept.split("\n\n") if line in (FIRST, MIDDLE, LAST)][: len(prose)] == prose
    assert len(cuts) + len([line for line in kept.split("\n\n") if line]) == len(lines)


@given(st.text(max_size=400))
def test_any_text_is_kept_or_listed(text: str) -> None:
    kept, cuts = trim_furniture(text)
    assert sorted("".join((kept + "".join(c.quote for c in cuts)).split())) == sorted("".join(text.split()))

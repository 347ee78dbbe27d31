"""Records: the JSON round trip, and identities that do not depend on order or machine."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from itertools import pairwise
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import records
from sayso.ids import canonical_url, document_id, event_id, version_id
from sayso.jsonl import from_dict, read_lines, to_dict, write_line
from sayso.report import from_report, to_report
from sayso.spans import Span, hull, merge, subtract, trim

RECORDS = [
    kind
    for kind in vars(records).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__.startswith("sayso.records.")
]
SPANS = st.tuples(st.integers(0, 500), st.integers(0, 50)).map(lambda p: Span(p[0], p[0] + p[1]))
TEXTS = st.text(max_size=20)


def a_value(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type can hold."""
    if hint is Span:
        return SPANS
    if hint in (str, int, bool):
        return {str: TEXTS, int: st.integers(-9, 9), bool: st.booleans()}[hint]
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if get_origin(hint) is dict:
        return st.dictionaries(TEXTS, TEXTS, max_size=2)
    if get_origin(hint) is tuple:
        return st.lists(a_value(get_args(hint)[0]), max_size=2).map(tuple)
    if is_dataclass(hint):
        return a_record(hint)
    inner = [a for a in get_args(hint) if a is not type(None)]
    return st.none() | a_value(inner[0])


def a_record(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{f.name: st.deferred(lambda f=f: a_value(hints[f.name])) for f in fields(kind)})


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_record_survives_json(kind: Any) -> None:
    @given(a_record(kind))
    def survives(record: Any) -> None:
        line = write_line(record)
        assert next(read_lines([line], kind)) == record

    survives()


@given(a_record(records.Reading))
def test_a_report_gives_its_reading_back(reading: records.Reading) -> None:
    assert from_report(json.loads(json.dumps(to_report(reading)))) == reading


def test_a_report_of_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not a report of sayso\.report/1"):
        from_report({"schema": "sayso.report/9"})


def test_keys_lose_the_underscore_that_python_needs() -> None:
    assert to_dict(records.Equipment("q1", "Tu-160", "aircraft"))["class"] == "aircraft"


def test_a_missing_field_and_a_wrong_shape_are_told() -> None:
    with pytest.raises(KeyError, match="Mention without quote"):
        from_dict(records.Mention, {"span": [0, 1]})
    with pytest.raises(TypeError):
        from_dict(records.Mention, {"span": [0, 1], "quote": 3})


def test_unknown_keys_are_left_out() -> None:
    assert from_dict(records.Mention, {"span": [0, 2], "quote": "Oz", "colour": "green"}).quote == "Oz"


def test_a_document_is_its_given_id_then_its_address_then_its_text() -> None:
    assert document_id(url="https://a.example/x", given="17", text="t") == "17"
    assert document_id(url="HTTPS://A.example:443/x?utm_source=y&id=3#top", given=None, text="t") == (
        "https://a.example/x?id=3"
    )
    assert document_id(url=None, given=None, text="t") == document_id(url=None, given=None, text="t")
    assert document_id(url=None, given=None, text="t") != document_id(url=None, given=None, text="u")


@pytest.mark.parametrize("address", ["http://a.example:99999999/", "::::", "http://[", "", "mailto:x@a.example"])
def test_what_is_no_address_stays_as_it_is(address: str) -> None:
    assert canonical_url(address).strip() in (address, "/", "mailto:x@a.example")


def test_a_version_is_text_and_extractor_and_an_event_is_version_and_span() -> None:
    assert version_id("a", "page") != version_id("a", "text")
    assert event_id("v", Span(1, 2)) != event_id("v", Span(1, 3))


@given(SPANS, st.lists(SPANS, max_size=6))
def test_what_is_subtracted_is_gone_and_nothing_else(whole: Span, holes: list[Span]) -> None:
    left = {i for s in subtract(whole, holes) for i in range(*s)}
    cut = {i for h in holes for i in range(*h)}
    assert left == set(range(*whole)) - cut


@given(st.lists(SPANS, min_size=1, max_size=6))
def test_merged_spans_cover_the_same_and_lie_apart(spans: list[Span]) -> None:
    merged = merge(spans)
    assert {i for s in merged for i in range(*s)} == {i for s in spans for i in range(*s)}
    assert all(a.stop < b.start for a, b in pairwise(merged))
    assert all(hull(spans).covers(s) for s in spans)


@given(st.text(alphabet=" ab\n", max_size=12))
def test_trimming_takes_white_space_only(text: str) -> None:
    assert trim(text, Span(0, len(text))).of(text) == text.strip(" \n")

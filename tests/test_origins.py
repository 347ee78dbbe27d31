"""Which texts are copies of one (cuts, rewrites, additions) and which are not (quotations, forms, round-ups)."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.gathering.copies.credits import find_credits
from sayso.gathering.copies.links import find_link, opened
from sayso.gathering.copies.origins import Origin, OriginIndex, find_origins, sketch_of
from sayso.gathering.copies.wording import wording_of
from sayso.knowledge.publishers import load_publishers
from sayso.records import Document

HARBOUR = """\
ODESA (Reuters) - Three cargo ships left the harbour of Chornomorsk on Saturday with 62,000 tons of wheat for \
Egypt, the port authority said, the first convoy since drones struck the grain terminal last week.

The vessels Amber Dawn, Kaliope and Star Hudson followed a narrow corridor along the Romanian coast, escorted by two \
minesweepers. Insurers in London had raised premiums fivefold after the raid, brokers recalled.

"We will not let anybody close this sea to honest trade," Captain Oleh Maruk told reporters on the quay.

Engineers repaired the damaged conveyor within six days, working at night to avoid reconnaissance aircraft. A second \
elevator remains out of order and needs spare parts from a factory near Hamburg.

Farmers of the Mykolaiv region hope that prices recover before sowing begins. Storage silos around Voznesensk are \
nearly full, and lorries queue for days at the Moldovan border.
"""

BRIDGE = """\
Rebels from the northern hills blew up a railway bridge near Tamrat before dawn, cutting the only line between the \
capital and the copper mines, a provincial governor announced.

Nobody was hurt because the night train had been delayed by floods. Soldiers searched villages along the gorge and \
detained eleven suspects, among them a former stationmaster.

The mining company Darvo Copper expects losses of four million dollars a week. Repairs could take until spring, its \
chief engineer Lena Hurst estimated after a visit to the ruined pillars.

Two earlier attacks on the same track failed when charges did not explode.
"""

OWN_REPORT = """\
Grain is moving again out of Ukraine: three freighters bound for Alexandria sailed past the lighthouse of Chornomorsk \
this weekend while dock workers cheered and took pictures.

For a week nothing had stirred at the berths. Residents still sweep glass from their balconies, and the burnt hall of \
the terminal smells of scorched maize.

"We will not let anybody close this sea to honest trade," Captain Oleh Maruk told reporters on the quay.

Shipping analyst Pia Lund doubts that many owners will follow soon, given what underwriters charge them. She counted \
forty idle bulk carriers off Constanta.
"""


def document(name: str, text: str, publisher: str | None = None) -> Document:
    return Document(id=name, version=name, text=text, publisher=publisher)


def together(*texts: str) -> list[tuple[str, ...]]:
    """The groups of texts a, b, c ..."""
    return [o.documents for o in find_origins(document("abcdefgh"[n], t) for n, t in enumerate(texts))]


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.\"])\s+", text.strip())


COPIES = {
    "the same": HARBOUR,
    "cut from the end": " ".join(sentences(HARBOUR)[:4]),
    "a brief": sentences(HARBOUR)[0],
    "its second half": " ".join(sentences(HARBOUR)[4:]),
    "sentences thinned out": " ".join(sentences(HARBOUR)[::2]),
    "sentences in another order": " ".join(random.Random(3).sample(sentences(HARBOUR), len(sentences(HARBOUR)))),
    "one paragraph": " ".join(HARBOUR.split()),
    "a paragraph a sentence": "\n\n".join(sentences(HARBOUR)),
    "paragraphs added": HARBOUR + "\n" + "\n\n".join(BRIDGE.split("\n\n")[:2]),
    "a new opening": "Bread may become cheaper in Cairo, where bakers long for deliveries.\n\n" + HARBOUR,
    "dates for weekdays": HARBOUR.replace("on Saturday", "on 16 September 2023"),
    "typographic quotes": re.sub(r'"([^"]*)"', r"“\1”", HARBOUR),
    "guillemets": re.sub(r'"([^"]*)"', r"«\1»", HARBOUR),
    "marks lost": HARBOUR.replace('"', ""),
    "dashes for commas": HARBOUR.replace(", ", " – "),
    "other plain words": HARBOUR.replace("said", "stated").replace("after", "following").replace("will", "shall"),
    "synonyms": HARBOUR.replace("vessels", "boats").replace("raid", "assault").replace("nearly", "almost")
    .replace("spare", "replacement").replace("hope", "expect").replace("narrow", "slim"),
    "furniture": "By our own staff\n\nRead more: ten things to know\n\n" + HARBOUR + "\n\nAll rights reserved.",
}  # fmt: skip


@pytest.mark.parametrize("treatment", COPIES)
def test_copies_are_one_origin(treatment: str) -> None:
    assert together(HARBOUR, COPIES[treatment], BRIDGE) == [("a", "b"), ("c",)]


def test_reports_that_quote_one_statement_are_independent() -> None:
    assert together(HARBOUR, OWN_REPORT) == [("a",), ("b",)]


def test_a_long_statement_that_both_quote_joins_nothing() -> None:
    statement = (
        '\n\n"We will not let anybody close this sea to honest trade. Our crews know every rock between the delta and '
        "the straits, our pilots have sailed through two wars, and no drone will teach them fear. Whoever buys bread "
        'in Cairo or Tunis should remember the stevedores who loaded it under fire," the captain said.\n'
    )
    assert together(HARBOUR + statement, OWN_REPORT + statement) == [("a",), ("b",)]


def test_one_fact_in_the_same_few_words_makes_no_copy() -> None:
    fact = "Rebels from the northern hills blew up a railway bridge near Tamrat, a provincial governor announced."
    assert together(fact, fact) == [("a",), ("b",)]
    brief = sentences(BRIDGE)[0]
    changed = brief.replace("provincial governor", "district judge")
    assert together(brief, BRIDGE) == [("a", "b")], "a longer sentence, word for word"
    assert together(changed, BRIDGE) == [("a",), ("b",)], "most of a sentence"


def test_a_statement_printed_in_full_twice_is_one_origin() -> None:
    statement = '"' + " ".join(s.strip('"') for s in sentences(BRIDGE)) + '"'
    assert together(statement, statement.replace('"', "”")) == [("a", "b")]


def test_the_notice_of_each_day_is_a_text_of_its_own() -> None:
    form = (
        "Air force radars tracked {} aircraft and {} vessels around the island by noon. Of them {} crossed the median "
        "line and entered the zone in the {}. Patrols, ships and coastal missile batteries were ordered to answer."
    )
    assert together(form.format(12, 5, 7, "North"), form.format(31, 9, 22, "Southwest")) == [("a",), ("b",)]


def test_a_form_with_other_names_is_a_text_of_its_own() -> None:
    form = (
        "President {} spoke with {} of {} by telephone on grain, debts and fishing quotas, said a readout. "
        "Both sides praised the ties of their nations and agreed that ministers would meet again before long."
    )
    assert together(form.format("Oduya", "Premier Klint", "Norway"), form.format("Oduya", "King Rafi", "Jordan")) == [
        ("a",),
        ("b",),
    ]


def test_one_publisher_with_the_same_words_on_another_day() -> None:
    words = "Navy crews on {} watched four foreign trawlers fishing beyond the reef and warned their masters by radio."
    notices = [document(day, words.format(day), "Coast Gazette") for day in ("Monday", "Tuesday")]
    assert [o.documents for o in find_origins(notices)] == [("Monday",), ("Tuesday",)]


def half(text: str) -> str:
    parts = text.strip().split("\n\n")
    return "\n\n".join(parts[: (len(parts) + 1) // 2])


def test_two_reports_pasted_into_one_text_are_not_joined_by_it() -> None:
    for merged in (half(HARBOUR) + "\n\n" + half(BRIDGE), HARBOUR + "\n\n" + BRIDGE):
        groups = together(HARBOUR, BRIDGE, merged)
        assert not any({"a", "b"} <= set(group) for group in groups)


def test_the_other_text_of_a_round_up_is_told() -> None:
    longer, shorter = find_origins(document(n, t) for n, t in (("h", HARBOUR), ("b", BRIDGE), ("r", HARBOUR + BRIDGE)))[
        ::-1
    ]
    assert (longer.documents, shorter.documents) == (("h", "r"), ("b",))
    assert [(k.one, k.other) for k in shorter.also] == [("b", "r")]


def test_the_reason_names_share_and_agency() -> None:
    texts = [document("a", HARBOUR), document("b", half(HARBOUR))]
    (origin,) = find_origins(texts)
    assert origin.agencies == ("Reuters",)
    assert [k.why for k in origin.links] == [
        f"same because: 100 % of the shorter text's wording stands in the other ({origin.links[0].words} words in "
        "sequence); both credit Reuters"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("KYIV (Reuters) - Shells fell on the port.", ["Reuters credited"]),
        ("Pyongyang, May 3 (KCNA) -- A plant was opened.", ["KCNA credited"]),
        ("Xinhua | Updated: today\n\nA plant was opened.", ["Xinhua credited"]),
        ("Agence France-Presse\n\nA plant was opened.", ["Agence France-Presse credited"]),
        ("A plant was opened.\n\nSource: TASS", ["TASS credited"]),
        ("A plant was opened.\n\n© 2016 Associated Press", ["Associated Press credited"]),
        ("A plant was opened.\n\nThe Associated Press contributed to this report.", ["Associated Press contributed"]),
        ("A plant was opened. (Additional reporting by AFP)", ["Agence France-Presse contributed"]),
        (
            "A plant was opened.\n\nab/cd (Reuters, AFP, dpa)",
            ["Agence France-Presse contributed", "Deutsche Presse-Agentur contributed", "Reuters contributed"],
        ),
        ("The minister told Reuters that a plant was opened.", []),
        ("", []),
    ],
)
def test_credits(text: str, wanted: list[str]) -> None:
    found = find_credits(document("a", text), load_publishers())
    assert [f"{c.agency} {c.role}" for c in found] == wanted


def test_headlines_are_no_part_of_the_wording() -> None:
    bare = wording_of(document("a", BRIDGE))
    titled = Document(id="b", version="b", text="Bridge gone\n\n" + BRIDGE, title="Bridge gone", title_stop=11)
    assert wording_of(titled) == bare


@pytest.mark.parametrize("text", ["", " ", "\n\n", '"""', "«", "....", "a", "\ud800 b c", "İ ſ ß ﬁ 五", "'" * 50])
def test_odd_texts_stand_alone(text: str) -> None:
    assert together(text, text, HARBOUR) == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize("text", ["'a " * 20_000, "‘a " * 20_000, '"' * 50_000, "a b c " * 20_000, ", and " * 20_000])
def test_long_nonsense_is_read_in_time(text: str) -> None:
    assert together(text) == [("a",)]


# --- whatever the texts are --------------------------------------------------------------------------------------

PIECES = sentences(HARBOUR) + sentences(BRIDGE) + sentences(OWN_REPORT)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=9).map("\n\n".join)
collections = st.lists(texts, max_size=7).map(lambda ts: [document(f"d{n}", t) for n, t in enumerate(ts)])


@settings(max_examples=60, deadline=None)
@given(collections, st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(documents: list[Document], chance: random.Random) -> None:
    shuffled = chance.sample(documents, len(documents))
    assert find_origins(shuffled) == find_origins(documents)


@settings(max_examples=40, deadline=None)
@given(collections)
def test_every_document_has_one_origin_and_adding_it_again_changes_nothing(documents: list[Document]) -> None:
    origins = find_origins(documents)
    assert sorted(d for o in origins for d in o.documents) == [d.id for d in documents]
    assert all(len(o.links) == len(o.documents) - 1 for o in origins)
    assert find_origins(documents + documents) == origins


@settings(max_examples=40, deadline=None)
@given(collections, texts)
def test_what_is_removed_leaves_no_trace(documents: list[Document], text: str) -> None:
    index = OriginIndex()
    for one in [*documents, document("extra", text)]:
        index.add(one)
    index.remove("extra")
    assert index.origins() == find_origins(documents)
    assert all(index.origin_of(d.id) in index.origins() for d in documents)


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_a_link_is_the_same_from_both_sides(one: str, other: str) -> None:
    sketches = [opened(sketch_of(document(n, t), load_publishers())) for n, t in (("a", one), ("b", other))]
    assert find_link(*sketches) == find_link(*sketches[::-1])


def test_adding_a_text_costs_no_more_in_a_large_collection() -> None:
    """Counted in comparisons: only texts with enough shingles in common are compared, whatever else there is."""
    index, chance = OriginIndex(), random.Random(1)
    words = [f"w{n:04}" for n in range(3000)]
    for n in range(600):
        index.add(
            document(f"n{n}", " ".join(chance.choices(words, k=60)) + ".\n\nSign up for the weekly letter of ours.")
        )
    assert index.add(document("new", HARBOUR)) == ()
    assert [(k.one, k.other) for k in index.add(document("copy", half(HARBOUR)))] == [("copy", "new")]
    assert len(index.origins()) == 601


def test_many_copies_are_one_origin_in_any_order() -> None:
    copies = [document(f"c{n:03}", HARBOUR + f"\nPage {n}.") for n in range(90)]
    origins = find_origins(copies)
    assert [len(o.documents) for o in origins] == [90]
    assert documents_of(find_origins(copies[::-1])) == documents_of(origins)


def documents_of(origins: tuple[Origin, ...]) -> list[tuple[str, ...]]:
    return [o.documents for o in origins]

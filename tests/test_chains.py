"""Who is who: short forms, descriptions, pronouns and words for states, each a sentence or two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.reading.entities.chains import find_chains
from sayso.reading.entities.names import find_names
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.records import Entity

Parse = Callable[..., Parsed]


def chains(kit: Kit, parsed: Parsed) -> tuple[Entity, ...]:
    return find_chains(parsed, kit, find_names(parsed, kit, ()))


# text, canonical name, the mentions that its entity must have (in order)
CHAINS = [
    ("Kim Jong Un came with his sister, Kim Yo Jong. Ms. Kim waved.", "Kim Yo Jong",
     ["his sister", "Kim Yo Jong", "Kim"]),
    ("Kim Jong-un left. Mr. Kim waved.", "Kim Jong-un", ["Kim Jong-un", "Kim"]),
    ("Mr. Kim smiled. His father, Kim Jong-il, ruled before Kim Jong-un.", "Kim Jong-un",
     ["Kim", "His", "Kim Jong-un"]),
    ("Yusuf Saremi spoke. Sarema then left.", "Yusuf Saremi", ["Yusuf Saremi", "Sarema"]),
    ("Maria Olsen sued. She won, and her lawyer cheered.", "Maria Olsen", ["Maria Olsen", "She", "her"]),
    ("The North's leader, Kim Jong-un, spoke. Kim smiled. (Reporting by Jack Kim)", "Kim Jong-un",
     ["The North's leader", "Kim Jong-un", "Kim"]),
    ("Ola Berg told reporters that Ivan Petrov had lied. He added that he would sue.", "Ola Berg",
     ["Ola Berg", "He", "he"]),
    ("Chad has troops in Niger. Chad has nine hundred troops stationed in the country.", "Niger", ["Niger", "country"]),
    ("Ivan Petrov met Boris Orlov. Orlov thanked him.", "Ivan Petrov", ["Ivan Petrov", "him"]),
    ("In his speech, Ivan Petrov blamed Norway.", "Ivan Petrov", ["his", "Ivan Petrov"]),
    ("Iran denied the report. It said the ship was empty.", "Iran", ["Iran", "It"]),
    ("Moscow rejected the offer. Russia wants more.", "Russia", ["Moscow", "Russia"]),
    ("North Korea fired a missile. The North has tested it twice.", "North Korea", ["North Korea", "North"]),
    ("Norway froze the funds. The country had warned twice.", "Norway", ["Norway", "country"]),
    ("Ivan Petrov of Bulgaria praised his country.", "Bulgaria", ["Bulgaria"]),
    ("The Serbian government fell. The government had lost a vote.", "Serbia",
     ["Serbian", "Serbian government", "government"]),
    ("Talvik Air was fined. The airline will appeal.", "Talvik Air", ["Talvik Air", "airline"]),
    ("The World Health Organization (WHO) met. WHO experts left.", "World Health Organization",
     ["World Health Organization", "WHO", "WHO"]),
    ("Israeli jets bombed the port.", "Israel", ["Israeli"]),
    ("The Saudis welcomed the plan.", "Saudi Arabia", ["Saudis"]),
    ("Hamas and its allies fired rockets.", "Hamas", ["Hamas", "its"]),
    ("“We will strike back,” said Norway's defense minister, Ola Berg.", "Norway", ["We", "Norway"]),
    ("“I will not resign,” said Ola Berg.", "Ola Berg", ["I", "Ola Berg"]),
    ("South Korean officials doubted it. The officials gave no names.", "South Korean officials",
     ["South Korean officials", "officials"]),
    ("Police fired tear gas. They made ten arrests.", "Police", ["Police", "They"]),
    ("A spokesman for the ministry declined to comment. The spokesman left.", "spokesman for the ministry",
     ["spokesman for the ministry", "spokesman"]),
    ("Thousands of protesters marched.", "protesters", ["Thousands of protesters"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "mentions"), CHAINS)
def test_chain(kit: Kit, parse: Parse, text: str, name: str, mentions: list[str]) -> None:
    found = {e.name: [m.quote for m in e.mentions] for e in chains(kit, parse(text))}
    assert found.get(name) == mentions


# text, a word of it that must be no mention of the entity
APART = [
    ("The convoy reached Moscow. Russia sent it.", "Russia", "Moscow"),
    ("MOSCOW (Agency) — Russia denied it.", "Russia", "MOSCOW"),
    ("Norway said it is clear that the talks failed.", "Norway", "it"),
    ("Ships crossed the Persian Gulf. Iran watched.", "Iran", "Persian"),
    ("He fled the villages of Foua and Kefra. Foua burned.", "Foua", "Foua"),
    ("Many people left. In Oslo people said they were safe.", "people", "people said"),
    ("Chad sent aid. During my administration I backed it.", "Chad", "administration"),
    ("Ivan Petrov met Boris Orlov. He said Mr. Orlov was ill.", "Boris Orlov", "He"),
]


@pytest.mark.parametrize(("text", "name", "word"), APART)
def test_apart(kit: Kit, parse: Parse, text: str, name: str, word: str) -> None:
    found = {e.name: [m.quote for m in e.mentions] for e in chains(kit, parse(text))}
    assert word not in found.get(name, [])


def test_two_leaders_are_both(kit: Kit, parse: Parse) -> None:
    found = chains(kit, parse("Presidents Ola Berg and Ivan Petrov met. The two leaders signed a pact."))
    assert [e.name for e in found if any(m.quote == "two leaders" for m in e.mentions)] == ["Ola Berg", "Ivan Petrov"]


def test_kind_and_country_of_the_unnamed(kit: Kit, parse: Parse) -> None:
    text = "Russian state media quoted a Norwegian general, and the Tokyo police made arrests."
    found = {e.name: (e.kind, e.country) for e in chains(kit, parse(text))}
    assert found["Russian state media"] == ("media", "RU")
    assert found["Norwegian general"] == ("person", "NO")
    assert found["Tokyo police"] == ("government", "JP")


def test_ids_follow_the_text(kit: Kit, parse: Parse) -> None:
    found = chains(kit, parse("Iran blamed Israel. Ola Berg asked the police for help."))
    starts = [e.mentions[0].span for e in found]
    assert [e.id for e in found] == [f"e{n}" for n in range(1, len(found) + 1)]
    assert starts == sorted(starts)


PIECES = [
    "Mr. Kim",
    "he",
    "Iran’s",
    "the two leaders",
    "“we",
    "it said",
    "(KCNA)",
    "the North",
    "\n\n",
    ",",
    "’s",
    "Moscow.",
]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12))
def test_every_mention_is_its_words(kit: Kit, parse: Parse, pieces: list[str]) -> None:
    parsed = parse(" ".join(pieces))
    for entity in chains(kit, parsed):
        assert entity.mentions
        for mention in entity.mentions:
            assert mention.span.of(parsed.text) == mention.quote != ""
        for role in entity.roles:
            assert role.span.of(parsed.text) == role.quote

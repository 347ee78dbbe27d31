"""The quick way to parse: the same names from less text, whatever is parsed beside."""

from __future__ import annotations

import pytest

from sayso.intake import from_text
from sayso.reading.fast import beside, extract
from sayso.reading.grammar import Parsed
from sayso.reading.kit import Kit
from sayso.reading.read import read
from sayso.records import Document

TEXTS = (
    "Foreign Minister Anna Berg met President Tomas Lindqvist in Oslo on 4 March 2024, and the two of them spoke for "
    "three hours about how the border could be opened again.\n\n“We have agreed on nothing that would bind either of "
    "us,” she said afterwards, according to the Norwegian news agency.",
    "they had not been there for a long time, and nobody knew why.",
    "The army of Sudan shelled a market near Khartoum last week, killing at least twelve people, aid workers said.",
    "",
)


def documents() -> list[Document]:
    return [from_text(text, id=f"d{n}", published="2024-03-06") for n, text in enumerate(TEXTS) if text]


def names(parsed: Parsed) -> list[tuple[str, str]]:
    """What is named by capitals and figures; "last week" is not."""
    text = parsed.document.text
    found = [(text[parsed.tokens[n.first].start : parsed.tokens[n.last].stop], n.label) for n in parsed.names]
    return [(words, label) for words, label in found if not words.islower()]


@pytest.fixture(scope="module")
def fast() -> Kit:
    from sayso.reading.model import checked_model
    from sayso.reading.parse import load_parser

    assert checked_model().name == load_parser(fast=True).name
    return Kit(fast=True)


def test_it_finds_the_names_and_the_trees_of_the_whole_way(kit: Kit, fast: Kit) -> None:
    for document in documents():
        whole, quick = kit.parser.parse(document), fast.parser.parse(document)
        assert names(quick) == names(whole)
        assert [(t.head, t.role, t.pos) for t in quick.tokens] == [(t.head, t.role, t.pos) for t in whole.tokens]


def test_a_text_without_capitals_and_figures_is_not_looked_through(fast: Kit) -> None:
    assert not fast.parser.parse(documents()[1]).names


def test_the_answer_is_that_of_the_document_alone(fast: Kit) -> None:
    together = list(fast.parser.parse_all(documents() * 3))
    assert [p.tokens for p in together] == [fast.parser.parse(d).tokens for d in documents() * 3]
    assert [p.names for p in together] == [fast.parser.parse(d).names for d in documents() * 3]


def test_its_readings_stand_under_a_digest_of_their_own(kit: Kit, fast: Kit) -> None:
    document = documents()[0]
    quick, whole = read(document, fast), read(document, kit)
    assert quick.reader.digest == fast.digest != kit.digest == whole.reader.digest
    assert quick.events == whole.events
    assert quick.claims == whole.claims


def test_what_stands_beside_capitals_and_figures_is_kept(kit: Kit) -> None:
    doc = kit.parser._pipeline.make_doc("it was said that in late March some 40 of the twelve were on their way home")
    kept = [doc[i].text for i in beside(doc)]
    assert kept == ["late", "March", "some", "40", "of", "the", "twelve", "were"]


def test_where_words_are_left_out_a_sentence_begins(kit: Kit) -> None:
    doc = kit.parser._pipeline.make_doc("near Oslo where nobody ever was before in Bergen town")
    short = extract(doc, beside(doc))
    assert [t.text for t in short if t.is_sent_start] == ["near", "in"]
    assert extract(doc, []).text == ""

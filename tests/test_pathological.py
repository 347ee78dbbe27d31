"""Input made to be slow or endless: time grows as its size does, memory is bounded, and each ends as something."""

from __future__ import annotations

import resource
import time

import pytest

import tests.pathological_packed  # noqa: F401  lists its generators
from sayso import api
from sayso.intake import dates
from sayso.intake.paragraphs import paragraphs
from sayso.intake.pdf_lines import Line
from sayso.intake.walk import captures_in, document_of
from sayso.reading.kit import Kit
from sayso.records import Document, Failure
from tests.pathological import GENERATORS, SAID

STEADY = 10  # times the time for four times the size: a square would be sixteen
FLOOR = 0.1  # seconds, below which the clock and first uses tell more than the input
SECONDS, KILOBYTES = 10, 1_000_000


def ends(data: bytes, file: str) -> list[Document | Failure]:
    """What comes of an input: each part is a document with text, or says why it is none."""
    found = [one if isinstance(one, Failure) else document_of(one) for one in captures_in(data, file)]
    assert found
    for one in found:
        if isinstance(one, Failure):
            assert one.reason
            assert one.what
        else:
            assert one.text.strip() or one.problems
            one.text.encode()
    return found


def spent(name: str, size: int) -> float:
    """Seconds of the processor that an input of that sort and size takes."""
    data = GENERATORS[name].make(size)
    began, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends(data, GENERATORS[name].file)
    took = time.process_time() - began
    assert took < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < KILOBYTES
    return took


def is_steady(name: str, small: int, large: int) -> bool:
    """Whether the larger one takes no more time than its size explains; measured again before that is denied."""
    return any(spent(name, large) <= STEADY * max(FLOOR, spent(name, small)) for _ in range(4))


def test_there_are_sixty_sorts() -> None:
    assert len(GENERATORS) >= 60


@pytest.mark.parametrize("name", GENERATORS)
def test_time_grows_as_the_input_does(name: str) -> None:
    small, middle, _ = GENERATORS[name].sizes
    assert is_steady(name, small, middle)


@pytest.mark.long
@pytest.mark.parametrize("name", GENERATORS)
def test_time_still_does_for_large_ones(name: str) -> None:
    _, middle, large = GENERATORS[name].sizes
    assert is_steady(name, middle, large)


@pytest.mark.long
@pytest.mark.parametrize("file", ["report.txt", "report.md", "a.jsonl", "page.html", "feed.xml", "a.eml", "a.warc"])
def test_a_line_of_a_hundred_megabytes(file: str) -> None:
    opening = {"page.html": "<p>", "feed.xml": "<rss>", "a.eml": "From: a\nTo: b\nDate: c\n\n", "a.jsonl": '{"text": "'}
    data = (opening.get(file, "WARC/1.0" if file == "a.warc" else "") + SAID + " " * 100_000_000).encode()
    began = time.process_time()
    ends(data, file)
    assert time.process_time() - began < SECONDS


def test_a_paragraph_of_twenty_thousand_printed_lines() -> None:
    lines = [Line("and the envoys of both towns met a-", 0, 72.0, 12.0 * n, 10.0) for n in range(20_000)]
    began = time.process_time()
    (paragraph,), _ = paragraphs([lines])
    assert len(paragraph.text) > 600_000
    assert time.process_time() - began < 3


@pytest.mark.parametrize("words", ["AB-" * 64, "A" * 199, "Aa" * 99, "AB-C" * 49, "Ab, " * 49, "AB" + " " * 190])
def test_what_looks_like_the_beginning_of_a_dateline_for_long(words: str) -> None:
    began = time.process_time()
    assert dates.dateline(f"{words} said that it will run.") is None
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("trap", ["!!!!", ".([", ".([a", "-(", "http://a.b/"])
def test_what_tokenizers_choke_on_is_read_around(kit: Kit, trap: str) -> None:
    """16,000 characters of these, on which the tokenizer alone takes tens of seconds."""
    said = "Kim Jong Un met the Russian president in Vladivostok on Wednesday, state media said."
    began = time.process_time()
    reading = api.read(f"{said}\n\n{trap * (16_000 // len(trap))}\n\n{said.replace('met', 'praised')}")
    assert time.process_time() - began < SECONDS
    assert len(reading.events) >= 2
    assert not reading.problems

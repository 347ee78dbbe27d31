"""A reading made by hand: one record of every sort over a text, without a model."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

from sayso.ids import version_id
from sayso.jsonl import to_dict
from sayso.records import (
    Attribution,
    Claim,
    Cut,
    Document,
    Entity,
    Equipment,
    Event,
    EventTime,
    Evidence,
    Mention,
    Participant,
    Place,
    Problem,
    Quantity,
    Reader,
    Reading,
    Source,
    Timex,
)  # fmt: skip
from sayso.report import to_report
from sayso.spans import Span

TITLE = "Envoy tours Norfjord"
STORY = (
    "The envoy toured the yard at Norfjord on 3 May 2031, the harbour office said. He saw two Tu-95 bombers."
    "\n\nNothing else was told. قال الحاكم إن السفينة غرقت."
)


def made(text: str = STORY, *, title: str | None = TITLE, **about: Any) -> Reading:
    """One event with all its parts over a text that has the words of STORY."""
    whole = f"{title}\n\n{text}" if title else text
    known = {"id": "https://paper.example/1", "publisher": "KCNA", "published": "2031-05-04", "language": "en"}
    document = Document(
        version=version_id(whole, "t"), text=whole, title=title, title_stop=len(title or ""), **{**known, **about}
    )

    def at(words: str) -> Span:
        start = whole.index(words)
        return Span(start, start + len(words))

    sentence = Span(at("The envoy").start, at("said.").stop)
    return Reading(
        Reader("0", "none", "hand-made"), document,
        entities=(
            Entity("e1", "person", "the envoy", country="SE", mentions=(_mention(at("The envoy"), whole),)),
            Entity("e2", "organisation", "harbour office", mentions=(_mention(at("the harbour office"), whole),)),
        ),
        equipment=(Equipment("q1", "Tu-95", "aircraft", (_mention(at("Tu-95"), whole),), "RU"),),
        places=(Place("p1", "Norfjord", "NO", 61.9, 5.9, "populated place", mentions=(at("at Norfjord"),)),),
        times=(
            Timex(
                "t1", at("3 May 2031"), "3 May 2031", "DATE", "2031-05-03", earliest="2031-05-03", latest="2031-05-03"
            ),
        ),
        attributions=(
            Attribution("a1", Source("e2", "harbour office", "government", at("harbour office"), "NO"), at("said"),
                        (Span(sentence.start, at(", the harbour").start),)),
        ),
        events=(
            Event("v1", "visit", (at("toured"),), (
                Participant("actor", "e1", "the envoy", at("The envoy"), "The envoy"),
                Participant("target", None, "the yard at Norfjord", at("the yard at Norfjord"), "the yard at Norfjord"),
                Participant("equipment", "q1", "Tu-95", at("two Tu-95"), "two Tu-95"),
            ), "p1", EventTime(("t1",), "within", "2031-05-03", "2031-05-03"), "past", sentence=sentence, key="k1"),
        ),
        claims=(
            Claim("c1", "v1", ("a1",), "asserts", "CT+", "happened", (at("said"),),
                  (Evidence(document.version, sentence, sentence.of(whole)),)),
        ),
        quantities=(Quantity("n1", "v1", "items", None, 2, 2, 2, False, at("two"), "two"),),
    )  # fmt: skip


def _mention(span: Span, text: str) -> Mention:
    return Mention(span, span.of(text))


def stored_report(reading: Reading) -> bytes:
    """A reading as the table of readings has it."""
    return zlib.compress(json.dumps(to_report(reading, text=False)).encode())


def stored_record(document: Document) -> str:
    """A document as the table of versions has it."""
    return json.dumps(to_dict(document) | {"text": ""})


def hostile(document: str, words: str) -> Reading:
    """A reading in which every name, quote and note are the same words, over a text made of them."""
    text = f"{words}\n\n{words} {words} and said {words}. {words}"
    near, all_ = Span(0, max(1, len(words) // 2)), Span(max(0, len(words) // 3), len(text))
    found = made(title=None)
    event, claim, cited = found.events[0], found.claims[0], found.attributions[0]
    mention = (Mention(near, words), Mention(all_, words))
    return replace(
        found,
        document=Document(
            document, "v", text, words, len(words), words, words, words, language=words[:5],
            cuts=(Cut(words, words),), problems=(Problem(words, words),),
        ),
        entities=(Entity("e1", "person", words, country=words, mentions=mention), Entity("e2", words, words)),
        equipment=(Equipment("q1", words, words, mention, words),),
        places=(Place("p1", words, words, precision=words, within=(words,), mentions=(near, all_)),),
        times=(Timex("t1", all_, words, words, words, earliest=words, latest=words),),
        attributions=(
            replace(cited, source=Source("e2", words, words, near, words), cue=all_, content=(near,), stance=words),
        ),
        events=(
            replace(
                event, kind=words, triggers=(near, all_), sentence=all_, status=words,
                participants=tuple(replace(p, name=words, quote=f"{words}!", span=all_) for p in event.participants),
            ),
        ),
        claims=(replace(claim, stance=words, factuality=words, cues=(all_,), evidence=()),),
        quantities=(replace(found.quantities[0], quote=words, of=words, span=near),),
    )  # fmt: skip

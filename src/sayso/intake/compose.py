"""The last step of intake: title and body become one text that is never edited again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sayso.ids import document_id, version_id
from sayso.intake import dates
from sayso.intake.dates import Published
from sayso.intake.language import language_of
from sayso.intake.look_alikes import look_alikes
from sayso.records import Cut, Document, Failure, Problem

NOT_ENGLISH = "its words are not English; other languages are not read yet"
SHORTEST = 80  # letters of prose below which a page or a text is no report


class Refused(Exception):
    """An input cannot be read: the short code and the sentence of its Failure."""

    def __init__(self, reason: str, what: str) -> None:
        super().__init__(what)
        self.reason = reason

    def failure(self, name: str) -> Failure:
        return Failure(name, "intake", self.reason, str(self))


@dataclass(frozen=True, slots=True)
class Draft:
    """What one extractor found in one input, before its text is composed."""

    title: str | None
    body: str
    extractor: str
    id: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: Published | None = None
    file: str | None = None
    capture: str | None = None
    cuts: tuple[Cut, ...] = ()
    problems: tuple[Problem, ...] = field(default=())


def compose(draft: Draft) -> Document:
    """The document of a draft: text = title, an empty line, body; the title not repeated when the body has it."""
    text, title_stop = title_and_body(draft.title or "", draft.body)
    published = draft.published
    return Document(
        id=document_id(url=draft.url, given=draft.id, text=text),
        version=version_id(text, draft.extractor),
        text=text,
        title=draft.title or None,
        title_stop=title_stop,
        url=draft.url,
        publisher=draft.publisher,
        byline=draft.byline,
        published=published.day if published else None,
        published_from=published.found if published else None,
        language="en" if language_of(text) == "en" else None,
        extractor=draft.extractor,
        file=draft.file,
        capture=draft.capture,
        cuts=draft.cuts,
        problems=(*draft.problems, *look_alikes(text)),
    )


def title_and_body(title: str, body: str) -> tuple[str, int]:
    """The composed text, and where its title ends: 0 when the title has no line of its own."""
    title, body = title.strip(), body.strip()
    if not title or not body:
        return title or body, len(title)
    if not body.startswith(title):
        return f"{title}\n\n{body}", len(title)
    rest = body[len(title) :]
    return body, len(title) if not rest or rest.lstrip(" \t\r")[:1] in ("", "\n") else 0


def given(published: str | date | None) -> Published | None:
    """The publication day that the user gave; ValueError when it is no day (ISO 8601 or written out in English)."""
    if published is None or isinstance(published, date):
        return Published(published.isoformat(), "given") if published else None
    day = dates.parse_day(published)
    if day is None:
        raise ValueError(f"not a day: {published!r} (write YYYY-MM-DD)")
    return Published(day.isoformat(), "given")


def is_long_enough(text: str) -> bool:
    """Whether a text has the letters of the shortest report."""
    return sum(character.isalpha() for character in text[: 20 * SHORTEST]) >= SHORTEST


def unfit(document: Document, name: str) -> Failure | None:
    """Why a page or a file is no report that can be read, None when it is one: too short, or not English."""
    body = document.text[document.title_stop :]
    letters = sum(character.isalpha() for character in body[: 20 * SHORTEST])
    if letters == 0 and not document.text.strip():
        return Failure(name, "intake", "nothing-extracted", "no running text was found in it")
    if language_of(document.text) == "und":
        return Failure(name, "intake", "not-english", NOT_ENGLISH)
    if letters < SHORTEST:
        return Failure(name, "intake", "too-short", f"only {letters} letters of running text, {SHORTEST} are needed")
    return None

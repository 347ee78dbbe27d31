"""Mail to documents: single messages (EML), boxes of them (MBOX), and what is attached to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256
from itertools import chain, pairwise

from sayso.intake import dates
from sayso.intake.capture import Capture, Member
from sayso.intake.compose import Draft, Refused, compose, given, unfit
from sayso.intake.dates import Published
from sayso.intake.header import drop_title
from sayso.intake.mail_parts import Letter, letter, told
from sayso.intake.mail_text import own_words
from sayso.intake.streams import Stream
from sayso.intake.text import draft_text
from sayso.records import Document, Failure, Problem

LARGEST_MESSAGE = 50_000_000  # bytes, attachments included
_LINE = 1_000_000  # bytes that are read at once
_BEGINS = re.compile(rb"From \S.*(?:\d\d:\d\d|\b(?:19|20)\d\d\s*$)")  # the line above each message of a box
_FIELD = re.compile(rb">?[A-Za-z][A-Za-z0-9-]{1,60}:")  # and what stands below that line
_ESCAPED = re.compile(rb"^>(?=>*From )", re.M)
_ANSWER = re.compile(r"^(?:(?:re|fwd?|aw|wg|sv|tr)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.I)


def from_mail(
    data: bytes, *, url: str | None = None, file: str | None = None, published: str | date | None = None
) -> Document | Failure:
    """The document of a message without its attachments, or why there is none: broken, encrypted, no text of its own.

    Its day is that of a dateline in it, else the day on which it was sent (`published_from` "sent"), else `published`.
    """
    fallback, name = given(published), file or url or "message"
    try:
        draft = _draft(letter(data))
    except Refused as refused:
        return refused.failure(name)
    capture = sha256(data).hexdigest()
    document = compose(
        replace(draft, url=url or draft.url, file=file, capture=capture, published=draft.published or fallback)
    )
    return unfit(document, name) or document


def messages_in(stream: Stream, name: str) -> Iterator[Capture | Member | Failure]:
    """The messages of a box, or the one message, as captures, each followed by what is attached to it."""
    head = stream.readline(_LINE)
    if not _BEGINS.match(head):
        data = head + stream.read(LARGEST_MESSAGE + 1)
        yield from _with_attachments(data, name)
        return
    for number, data in enumerate(_boxed(stream), 1):
        yield from _with_attachments(data, f"{name}!/{number}")


def _with_attachments(data: bytes, name: str) -> Iterator[Capture | Member | Failure]:
    if len(data) > LARGEST_MESSAGE:
        yield Failure(name, "intake", "too-large", f"a message of over {LARGEST_MESSAGE:,} bytes")
        return
    yield Capture(name, "mail", data)
    try:
        attached = letter(data).attached
    except Refused:
        return  # told when the message is read
    for one in attached:
        yield Member(f"{name}!/{one.name}", one.data)


def _boxed(stream: Stream) -> Iterator[bytes]:
    """The messages of a box whose first line was read already; of one that is too large no more than shows that.

    A line that parts two has a header below it: "From the port, at 14:05" can also begin a paragraph.
    """
    held: list[bytes] = []
    size = 0
    for line, below in pairwise(chain(iter(lambda: stream.readline(_LINE), b""), (b"",))):
        if _BEGINS.match(line) and _FIELD.match(below):
            yield _ESCAPED.sub(b"", b"".join(held))
            held, size = [], 0
            continue
        size += len(line)
        if size <= LARGEST_MESSAGE + _LINE:
            held.append(line)
    if held:
        yield _ESCAPED.sub(b"", b"".join(held))


# --- what it says --------------------------------------------------------------------------------------------------


def _draft(mail: Letter) -> Draft:
    said = own_words(mail.words)
    if not said.text:
        raise Refused("encrypted" if mail.sealed else "no-text", _silent(mail))
    subject = _ANSWER.sub("", told(mail.message, "Subject") or "").strip() or None
    draft = draft_text(drop_title(said.text, subject), title=subject)
    sent, doubts = _sent(mail.message, draft.published)
    return replace(
        draft,
        id=_id(mail.message),
        url=_archived(mail.message),
        byline=draft.byline or _sender(mail.message),
        extractor=said.extractor,
        published=draft.published or sent,
        cuts=(*said.cuts, *draft.cuts),
        problems=(*said.problems, *draft.problems, *doubts),
    )


def _silent(mail: Letter) -> str:
    if mail.sealed:
        return "the message is encrypted"
    attached = len(mail.attached)
    return f"the message has no text of its own{f', only {attached} attached' if attached else ''}"


def _sent(message: Message, printed: Published | None) -> tuple[Published | None, tuple[Problem, ...]]:
    """The day on which a message was sent, as its own clock tells, else as the server that took it; and what is odd:
    another day of its dateline `printed` too."""
    taken = (told(message, "Received") or "").rpartition(";")[2].strip() or None
    stamps = ((told(message, "Date"), "sent"), (taken, "sent"))
    line = ((printed.day, printed.found),) if printed else ()
    _, doubts = dates.first_accepted((*line, *stamps), date.today())
    return dates.first_accepted(stamps, date.today())[0], doubts


def _id(message: Message) -> str | None:
    """The message's own id, the same in every copy of it (RFC 2392)."""
    found = re.search(r"<([^<>\s]{3,250})>", told(message, "Message-ID") or "")
    return f"mid:{found[1]}" if found else None


def _archived(message: Message) -> str | None:
    """The address of the message in a public archive (RFC 5064)."""
    found = re.search(r"<?(https?://[^<>\s]+)>?", told(message, "Archived-At") or "")
    return found[1] if found else None


def _sender(message: Message) -> str | None:
    name, address = parseaddr(told(message, "From") or "")
    return name.strip() or address or None

"""Streams to the captures in them: what they are is told by their bytes, and containers are opened, never unpacked.

Nothing is written to disk. What one input unpacks to is bounded: UNPACKED_FREE bytes, and beyond these RATIO times
what was read of it; containers in containers are opened DEEPEST deep.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any, BinaryIO, TypeVar

from sayso.intake.capture import LARGEST, Capture, Member
from sayso.intake.lines import is_blank, lines_of
from sayso.intake.sniff import CONTAINERS, HEAD, REFUSED, sniff, wide_encoding
from sayso.intake.streams import Allowance, Pieces, Stopped, Stream, again, pieces_of
from sayso.records import Failure

LONGEST_LINE = 50_000_000  # bytes of one line of JSON
DEEPEST = 5  # containers in containers; a compressed file is one
MOST_MEMBERS = 1_000_000  # of one input, containers in it included
MOST_NAMED = 1_000  # failures of one container that are told one by one
COUNTED = (  # no reports: one failure for all of a sort in a container
    *("image", "media", "program", "binary", "empty", "style", "json", "xml", "sitemap", "opml"),
    *("link", "record", "redirect", "http-status", "revisit"),
)
OPENERS = {  # kind of container: module and function under sayso.intake
    "zip": "zips:members_of_zip",
    "tar": "archives:members_of_tar",
    "gzip": "archives:unpacked",
    "bzip2": "archives:unpacked",
    "xz": "archives:unpacked",
    "zstd": "archives:unpacked",
    "warc": "warc:records_in",
    "arc": "warc:records_in",
    "mail": "mail:messages_in",
    "mbox": "mail:messages_in",
    "feed": "feeds:items_in",
}
TABLES = ("text", "markdown", "jsonl", "json", "table")  # kinds that a dump of reports may look like
Found = Capture | Failure
Rows = Callable[[Stream, str], Iterable[Found]]
PartT = TypeVar("PartT", Capture, Member)


@dataclass(slots=True)
class _LeftOut:
    """What a container holds besides reports: how many parts of each sort, and the first of them."""

    numbers: Counter[str] = field(default_factory=Counter)
    first: dict[str, Failure] = field(default_factory=dict)
    named: int = 0

    def takes(self, part: Failure) -> bool:
        """Whether that part is counted, and not told by itself: it is no report, or one of very many failures."""
        self.named += part.reason not in COUNTED
        if part.reason not in COUNTED and self.named <= MOST_NAMED:
            return False
        self.numbers[part.reason] += 1
        self.first.setdefault(part.reason, part)
        return True

    def told(self, container: str) -> Iterator[Failure]:
        """One Failure for each sort."""
        for reason, one in self.first.items():
            number, name = self.numbers[reason], one.input.removeprefix(container).removeprefix("!")
            counted = f"{number:,} parts of it, the first {name or 'without a name'}: {one.what}"
            told = one if number == 1 else Failure(container, "intake", reason, counted)
            yield replace(told, stage=Failure.BESIDE) if reason in COUNTED else told


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a stream stands: how deep in containers, and what its input may still unpack."""

    depth: int
    allowance: Allowance
    left_out: _LeftOut | None = None  # of the container that it is in
    rows: Rows | None = None


def captures_of(stream: BinaryIO, name: str, *, rows: Rows | None = None) -> Iterator[Found]:
    """The captures in a stream, in order; a Failure in the place of each part that cannot be read.

    `rows` takes tables and JSON apart (as `intake.dumps.Dumps`); without it these are what their bytes look like.
    """
    allowance = Allowance(stream, MOST_MEMBERS)
    yield from _opened(Member(name, allowance.stream), _Place(0, allowance, rows=rows))
    if allowance.spent and not allowance.told:
        yield Failure(name, "intake", allowance.spent.reason, str(allowance.spent))


def _opened(member: Member, place: _Place) -> Iterator[Found]:
    """What is in one member, whatever it is; a member that is a stream is read no further than it must be."""
    stream = io.BytesIO(member.data) if isinstance(member.data, bytes) else member.data
    try:
        head = stream.read(HEAD)
        yield from _by_kind(sniff(head, member.name), head, stream, member, place)
    except Stopped as fault:
        place.allowance.told |= fault is place.allowance.spent
        yield Failure(member.name, "intake", fault.reason, str(fault))
    except OSError as fault:
        yield Failure(member.name, "intake", "unreadable", f"cannot be read: {fault.strerror or fault}")


def _by_kind(kind: str, head: bytes, stream: Stream, member: Member, place: _Place) -> Iterator[Found]:
    if kind in CONTAINERS:
        yield from _container(kind, again(head, stream), member, place)
    elif place.rows and kind in TABLES:
        yield from place.rows(again(head, stream), member.name)
    elif kind in REFUSED:
        refused = Failure(member.name, "intake", kind, REFUSED[kind])
        if place.left_out is None or not place.left_out.takes(refused):
            yield refused
    elif kind == "jsonl":
        yield from _lines(_in_narrow_letters(head, stream), member)
    else:
        yield _whole(head, stream, kind, member)


def _container(kind: str, stream: Stream, container: Member, place: _Place) -> Iterator[Found]:
    if place.depth >= DEEPEST:
        yield Failure(container.name, "intake", "nested", f"containers are opened {DEEPEST} deep, no deeper")
        return
    left_out, empty = _LeftOut(), True
    inside = _Place(place.depth + 1, place.allowance, left_out, place.rows)
    fault: Stopped | OSError | None = None
    try:
        opened = by_name(OPENERS[kind])
        at = {"address": container.url or container.name} if kind == "feed" else {}  # where its links start
        for part in _parts(opened(stream, container.name, **at), inside, container):
            empty = False
            yield part
        if isinstance(stream, Pieces):
            stream.raise_fault()
    except (Stopped, OSError) as found:
        fault = found
    yield from left_out.told(container.name)
    if fault is not None:
        raise fault
    if empty and not left_out.first:
        yield Failure(container.name, "intake", "empty", "there is nothing in it that could be a report")


def _parts(found: Iterable[Capture | Member | Failure], place: _Place, container: Member) -> Iterator[Found]:
    for part in found:
        place.allowance.another()
        if isinstance(part, Member):
            yield from _opened(_metered(_told(part, container), place.allowance), place)
        elif isinstance(part, Capture) or place.left_out is None or not place.left_out.takes(part):
            yield part if isinstance(part, Failure) else _told(part, container)
        if place.allowance.spent:  # told where it was spent
            return


def _told(part: PartT, container: Member) -> PartT:
    """The part with what its container tells of itself, where the part tells nothing."""
    if part.url or not container.url:
        return part
    return replace(part, url=container.url, fetched=container.fetched, headers=container.headers)


def _metered(member: Member, allowance: Allowance) -> Member:
    if isinstance(member.data, bytes):
        allowance.unpack(len(member.data))
        return member
    return replace(member, data=pieces_of(member.data, allowance.unpack))


def by_name(home: str) -> Any:
    """The function of "module:function" in this room, loaded when it is used: many are heavy."""
    module, function = home.split(":")
    return getattr(import_module(f"sayso.intake.{module}"), function)


def _in_narrow_letters(head: bytes, stream: Stream) -> Stream:
    """The stream from its beginning, in UTF-8 when it is in an encoding of wider characters."""
    if not wide_encoding(head):
        return again(head, stream)
    return io.BytesIO(b"\n".join(lines_of(head + stream.read(LONGEST_LINE))))


def _lines(stream: Stream, member: Member) -> Iterator[Found]:
    """A capture for each line; a Failure for one that is too long, of which no more is kept than the limit."""
    while line := stream.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            if not is_blank(line):
                yield _captured(member, "jsonl", line.removesuffix(b"\n"))
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST_LINE)
        what = f"a line of over {LONGEST_LINE:,} bytes, the most that is read of one"
        yield Failure(member.name, "intake", "too-large", what)


def _whole(head: bytes, stream: Stream, kind: str, member: Member) -> Found:
    limit = LARGEST[kind]
    data = head + stream.read(max(0, limit - len(head)))
    if stream.read(1):
        what = f"over {limit:,} bytes, the most that is read of one {kind} file"
        return Failure(member.name, "intake", "too-large", what)
    return _captured(member, kind, data)


def _captured(member: Member, kind: str, data: bytes) -> Capture:
    return Capture(member.name, kind, data, member.url, member.fetched, member.headers)

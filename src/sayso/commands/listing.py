"""`sayso list`, `claims`, `disputes`, `show` and `gather`: the gathered chronicle."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_limit, add_view, view_of
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import write_out
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.file import Connection
    from sayso.commands.output import Commands
    from sayso.records import Entry


def add_listing(commands: Commands) -> None:
    """The arguments of the commands."""
    lists = commands.add_parser("list", help="the incidents, in order of time, each with its sources")
    lists.set_defaults(run=told(run_list))
    claims = commands.add_parser("claims", help="the ledger: who said what, how firmly, in which words")
    claims.set_defaults(run=told(run_claims))
    disputes = commands.add_parser("disputes", help="what reports of one incident contradict each other in")
    disputes.set_defaults(run=told(run_disputes))
    for command in (lists, claims, disputes):
        command.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
        add_limit(command)
        add_view(command)
    claims.add_argument("--without-rejected", action="store_true", help="leave out what people rejected")
    lists.add_argument("--imported", action="store_true", help="also the imported rows that no report tells")
    show = commands.add_parser(
        "show", help="all that is told of an incident, event, document or entity, with the words"
    )
    show.add_argument("incident", metavar="id", help="an id, as the lists print it")
    show.set_defaults(run=told(run_show))
    gather = commands.add_parser("gather", help="gather what waits for it; --explain says why events are one incident")
    gather.add_argument("--explain", action="store_true", help="the reasons, incident by incident")
    gather.add_argument("--origins", type=Path, metavar="FILE", help="write document and origin as JSON lines")
    gather.add_argument("--incidents", type=Path, metavar="FILE", help="write incidents and their events as JSON lines")
    gather.set_defaults(run=told(run_gather))
    for command in (lists, claims, disputes, show, gather):
        add_chronicle(command)


@contextmanager
def found(options: argparse.Namespace) -> Iterator[tuple[Connection, Iterator[Entry]]]:
    """The chronicle, open for reading, and the incidents of the view."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.entries import entries

    with closing(connect_to_read(options.chronicle)) as file:
        yield file, entries(file, view_of(options), limit=options.limit)


def run_list(options: argparse.Namespace) -> int:
    """The incidents."""
    from sayso.show.listing import to_list
    from sayso.show.lists import incident_list

    with found(options) as (file, entries):
        if options.imported:
            entries = _with_rows(file, entries, options)
        if options.format == "table":
            write_out(to_list(entries))
        else:
            print_answer(incident_list(entries), options.format)
    return 0


def _with_rows(file: Connection, entries: Iterator[Entry], options: argparse.Namespace) -> Iterator[Entry]:
    """The incidents and, among them by day, the imported rows that no report tells."""
    from heapq import merge
    from itertools import islice

    from sayso.chronicle.coded.beside import rows_alone

    rows = rows_alone(file, view_of(options))
    return islice(merge(entries, rows, key=lambda e: e.earliest or "9999"), options.limit)


def run_claims(options: argparse.Namespace) -> int:
    """One row a claim."""
    from sayso.chronicle.views.ledger import ledger
    from sayso.show.lists import claims

    with found(options) as (file, _):
        kept = ledger(file, view_of(options), limit=options.limit, rejected=not options.without_rejected)
        print_answer(claims(kept), options.format)
    return 0


def run_disputes(options: argparse.Namespace) -> int:
    """One row a contradiction."""
    from sayso.show.disputes import to_disputes
    from sayso.show.lists import disputes

    with found(options) as (_, entries):
        if options.format == "table":
            write_out(to_disputes(entries))
        else:
            print_answer(disputes(entries), options.format)
    return 0


def run_show(options: argparse.Namespace) -> int:
    """What stands under an id: an incident, an event, a document, an entity."""
    from sayso.chronicle.file import connect_to_read
    from sayso.show.by_id import to_page

    with closing(connect_to_read(options.chronicle)) as file:
        write_out(to_page(file, options.incident))
    return 0


def run_gather(options: argparse.Namespace) -> int:
    """Gathers what waits, then says or writes what was asked for."""
    from sayso.chronicle.gathered.pending import gather_pending
    from sayso.chronicle.store import Store
    from sayso.chronicle.views.explained import explained, incident_lines, origin_lines

    with Store(options.chronicle, what="sayso gather", create=False) as store:
        gather_pending(store)
        file = store.connection
        if options.origins:
            _write_lines(options.origins, origin_lines(file))
        if options.incidents:
            _write_lines(options.incidents, incident_lines(file))
        if options.explain:
            write_out("\n".join(explained(file)) or "Every incident has one event.")
        incidents, events = file.execute("SELECT count(*), (SELECT count(*) FROM events) FROM incidents").fetchone()
    write_out(f"{events} events, {incidents} incidents ({options.chronicle})")
    return 0


def _write_lines(path: Path, lines: Iterator[str]) -> None:
    path.write_text("".join(line + "\n" for line in lines), "utf-8")

"""`sayso list`, `timeline`, `show`, `claims`, `disputes`, `gather` and `export`: the gathered chronicle."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_view, view_of
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import write_out, wrong_call
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.file import Connection
    from sayso.commands.output import Commands
    from sayso.records import Entry


def add_listing(commands: Commands) -> None:
    """The arguments of the commands."""
    lists = commands.add_parser("list", help="the incidents, in order of time, each with its sources")
    lists.set_defaults(run=told(run_list))
    timeline = commands.add_parser("timeline", help="the incidents that have a day, one line each")
    timeline.set_defaults(run=told(run_timeline))
    claims = commands.add_parser("claims", help="the ledger: who said what, how firmly, in which words")
    claims.set_defaults(run=told(run_claims))
    disputes = commands.add_parser("disputes", help="what reports of one incident contradict each other in")
    disputes.set_defaults(run=told(run_disputes))
    for command in (lists, timeline, claims, disputes):
        command.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
        command.add_argument("--limit", type=int, metavar="N", help="at most so many incidents")
        add_view(command)
    show = commands.add_parser("show", help="everything that is told of one incident, with the words")
    show.add_argument("incident", help="id of an incident, as `sayso list` prints it")
    show.set_defaults(run=told(run_show))
    gather = commands.add_parser("gather", help="gather what waits for it; --explain says why events are one incident")
    gather.add_argument("--explain", action="store_true", help="the reasons, incident by incident")
    gather.add_argument("--origins", type=Path, metavar="FILE", help="write document and origin as JSON lines")
    gather.add_argument("--incidents", type=Path, metavar="FILE", help="write incidents and their events as JSON lines")
    gather.set_defaults(run=told(run_gather))
    _add_export(commands)
    for command in (lists, timeline, claims, disputes, show, gather):
        add_chronicle(command)


def _add_export(commands: Commands) -> None:
    from sayso.export.formats import FORMATS as EXPORTS

    export = commands.add_parser(
        "export", help="write the chosen incidents in a format of another program", description=_exports(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    export.add_argument("form", metavar="FORMAT", choices=[f.name for f in EXPORTS], help="one of those above")
    export.add_argument("--out", type=Path, metavar="FILE", help="file or folder that is made; else standard output")
    export.add_argument(
        "--exact", action="store_true", help="leave cells that a spreadsheet takes for formulas as they are"
    )
    add_view(export)
    add_chronicle(export)
    export.set_defaults(run=told(run_export))


def _exports() -> str:
    from sayso.export.formats import FORMATS as EXPORTS

    return (
        "Formats:\n"
        + "\n".join(f"  {f.name:<12} {f.use}" for f in EXPORTS)
        + "\n\ndocs/exports.md says what each loses."
    )


@contextmanager
def _found(options: argparse.Namespace) -> Iterator[tuple[Connection, Iterator[Entry]]]:
    """The chronicle, open for reading, and the incidents of the view."""
    from sayso.chronicle.entries import entries
    from sayso.chronicle.file import connect_to_read

    with closing(connect_to_read(options.chronicle)) as file:
        yield file, entries(file, view_of(options), limit=getattr(options, "limit", None))


def run_list(options: argparse.Namespace) -> int:
    """The incidents."""
    from dataclasses import astuple

    from sayso.chronicle.look import Answer
    from sayso.export.incident_rows import incident_columns, incident_row
    from sayso.show.listing import to_list

    with _found(options) as (_, found):
        if options.format == "table":
            write_out(to_list(found))
        else:
            print_answer(Answer(incident_columns(), tuple(astuple(incident_row(e)) for e in found)), options.format)
    return 0


def run_timeline(options: argparse.Namespace) -> int:
    """Day and headline of what is dated."""
    from sayso.chronicle.look import Answer
    from sayso.export.incident_rows import incident_row
    from sayso.export.incident_words import headline

    with _found(options) as (_, found):
        rows = [(incident_row(e), e.id) for e in found if e.earliest or e.latest]
    told_rows = tuple((r.when, headline(r), r.certainty, r.according_to, identifier) for r, identifier in rows)
    print_answer(Answer(("day", "what", "certainty", "according to", "incident"), told_rows), options.format)
    return 0


def run_claims(options: argparse.Namespace) -> int:
    """One row a claim."""
    from sayso.chronicle.look import Answer
    from sayso.export.incident_rows import incident_row, teller
    from sayso.export.incident_words import headline

    rows = []
    with _found(options) as (_, found):
        for entry in found:
            what = headline(incident_row(entry))
            rows += [
                (teller(t), t.stance, t.factuality, t.status, what, t.published, t.quote, entry.id)
                for t in entry.tellings
            ]
    head = ("source", "stance", "factuality", "status", "what", "published", "quote", "incident")
    print_answer(Answer(head, tuple(rows)), options.format)
    return 0


def run_disputes(options: argparse.Namespace) -> int:
    """One row a contradiction."""
    from sayso.chronicle.look import Answer
    from sayso.export.incident_rows import incident_row
    from sayso.export.incident_words import headline

    with _found(options) as (_, found):
        rows = tuple(
            (
                d.field,
                headline(incident_row(e)),
                d.one,
                d.one_source,
                d.other,
                d.other_source,
                d.one_quote,
                d.other_quote,
                e.id,
            )
            for e in found
            for d in e.disputes
        )
    head = ("about", "what", "one", "according to", "other", "according to ", "quote", "other quote", "incident")
    print_answer(Answer(head, rows), options.format)
    return 0


def run_show(options: argparse.Namespace) -> int:
    """One incident."""
    from sayso.chronicle.entries import entry, reasons
    from sayso.chronicle.file import connect_to_read
    from sayso.show.listing import to_card

    with closing(connect_to_read(options.chronicle)) as file:
        found = entry(file, options.incident)
        write_out(to_card(found, reasons(file, found.id)))
    return 0


def run_gather(options: argparse.Namespace) -> int:
    """Gathers what waits, then says or writes what was asked for."""
    from sayso.chronicle.entries import explained, incident_lines, origin_lines
    from sayso.chronicle.gathered import gather_pending
    from sayso.chronicle.store import Store

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


def run_export(options: argparse.Namespace) -> int:
    """The incidents of the view in one format."""
    from sayso.export.formats import MissingLibrary, chunks, formats, pages

    form = formats()[options.form]
    if form.is_folder and options.out is None:
        return wrong_call(f"{form.name} makes a folder: name it with --out")
    try:
        with _found(options) as (_, found):
            if form.is_folder:
                return _write_folder(options.out, pages(form, found))
            _write_whole(options.out, chunks(form, found, exact=options.exact))
    except MissingLibrary as error:
        return wrong_call(error)
    return 0


def _write_folder(folder: Path, found: Iterator[tuple[str, bytes]]) -> int:
    if folder.exists() and any(folder.iterdir()):
        return wrong_call(f"{folder} is not empty")
    for name, content in found:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write_out(f"written to {folder}")
    return 0


def _write_whole(out: Path | None, pieces: Iterator[bytes]) -> None:
    if out is not None:
        with out.open("wb") as file:
            file.writelines(pieces)
        return
    sys.stdout.flush()
    sys.stdout.buffer.writelines(pieces)
    sys.stdout.buffer.flush()

"""`sayso import` and `sayso imported`: what a team has already, beside what the reports tell."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_limit, add_view, view_of
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call
from sayso.commands.upkeep import told
from sayso.records import RejectedRow, TakenRow

if TYPE_CHECKING:
    from sayso.chronicle.coded.imported import Imported
    from sayso.commands.output import Commands
    from sayso.intake.coded_tables import CodedTable
    from sayso.knowledge.import_maps import ImportMap

_ABOUT = """\
Keeps the rows of a table that people coded by hand (CSV, TSV, JSON lines), and finds the incident of each among those
that the reports tell. The map says which column is what: a TOML file of your own, or one that comes with sayso. The
same file again changes nothing; a changed row is a new version of it. docs/what-you-have.md shows how."""
SIDES = ("theirs", "ours", "both", "disagree")
TOLD = 20  # rejected rows that are named one by one


def add_imports(commands: Commands) -> None:
    """The arguments of the two commands."""
    load = commands.add_parser("import", help="take in rows that you coded by hand", description=_ABOUT)
    load.add_argument("table", type=Path, metavar="TABLE", help="a CSV, TSV or JSON lines file")
    load.add_argument("--map", required=True, metavar="MAP", help="TOML file that explains the columns, or: " + _maps())
    load.add_argument("--as", dest="collection", metavar="NAME", help="name of the collection (the map's)")
    load.add_argument("--check", action="store_true", help="only say what would become of the rows")
    load.set_defaults(run=told(run_import))
    shown = commands.add_parser("imported", help="the rows that you have beside what the reports tell")
    shown.add_argument("--only", choices=SIDES, help="rows without reports, incidents without a row, both, disagreeing")
    shown.add_argument("--rejected", action="store_true", help="the rows that were not taken, and why")
    shown.add_argument("--forget", metavar="NAME", help="take a whole collection of rows out again")
    shown.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
    add_limit(shown)
    add_view(shown)
    shown.set_defaults(run=told(run_imported))
    for command in (load, shown):
        add_chronicle(command)


def _maps() -> str:
    from sayso.knowledge.import_maps import shipped_maps

    return ", ".join(shipped_maps())


def run_import(options: argparse.Namespace) -> int:
    """Takes the rows of a table in; 1 when some were rejected."""
    from dataclasses import replace

    from sayso.intake.coded_tables import TableError, read_table
    from sayso.knowledge.import_maps import MapError, load_map

    try:
        wanted = load_map(options.map)
        table = read_table(options.table.read_bytes(), delimiter=wanted.delimiter)
    except MapError as error:
        return wrong_call(error)
    except TableError as error:
        return wrong_call(f"{options.table} {error}")
    except OSError as error:
        return wrong_call(f"{options.table}: {error.strerror or error}")
    if options.collection:
        if "/" in options.collection or not options.collection.strip():
            return wrong_call(f"--as {options.collection!r}: a collection needs a name without a slash")
        wanted = replace(wanted, name=options.collection.strip())
    return _take(options, table, wanted)


def _take(options: argparse.Namespace, table: CodedTable, wanted: ImportMap) -> int:
    from sayso.intake.coded_rows import coded_rows, missing_columns

    missing, readable = missing_columns(table, wanted)
    told = f"{options.table} has no column {', '.join(missing)} (it has {', '.join(table.columns[:30])})"
    if not readable:
        return wrong_call(told)
    if missing:
        complain(told)
    for doubt in table.doubts:
        complain(f"{options.table}: {doubt}")
    rows = list(coded_rows(table, wanted))
    _complain_of(options.table, rows)
    if not options.check:
        rejected = _keep(options, wanted, rows)
    else:
        rejected = sum(isinstance(row, RejectedRow) for row in rows)
        write_out(f"{len(rows)} rows: {len(rows) - rejected} can be taken, {rejected} not")
    return SOME_FAILED if rejected else 0


def _complain_of(table: Path, rows: Iterable[TakenRow | RejectedRow]) -> None:
    """Names the rows that cannot be taken, and the codes of kinds that the map does not know."""
    unfit = [row for row in rows if isinstance(row, RejectedRow)]
    for row in unfit[:TOLD]:
        complain(f"{table}, line {row.line}: not taken: {row.reason}")
    if len(unfit) > TOLD:
        complain(f"... and {len(unfit) - TOLD} more (`sayso imported --rejected` names them all)")
    strange = Counter(row.row.told_kind for row in rows if isinstance(row, TakenRow) and row.row.kind is None)
    if strange:
        names = ", ".join(f"{name!r} ({number})" for name, number in strange.most_common(TOLD))
        complain(f"kinds that are none of ours by the map, kept under their own name: {names}")


def _keep(options: argparse.Namespace, wanted: ImportMap, rows: Iterable[TakenRow | RejectedRow]) -> int:
    """Stores the rows and says what became of them; how many were rejected."""
    from sayso.chronicle.coded.imported import put_rows
    from sayso.chronicle.store import Store

    with Store(options.chronicle, what="sayso import") as store:
        done = put_rows(store, wanted.name, options.table.name, rows)
    write_out(f"{_summary(done)} ({options.chronicle})")
    write_out(f"{done.matched} rows are told by reports too: `sayso imported` shows them side by side")
    return done.refused


def _summary(done: Imported) -> str:
    """ "12 rows: 10 new, 1 changed, 1 rejected"."""
    total = sum(done.outcomes.values()) + done.refused
    parts = [f"{number} {outcome}" for outcome, number in done.outcomes.items()]
    parts += [f"{done.refused} rejected"] if done.refused else []
    absent = f"; {done.absent} of before are not in this file and stay" if done.absent else ""
    nothing = "; nothing has changed" if set(done.outcomes) == {"known"} else ""
    return f"{total} rows: {', '.join(parts) or 'nothing to take'}{nothing}{absent}"


def run_imported(options: argparse.Namespace) -> int:
    """The rows beside the incidents."""
    from sayso.chronicle.coded.beside import besides
    from sayso.chronicle.file import connect_to_read
    from sayso.show.beside import beside_list, to_beside

    if options.forget is not None:
        return _forget(options)
    with closing(connect_to_read(options.chronicle)) as file:
        if options.rejected:
            return _print_rejected(options)
        found = besides(file, view_of(options), only=options.only, limit=options.limit)
        if options.format == "table":
            write_out(to_beside(found))
        else:
            print_answer(beside_list(found), options.format)
    return 0


def _print_rejected(options: argparse.Namespace) -> int:
    from sayso.chronicle.coded.imported import rejected_rows
    from sayso.chronicle.file import connect_to_read

    with closing(connect_to_read(options.chronicle)) as file:
        print_answer(rejected_rows(file), options.format)
    return 0


def _forget(options: argparse.Namespace) -> int:
    from sayso.chronicle.coded.imported import forget_rows
    from sayso.chronicle.store import Store

    with Store(options.chronicle, what="sayso imported", create=False) as store:
        gone = forget_rows(store, options.forget)
    if not gone:
        return wrong_call(f"there is no collection {options.forget!r}")
    write_out(f"{gone} rows taken out ({options.chronicle})")
    return 0

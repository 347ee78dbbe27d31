"""`sayso export`: the chosen incidents in a format of another program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_limit, add_view, view_of
from sayso.commands.listing import found
from sayso.commands.output import write_out, wrong_call
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.commands.output import Commands

WARC = "warc"  # no format of incidents: the bytes that they were read from


def add_exporting(commands: Commands) -> None:
    """The arguments of the command."""
    from sayso.export.formats import FORMATS

    export = commands.add_parser(
        "export", help="write the chosen incidents in a format of another program", description=_formats(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    export.add_argument("form", metavar="FORMAT", choices=[*(f.name for f in FORMATS), WARC], help="one of those above")
    export.add_argument("--out", type=Path, metavar="FILE", help="file or folder that is made; else standard output")
    export.add_argument(
        "--exact", action="store_true", help="leave cells that a spreadsheet takes for formulas as they are"
    )
    add_limit(export)
    add_view(export)
    add_chronicle(export)
    export.set_defaults(run=told(run_export))


def _formats() -> str:
    from sayso.export.formats import FORMATS

    lines = [f"  {f.name:<12} {f.use}" for f in FORMATS]
    lines.append(f"  {WARC:<12} the pages as they were read, with address, time and headers, for other programs")
    return "\n".join(["Formats:", *lines, "", "docs/exports.md says what each loses."])


def run_export(options: argparse.Namespace) -> int:
    """The incidents of the view in one format."""
    from sayso.export.formats import MissingLibrary, chunks, formats, pages

    if options.form == WARC:
        return _export_warc(options)
    form = formats()[options.form]
    if form.is_folder and options.out is None:
        return wrong_call(f"{form.name} makes a folder: name it with --out")
    try:
        with found(options) as (_, entries):
            if form.is_folder:
                return _write_folder(options.out, pages(form, entries))
            _write_whole(options.out, chunks(form, entries, exact=options.exact))
    except MissingLibrary as error:
        return wrong_call(error)
    except OSError as error:
        return wrong_call(f"{options.out}: {error.strerror or error}")
    return 0


def _export_warc(options: argparse.Namespace) -> int:
    """The bytes behind the incidents of the view; all that was ever read when nothing is chosen."""
    from sayso.chronicle.views.captured import all_captured, captured_of
    from sayso.chronicle.views.entries import View
    from sayso.export.warc import warc_records

    packed = options.out is None or options.out.suffix.lower() != ".warc"
    try:
        with found(options) as (file, entries):
            chosen = view_of(options) != View() or options.limit is not None
            captured = captured_of(file, entries) if chosen else all_captured(file)
            _write_whole(options.out, warc_records(captured, packed=packed))
    except OSError as error:
        return wrong_call(f"{options.out}: {error.strerror or error}")
    return 0


def _write_folder(folder: Path, pages: Iterator[tuple[str, bytes]]) -> int:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return wrong_call(f"{folder} is not empty")
    for name, content in pages:
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

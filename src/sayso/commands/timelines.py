"""`sayso timeline`: the dated incidents of a chronicle, or all that happens to chosen targets."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_limit, add_view, view_of
from sayso.commands.listing import found
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import complain, write_out, wrong_call
from sayso.commands.upkeep import Run, told

if TYPE_CHECKING:
    from sayso.commands.output import Commands
    from sayso.gathering.target_timeline import Line, Target

_TARGETS = """\
The incidents that have a day, one line each. With --target NAME, or --targets FILE for several, instead all that the
reports tell of a person, body or product, also outside the kinds of `sayso kinds`: what it did and what was done to
it, with the words of every report. FILE has JSON lines {"target": NAME, "documents": [ID, ...], "corpus": ...}, of
which only the name is needed; JSON lines are written unless another format is named. These two take no filters.
"""


def add_timelines(commands: Commands) -> None:
    """The arguments of the command."""
    timeline = commands.add_parser(
        "timeline", help="the incidents that have a day, or all that happens to one target", description=_TARGETS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    timeline.add_argument("--target", metavar="NAME", help="a person, body or product: all events that it is part of")
    timeline.add_argument("--targets", metavar="FILE", type=Path, help="several, as JSON lines")
    timeline.add_argument("--out", metavar="FILE", type=Path, help="file that is made; else standard output")
    timeline.add_argument("--format", choices=FORMATS, help="table unless another is named")
    add_limit(timeline)
    add_view(timeline)
    add_chronicle(timeline)
    timeline.set_defaults(run=told(_to_file(run_timeline)))


def _to_file(run: Run) -> Run:
    """The command with a file that cannot be made as a message."""

    def safely(options: argparse.Namespace) -> int:
        try:
            return run(options)
        except OSError as error:
            return wrong_call(f"{error.filename or options.out}: {error.strerror or error}")

    return safely


def run_timeline(options: argparse.Namespace) -> int:
    """Day and headline of what is dated, or the timelines of targets."""
    from sayso.show.lists import timeline

    if options.target or options.targets:
        return _run_targets(options)
    with found(options) as (_, entries):
        known = list(entries)
    print_answer(timeline(known), options.format or "table", options.out)
    undated = sum(not (entry.earliest or entry.latest) for entry in known)
    if undated:
        complain(f"{undated} incidents without a day are left out; `sayso list` has them")
    return 0


def _run_targets(options: argparse.Namespace) -> int:
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.entries import View
    from sayso.chronicle.views.look import Answer
    from sayso.chronicle.views.timelines import target_timelines, unknown_documents
    from sayso.gathering.target_timeline import Target
    from sayso.show.lists import TARGET, target_list

    if view_of(options) != View():
        return wrong_call("a timeline of a target takes no filters: name its documents in a file for --targets")
    try:
        targets = list(_targets_in(options.targets)) if options.targets else []
    except ValueError as error:
        return wrong_call(f"{options.targets}: {error}")
    targets += [Target(options.target)] if options.target else []
    with closing(connect_to_read(options.chronicle)) as file:
        answered = list(target_timelines(file, targets))
        unknown = sorted({document for target in targets for document in unknown_documents(file, target)})
    if unknown:
        complain(f"the chronicle does not have {len(unknown)} of the documents, such as {unknown[0]}")
    for target, lines in answered:
        if not lines:
            complain(f"no report tells what happened to {target.name!r}")
    if options.targets and options.format in (None, "jsonl"):
        write_out("\n".join(_line(*one) for one in answered), options.out)
        return 0
    rows = tuple(row for target, lines in answered for row in target_list(target.name, lines[: options.limit]))
    print_answer(Answer(TARGET, rows), options.format or "table", options.out)
    return 0


def _targets_in(path: Path) -> Iterator[Target]:
    from sayso.gathering.target_timeline import Target

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                asked = json.loads(line)
                documents = frozenset(map(str, asked.get("documents") or ()))
                yield Target(str(asked["target"]), documents, asked.get("corpus"))
            except (json.JSONDecodeError, AttributeError, KeyError, TypeError) as error:
                raise ValueError(f'line {number} is no {{"target": NAME, ...}}') from error


def _line(target: Target, lines: tuple[Line, ...]) -> str:
    """One target with its events as a line of JSON."""
    timeline = [
        {"date": line.date, "mentions": [{"document": t.document, "span": list(t.span)} for t in line.tellings]}
        for line in lines
    ]
    head = {"corpus": target.corpus} if target.corpus is not None else {}
    return json.dumps(head | {"target": target.name, "timeline": timeline}, ensure_ascii=False)

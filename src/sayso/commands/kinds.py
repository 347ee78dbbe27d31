"""`sayso kinds`: the codebook, whole or of some kinds, with those that a user adds; and whether their examples hold."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call

if TYPE_CHECKING:
    from sayso.commands.output import Commands

_ABOUT = """\
Prints the codebook: what each kind of event is and is not, who fills its roles, and its codes in PLOVER, CAMEO and
ACLED. --kinds adds the kinds of a file of yours, --check reads the examples of that file and names each that fails."""


def add_kinds(commands: Commands) -> None:
    """The arguments of `sayso kinds`."""
    command = commands.add_parser("kinds", help="print the codebook of event kinds", description=_ABOUT)
    command.add_argument("kind", nargs="*", help="only these kinds")
    command.add_argument(
        "--kinds", metavar="FILE", type=Path, action="append", default=[], help="TOML file with kinds of your own"
    )
    command.add_argument("--check", action="store_true", help="read the examples of the files of --kinds")
    command.add_argument("--model", help="an installed spaCy pipeline or the path of one, for --check")
    command.set_defaults(run=run_kinds)


def run_kinds(options: argparse.Namespace) -> int:
    """The codebook, or the examples that do not hold."""
    from sayso.knowledge.own_kinds import KindsError

    if options.check and not options.kinds:
        return wrong_call("--check needs a file of kinds of yours (--kinds FILE)")
    try:
        return _check(options) if options.check else _print_codebook(options)
    except KindsError as error:
        return wrong_call(error)


def _print_codebook(options: argparse.Namespace) -> int:
    from sayso.knowledge.own_kinds import frames_with, kinds_with, load_own_kinds
    from sayso.show.codebook import to_codebook

    own = load_own_kinds(options.kinds)
    kinds = kinds_with(own)
    unknown = [k for k in options.kind if k not in kinds]
    if unknown:
        return wrong_call(f"no such kind: {', '.join(unknown)} (there are {', '.join(kinds.ids)})")
    wanted = [k for k in kinds if not options.kind or k.id in options.kind]
    write_out(to_codebook(wanted, frames_with(own)).rstrip("\n"))
    return 0


def _check(options: argparse.Namespace) -> int:
    """Reads every example of the files; 0 when all hold."""
    from sayso.api import kit
    from sayso.reading.events.proofs import find_faults, proofs_of_frames, proofs_of_kinds
    from sayso.reading.model import ModelError

    try:
        loaded = kit(options.model, tuple(options.kinds))
    except ModelError as error:
        return wrong_call(error)
    proofs = [proof for file in loaded.own for proof in (*proofs_of_kinds(file.kinds), *proofs_of_frames(file.frames))]
    faults = list(find_faults(proofs, loaded))
    for fault in faults:
        complain(fault)
    write_out(f"{len(proofs) - len(faults)} of {len(proofs)} examples hold")
    return SOME_FAILED if faults else 0

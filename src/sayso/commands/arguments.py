"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.records import STATUSES

if TYPE_CHECKING:
    from sayso.chronicle.views.entries import View
    from sayso.knowledge.own_names import OwnName
    from sayso.reading.kit import Kit
    from sayso.work.limits import Limits

DEFAULT_CHRONICLE = Path("sayso.db")


def add_chronicle(command: argparse.ArgumentParser) -> None:
    """`-c FILE`: the chronicle."""
    command.add_argument(
        "-c", "--chronicle", metavar="FILE", type=Path, default=DEFAULT_CHRONICLE, help="the chronicle (sayso.db)"
    )


def add_reader(command: argparse.ArgumentParser) -> None:
    """`--model`, `--kinds` and `--fast`: what reads."""
    command.add_argument("--model", help="an installed spaCy pipeline or the path of one")
    command.add_argument(
        "--kinds", metavar="FILE", type=Path, action="append", default=[], help="TOML file with kinds of your own"
    )
    command.add_argument(
        "--fast", action="store_true", help="look for names only beside capitals and figures (docs/at-scale.md)"
    )


def kit_of(options: argparse.Namespace, names: tuple[OwnName, ...] = ()) -> Kit:
    """The kit that was chosen; it loads its parts when they are asked for."""
    from sayso.reading.kit import Kit

    return Kit(options.model, own_kinds=tuple(options.kinds), own_names=names, fast=options.fast)


def day(value: str) -> str:
    """A day as ISO 8601 writes it, for `type=` of an argument."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{value!r} is no day, write it as 2023-09-16") from error


def country(value: str) -> str:
    """The code of a country that is given by code or name, for `type=` of an argument."""
    from sayso.knowledge.nations import load_nations

    code = load_nations().code(value) or (value.upper() if len(value) == 2 and value.isalpha() else None)
    if code is None:
        raise argparse.ArgumentTypeError(f"{value!r} is no country: give a name or its code (ISO 3166-1, as UA)")
    return code


def watch_list(value: str) -> tuple[str, ...]:
    """The names of a watch list, for `type=` of an argument."""
    from sayso.knowledge.name_files import watch_names
    from sayso.knowledge.own_names import NamesError

    try:
        return watch_names(Path(value))
    except NamesError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def review_state(value: str) -> str:
    """A state of a review that incidents can be in, for `type=` of an argument."""
    from sayso.chronicle.views.review_states import OF_INCIDENTS

    if value == "rejected":
        raise argparse.ArgumentTypeError("what was rejected is in no incident: `sayso decisions` lists it")
    return _among(value, OF_INCIDENTS)


def control(value: str) -> str:
    """Who controls a medium, for `type=` of an argument."""
    from sayso.knowledge.publishers import CONTROLS

    return _among(value, CONTROLS)


def _among(value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise argparse.ArgumentTypeError(f"{value!r} is none of {', '.join(known)}")
    return value


def at_least_one(value: str) -> int:
    """A number above 0, for `type=` of an argument."""
    if not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is no number above 0")
    return int(value)


def none_or_more(value: str) -> int:
    """A number, also 0, for `type=` of an argument."""
    if not value.isdecimal():
        raise argparse.ArgumentTypeError(f"{value!r} is no number")
    return int(value)


def add_limit(command: argparse.ArgumentParser) -> None:
    """`--limit N`: how much of a list."""
    command.add_argument("--limit", type=at_least_one, metavar="N", help="at most so many")


def add_work(command: argparse.ArgumentParser) -> None:
    """`--workers` and the limits of one document."""
    work = command.add_argument_group("work", "docs/at-scale.md explains them")
    work.add_argument(
        "--workers", metavar="N", type=none_or_more,
        help="read in so many processes, which are killed when a document overstays (1, and one more for every 50"
        " documents, up to the number of cores); 0: in this one, which cannot be",
    )  # fmt: skip
    add_limits(work)


def add_limits(work: argparse._ActionsContainer) -> None:
    """The limits of one document."""
    work.add_argument("--most-seconds", metavar="N", type=at_least_one, help="of one document (30)")
    work.add_argument("--most-memory", metavar="MB", type=at_least_one, help="of a worker (2000)")
    work.add_argument("--most-characters", metavar="N", type=at_least_one, help="of one text (200000)")


def workers_of(options: argparse.Namespace) -> int | None:
    """How many processes read for a call, as `work.crew.Crew` takes it; what is profiled is read in this one."""
    return 0 if getattr(options, "profile", False) else options.workers


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits of a call."""
    from sayso.work.limits import STANDARD, Limits

    return Limits(
        seconds=options.most_seconds or STANDARD.seconds,
        memory=(options.most_memory or 0) * 1_000_000 or STANDARD.memory,
        characters=options.most_characters or STANDARD.characters,
    )


_SHOWN = "an incident is shown when one of its events fulfils them all"


def add_view(command: argparse.ArgumentParser, shown: str = _SHOWN) -> None:
    """The filters that all lists share."""
    view = command.add_argument_group("filters", shown)
    view.add_argument("--actor", metavar="NAME", help="who takes part: a part of any of the names")
    view.add_argument("--place", metavar="NAME", help="the place, or what it lies in")
    view.add_argument(
        "--country", metavar="CODE", type=country, help="country of the place: its name, or ISO 3166-1 as UA"
    )
    view.add_argument("--since", metavar="YYYY-MM-DD", type=day, help="on this day or later")
    view.add_argument("--until", metavar="YYYY-MM-DD", type=day, help="on this day or before")
    view.add_argument("--kind", help="a kind of `sayso kinds`")
    view.add_argument("--equipment", metavar="NAME", help="weapon or vehicle: a part of the name")
    view.add_argument("--status", choices=STATUSES, help="how certain")
    view.add_argument("--source", metavar="NAME", help="who is cited, or the publisher")
    view.add_argument("--min-independent", metavar="N", type=int, help="at least so many separate origins")
    view.add_argument(
        "--watch", metavar="FILE", type=watch_list, help="any name of a list takes part or is cited: one name a line"
    )
    view.add_argument("--text", metavar="WORDS", help="words of a sentence that tells it")
    view.add_argument("--report-text", metavar="WORDS", help="words of any sentence of a report that tells it")
    view.add_argument("--disputed", action="store_true", default=None, help="its reports contradict each other")
    view.add_argument(
        "--review",
        metavar="STATE",
        type=review_state,
        help="what people decided about it: unreviewed, accepted, corrected, disagreeing",
    )
    view.add_argument(
        "--control",
        metavar="CONTROL",
        type=control,
        help="told by, or according to, a medium that is controlled so: state-run, state-funded, private, ...",
    )


def view_of(options: argparse.Namespace) -> View:
    """The filters of a call; ChronicleError for a kind that there is not."""
    from sayso.chronicle.views.entries import View

    _check_kind(options.kind, options.chronicle)
    given = vars(options)
    return View(**{field.name: given[field.name] for field in fields(View) if field.name in given})


def _check_kind(kind: str | None, chronicle: Path) -> None:
    """Says so where a kind is neither in the codebook nor, as one of a team's own, in the chronicle."""
    from sayso.chronicle.file import ChronicleError, connect_to_read
    from sayso.chronicle.views.entries import View, ids_of
    from sayso.knowledge.kinds import load_kinds

    if kind is None or kind in load_kinds():
        return
    with closing(connect_to_read(chronicle)) as file:
        if not ids_of(file, View(kind=kind), limit=1):
            raise ChronicleError(f"{kind!r} is no kind (`sayso kinds` lists them), and no incident here is of it")

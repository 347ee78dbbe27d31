"""`sayso scale`: reading and gathering over shards, with an engine that knows one machine or many."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_limits, add_reader, at_least_one, day, kit_of, limits_of
from sayso.commands.columns import add_columns, rows_of
from sayso.commands.output import SOME_FAILED, STOPPED, complain, write_out, wrong_call
from sayso.commands.progress import counted

if TYPE_CHECKING:
    from sayso.commands.output import Commands
    from sayso.scale.shard_reader import Outcome, Plan

_READ = """\
Reads shards - web archives, Parquet, JSON lines, archives of pages: files of many reports each - and keeps what they
say as Parquet files in OUT, one of each shard. What is done is not done again, so that the same call goes on where an
earlier one stopped. docs/scale.md tells how to run it on a cluster, and what it costs."""
_GATHER = """\
Finds which of the readings are copies of one text, and which events are one incident, by the rules by which a chronicle
does it; and writes incidents, events, origins and fulfilments as Parquet files into OUT."""


def add_scale(commands: Commands) -> None:
    """The arguments of `sayso scale read` and `sayso scale gather`."""
    scale = commands.add_parser("scale", help="read and gather very many reports, on one machine or a cluster")
    parts = scale.add_subparsers(title="commands", metavar="COMMAND", required=True)
    read = parts.add_parser("read", help="shards to readings in Parquet", description=_READ)
    read.add_argument("inputs", nargs="+", metavar="INPUT", help="a file of many reports, or a folder of such")
    read.add_argument("out", metavar="OUT", type=Path, help="the folder where the readings go")
    engine = read.add_mutually_exclusive_group()
    engine.add_argument("--here", action="store_true", help="in this process, without an engine")
    engine.add_argument("--ray", metavar="ADDRESS", help='on a Ray cluster; "local" starts one of this machine')
    read.add_argument("--workers", metavar="N", type=at_least_one, help="so many read at once (as there are cores)")
    add_limits(read)
    read.add_argument("--published", metavar="YYYY-MM-DD", type=day, help="day of the inputs that carry no date")
    read.add_argument("--bytes", action="store_true", help="keep the bytes of the inputs too, for a chronicle")
    read.add_argument("--quiet", action="store_true", help="no line for each shard")
    add_reader(read)
    add_columns(read)
    read.set_defaults(run=run_read)
    gather = parts.add_parser("gather", help="readings to incidents in Parquet", description=_GATHER)
    gather.add_argument("readings", metavar="READINGS", type=Path, help="the folder of `sayso scale read`")
    gather.add_argument("out", metavar="OUT", type=Path, help="the folder where the incidents go")
    gather.add_argument("--since", metavar="YYYY-MM-DD", type=day, help="reports published on this day or later")
    gather.add_argument("--until", metavar="YYYY-MM-DD", type=day, help="on this day or before")
    gather.set_defaults(run=run_gather)


def run_read(options: argparse.Namespace) -> int:
    """Reads the shards; 1 when a report or a shard could not be read."""
    from sayso.knowledge.own_kinds import KindsError
    from sayso.reading.model import ModelError
    from sayso.scale.engines import EngineError
    from sayso.scale.shards import shards_of

    if _without_pyarrow():
        return wrong_call("`sayso scale` needs pyarrow: pip install 'sayso[scale]'")
    try:
        shards = shards_of(options.inputs)
        if any(Path(shard).resolve().is_relative_to(options.out.resolve()) for shard in shards):
            return wrong_call(f"{options.out} is among the inputs; give a folder of its own for what is read")
        counts = _follow(_outcomes(options, shards), len(shards), quiet=options.quiet)
    except FileNotFoundError as error:
        return wrong_call(f"{error}: there is no such file or folder")
    except (ModelError, KindsError, EngineError) as error:
        return wrong_call(error)
    if left := len(shards) - counts.pop("shards"):
        complain(f"stopped; {left:,} of {len(shards):,} shards are not done, the same call goes on with them")
        return STOPPED
    return _summed(options, counts, len(shards))


def _without_pyarrow() -> bool:
    from importlib.util import find_spec

    return find_spec("pyarrow") is None


def _outcomes(options: argparse.Namespace, shards: list[str]) -> Iterator[Outcome]:
    from sayso.scale.engines import read_here, read_with_daft
    from sayso.work.limits import cores

    plan = _plan(options)
    if options.here:
        return read_here(shards, plan)
    return read_with_daft(shards, plan, workers=options.workers or cores(plan.limits), ray=options.ray)


def _plan(options: argparse.Namespace) -> Plan:
    from sayso.scale.shard_reader import Plan

    kit = kit_of(options)
    return Plan(
        kit, kit.digest, str(options.out), published=options.published, limits=limits_of(options),
        rows=rows_of(options), data=options.bytes,
    )  # fmt: skip


def _follow(found: Iterable[Outcome], total: int, *, quiet: bool) -> Counter[str]:
    """Tells what becomes of each shard; what became of all."""
    counts: Counter[str] = Counter(shards=0)
    for number, one in enumerate(found, 1):
        counts["shards"] = number
        if one.done is None:
            counts["shards that could not be read"] += 1
            complain(f"{one.shard}: {one.wrong}")
            continue
        told = {"read": one.done.readings, "failed": one.done.failures, "no reports": one.done.beside}
        counts.update({name: n for name, n in told.items() if n})
        counts["shards done before"] += one.already
        if not quiet:
            complain(f"{number} of {total}: {one.shard}: {_told(told)}{' (done before)' if one.already else ''}")
    return counts


def _told(counts: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items() if number) or "nothing in it"


def _summed(options: argparse.Namespace, counts: Counter[str], shards: int) -> int:
    if not options.quiet:
        plural = "" if shards == 1 else "s"
        write_out(f"{shards:,} shard{plural}: {counted(+counts)} ({options.out})")
    return SOME_FAILED if counts["failed"] or counts["shards that could not be read"] else 0


def run_gather(options: argparse.Namespace) -> int:
    """Gathers the readings."""
    from sayso.scale.gathered import gather_readings, write_gathered
    from sayso.scale.kept import KeptError

    if _without_pyarrow():
        return wrong_call("`sayso scale` needs pyarrow: pip install 'sayso[scale]'")
    try:
        found = gather_readings(options.readings, since=options.since, until=options.until)
    except KeptError as error:
        return wrong_call(error)
    write_gathered(found, options.out)
    documents = sum(len(origin.documents) for origin in found.origins)
    write_out(
        f"{documents:,} documents of {len(found.origins):,} origins, {len(found.facts):,} events in"
        f" {len(found.gathering.incidents):,} incidents ({options.out})"
    )
    return 0

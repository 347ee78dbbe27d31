"""`sayso watch`: follows feeds and sitemaps, adds what is new, and tells somebody of it."""

from __future__ import annotations

import argparse
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_reader, add_work, at_least_one, kit_of, limits_of
from sayso.commands.fetching import own_host
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call
from sayso.commands.progress import counted
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.known import Added
    from sayso.commands.output import Commands
    from sayso.intake.capture import Capture
    from sayso.intake.fetching import Fetcher
    from sayso.records import Failure
    from sayso.watch.rounds import Adding, Round
    from sayso.watch.settings import Settings
    from sayso.watch.state import State
    from sayso.work.crew import Crew

_ABOUT = """\
Asks the feeds and sitemaps of a TOML file for what is new, fetches the pages that they do not give whole, and adds all
of it to a chronicle; then tells what is new in saved filters, by an RSS file, a webhook or a command. Again and again
until Ctrl-C, or once, for cron. docs/watching.md explains the file."""


def add_watch(commands: Commands) -> None:
    """The arguments of the command."""
    watch = commands.add_parser("watch", help="follow feeds and sitemaps, and tell what is new", description=_ABOUT)
    watch.add_argument("feeds", type=Path, metavar="FEEDS.TOML", help="what is followed, and what is told")
    watch.add_argument("--once", action="store_true", help="one round, then the end: for cron")
    watch.add_argument(
        "--every", type=at_least_one, metavar="MINUTES", help="between two rounds (30, or as the file says)"
    )
    watch.add_argument(
        "--allow-private", metavar="HOST[:PORT]", type=own_host, action="append", default=[],
        help="a host of your own network that may be asked too",
    )  # fmt: skip
    watch.add_argument("--quiet", action="store_true", help="say only what went wrong")
    add_chronicle(watch)
    add_reader(watch)
    add_work(watch)
    watch.set_defaults(run=told(run_watch))


def run_watch(options: argparse.Namespace) -> int:
    """Follows the feeds; 1 when in the last round some could not be had, or an alert not be told."""
    from sayso.knowledge.own_kinds import KindsError, kinds_with, load_own_kinds
    from sayso.reading.model import ModelError
    from sayso.watch.settings import WatchError, load_settings
    from sayso.watch.state import load_state, state_path
    from sayso.work.crew import Crew
    from sayso.work.worker import WorkError

    try:
        settings = load_settings(options.feeds, kinds=kinds_with(load_own_kinds(options.kinds)).ids)
        path = state_path(options.chronicle)
        with _alone(path), _stopping() as stop, Crew(options.workers) as crew:
            fetcher = _fetcher(options, settings)
            work = _round(options, settings, fetcher, _adding(options, crew), stop)
            return _rounds(options, work, fetcher, load_state(path))
    except (WatchError, KindsError, ModelError, WorkError) as error:
        return wrong_call(error)


def _rounds(options: argparse.Namespace, work: Round, fetcher: Fetcher, state: State) -> int:
    """Round after round until somebody stops them, or one; a chronicle that is busy is tried again in the next."""
    from sayso.chronicle.file import ChronicleError
    from sayso.watch.state import load_state

    minutes = float(options.every or work.settings.minutes)
    while True:
        try:
            state, counts = _one(options, work, fetcher, state)
        except ChronicleError as error:
            if options.once:
                raise
            complain(f"{error}; all of it again in the next round")
            state, counts = load_state(work.path), Counter({"feeds that failed": 1})
        else:
            if not options.quiet:
                write_out(f"{_summary(counts)} ({options.chronicle})")
        if options.once or work.stop.wait(minutes * 60):
            return SOME_FAILED if counts["feeds that failed"] or counts["alerts that failed"] else 0


def _one(options: argparse.Namespace, work: Round, fetcher: Fetcher, state: State) -> tuple[State, Counter[str]]:
    """One round, and what came of it."""
    from sayso.watch.rounds import follow
    from sayso.watch.state import save_state
    from sayso.watch.telling import Telling, tell_all, with_baselines

    counts: Counter[str] = Counter()
    alerts = work.settings.alerts
    state = with_baselines(options.chronicle, alerts, state)
    save_state(work.path, state)
    state = follow(work, state, counts)
    telling = Telling(options.chronicle, work.path, fetcher, work.now, work.stop, complain)
    state, counts["incidents told"], counts["alerts that failed"] = tell_all(telling, alerts, state)
    return state, counts


def _summary(counts: Counter[str]) -> str:
    """ "3 feeds, 1 of them failed; 12 new, 2 new version; 4 incidents told"."""
    own = ("feeds", "feeds that failed", "incidents told", "alerts that failed")
    feeds, failed, told, untold = (counts[name] for name in own)
    documents = Counter({name: number for name, number in counts.items() if name not in own and number})
    parts = [
        f"{feeds} feed{'s' * (feeds != 1)}" + (f", {failed} of them failed" if failed else "") if feeds else "",
        counted(documents) if documents else "",
        f"{told} incident{'s' * (told != 1)} told" if told else "",
        f"{untold} alert{'s' * (untold != 1)} failed" if untold else "",
    ]
    return "; ".join(part for part in parts if part) or "nothing was due"


def _fetcher(options: argparse.Namespace, settings: Settings) -> Fetcher:
    from sayso.intake.fetching import Fetcher
    from sayso.watch.settings import WatchError

    try:
        return Fetcher(allow=(*settings.allow, *options.allow_private), agent=settings.agent)
    except ValueError as error:
        raise WatchError(f"{options.feeds}: allow: {error}") from None


def _round(
    options: argparse.Namespace, settings: Settings, fetcher: Fetcher, add: Adding, stop: threading.Event
) -> Round:
    from sayso.intake.fetching.robots import Robots
    from sayso.watch.polite import Polite
    from sayso.watch.rounds import Round
    from sayso.watch.state import state_path

    polite = Polite(fetcher, Robots(fetcher), delay=settings.delay, clock=time.monotonic, stop=stop)
    say = (lambda what: None) if options.quiet else complain
    path = state_path(options.chronicle)
    return Round(settings, path, polite, add, lambda: datetime.now(UTC), stop, say, complain)


def _adding(options: argparse.Namespace, crew: Crew) -> Adding:
    """What adds captures to the chronicle; the crew loads the language model for the first."""

    def add(found: Iterable[Capture | Failure]) -> Iterator[Added | Failure]:
        from sayso.add import add_captures
        from sayso.chronicle.names import names_in
        from sayso.chronicle.store import Store

        with Store(options.chronicle, what="sayso watch") as store:
            kit = kit_of(options, names_in(store.connection))
            yield from add_captures(found, store, kit, crew=crew, limits=limits_of(options))

    return add


# --- one at a time, and to the end -----------------------------------------------------------------------------------


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While the block runs no other watch of this chronicle does; WatchError when one runs already."""
    from sayso.chronicle.noted import SOMEONE, noted, writer_of
    from sayso.watch.settings import WatchError

    if (other := writer_of(path)) != SOMEONE:
        raise WatchError(f"this chronicle is watched already, by {other}")
    with noted(path, "sayso watch"):
        yield


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Ctrl-C, or the end of the session, asks to stop while the block runs; asked twice, all ends at once."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        complain("stopping when what was fetched is stored; Ctrl-C again stops at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""One round: all feeds that are due are asked, hosts side by side; what they bring is added; alerts are told."""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import TYPE_CHECKING

from sayso.intake.capture import Capture
from sayso.records import Failure
from sayso.watch.checking import NOTHING_NEW, Checked, Validators, check, due, without
from sayso.watch.polite import Polite, Stopped
from sayso.watch.settings import Followed, Settings
from sayso.watch.state import State, save_state

if TYPE_CHECKING:
    from sayso.chronicle.store import Added

SIDE_BY_SIDE = 8  # hosts that are asked at the same time
GRACE = 5.0  # seconds that answers under way still have when the round is to end
Adding = Callable[[Iterable[Capture | Failure]], Iterator["Added | Failure"]]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Round:
    """What a round works with. `add` stores captures and failures; `say` prints a line for people, and `complain` one
    on what went wrong."""

    settings: Settings
    path: Path  # of the state
    polite: Polite
    add: Adding
    now: Callable[[], datetime]
    stop: threading.Event
    say: Tell
    complain: Tell


def follow(work: Round, state: State, counts: Counter[str]) -> State:
    """Asks the feeds that are due and adds what is new; the state after it, which is saved after every feed.

    `counts` gets how many feeds were asked and failed, and what became of documents.
    """
    asked = []
    for feed in work.settings.feeds:
        why = due(feed, state.feed(feed.url), work.now())
        if why is None:
            asked.append(feed)
        else:
            work.say(f"{feed.url} {why}")
    for checked in _checked(work, state, asked):
        state = _taken(work, state, checked, counts)
        save_state(work.path, state)
    return state


def _checked(work: Round, state: State, feeds: list[Followed]) -> Iterator[Checked]:
    """The feeds as they come, those of one host one after the other."""
    hosts: dict[str, deque[Followed]] = {}
    for feed in feeds:
        hosts.setdefault(feed.host, deque()).append(feed)
    waiting, found = deque(hosts.values()), Queue[Checked | None]()
    pages = dict(state.pages)  # shared, so that no page is asked for twice in a round
    number = min(SIDE_BY_SIDE, len(hosts))
    for _ in range(number):
        threading.Thread(target=_ask, args=(work, state, pages, waiting, found), name="sayso feed", daemon=True).start()
    while number and (one := _next_of(found, work.stop)) is not _LATE:
        number -= one is None
        if isinstance(one, Checked):
            yield one


_LATE = object()


def _next_of(found: Queue[Checked | None], stop: threading.Event) -> Checked | object | None:
    """What comes next: a feed, or None when a thread is done; _LATE when nothing comes and the round is to end."""
    ended = None
    while True:
        try:
            return found.get(timeout=0.2)  # so that Ctrl-C is heard
        except Empty:
            ended = (ended or monotonic()) if stop.is_set() else None
        if ended and monotonic() - ended > GRACE:
            return _LATE


def _ask(
    work: Round, state: State, pages: dict[str, Validators], hosts: deque[deque[Followed]],
    found: Queue[Checked | None],
) -> None:  # fmt: skip
    """The work of one thread: host after host, until none is left."""
    try:
        while feeds := _next(hosts):
            for feed in feeds:
                checked = _one(work, state, pages, feed)
                pages |= checked.pages
                found.put(checked)
    except Stopped:
        pass
    finally:
        found.put(None)


def _one(work: Round, state: State, pages: dict[str, Validators], feed: Followed) -> Checked:
    """The round of one feed; a fault of ours in it is told like one of the feed, and the others go on."""
    try:
        return check(feed, state.feed(feed.url), pages, work.polite, work.now)
    except Stopped:
        raise
    except Exception as fault:
        logging.getLogger(__name__).exception("a feed could not be followed")
        why = Failure(
            feed.url, "watch", "fault", f"something went wrong in sayso itself: {type(fault).__name__} {fault}"
        )
        return without(feed, state.feed(feed.url), why, work.now())


def _next(hosts: deque[deque[Followed]]) -> deque[Followed] | None:
    """The feeds of a host that nobody has taken, None when there is none."""
    try:
        return hosts.popleft()
    except IndexError:
        return None


def _taken(work: Round, state: State, checked: Checked, counts: Counter[str]) -> State:
    """The state once what a feed brought is stored."""
    counts["feeds"] += 1
    counts["feeds that failed"] += checked.failed
    if checked.failed or checked.left or checked.outcome != NOTHING_NEW:
        (work.complain if checked.failed else work.say)(_told(checked))
    missed = _stored(work, checked, counts)
    pages = {address: value for address, value in checked.pages.items() if address not in missed}
    return state.with_pages(pages).with_feed(checked.feed.url, checked.state)


def _told(checked: Checked) -> str:
    left = f"; {checked.left} more in the next round" if checked.left else ""
    return f"{checked.feed.url}: {checked.outcome}{left}"


def _stored(work: Round, checked: Checked, counts: Counter[str]) -> set[str]:
    """Adds what a feed brought: of each item the best that gives a document. The pages that gave none."""
    failed = _add(work, [*checked.failures, *(taken.captures[0] for taken in checked.taken)], counts)
    missed = [taken for taken in checked.taken if taken.captures[0].name in failed]
    _add(work, [taken.captures[1] for taken in missed if len(taken.captures) > 1], counts)
    return {taken.page for taken in missed if taken.page is not None}


def _add(work: Round, found: list[Capture | Failure], counts: Counter[str]) -> set[str]:
    """Adds captures, and failures as they are; the names of those that gave no document."""
    failed: set[str] = set()
    for one in work.add(found) if found else ():
        if isinstance(one, Failure):
            counts["failed"] += 1
            failed.add(one.input)
            work.complain(f"{one.input}: {one.what} ({one.reason})")
        else:
            counts[one.outcome] += 1
    return failed

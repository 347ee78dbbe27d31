"""The alerts of one round: what each has to tell goes out, what went out is kept at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sayso.watch.alerts import baseline, listed_entries, listed_news, tell_one_by_one
from sayso.watch.checking import stamp
from sayso.watch.delivery import Sends, post, rss_of, run
from sayso.watch.settings import Alert
from sayso.watch.state import AlertState, State, save_state, write_whole


@dataclass(frozen=True, slots=True)
class Telling:
    """What alerts work with. `path` is the file of the state; `tell` prints a line for people."""

    chronicle: Path
    path: Path
    sender: Sends
    now: Callable[[], datetime]
    stop: threading.Event
    tell: Callable[[str], None]


def with_baselines(chronicle: Path, alerts: tuple[Alert, ...], state: State) -> State:
    """The state in which alerts that are new count as told what is in the chronicle now."""
    for alert in alerts:
        if alert.name not in state.alerts:
            state = state.with_alert(alert.name, baseline(chronicle, alert))
    return state


def tell_all(work: Telling, alerts: tuple[Alert, ...], state: State) -> tuple[State, int, int]:
    """Tells what every alert has to tell: the state after it, how many incidents were told, how many alerts failed.

    What could not be delivered is told in the next round.
    """
    told = failed = 0
    for alert in alerts if work.chronicle.exists() else ():
        if work.stop.is_set():
            break
        state, number, wrong = (_list if alert.rss else _send)(work, alert, state)
        told += number
        failed += wrong is not None
        if wrong:
            work.tell(f"alert {alert.name!r}: {wrong}; told in the next round")
    return state, told, failed


def _send(work: Telling, alert: Alert, state: State) -> tuple[State, int, str | None]:
    def keep(known: AlertState) -> None:
        nonlocal state
        state = state.with_alert(alert.name, known)
        save_state(work.path, state)

    deliver = run if alert.command else lambda alert, news: post(work.sender, alert, news)
    number, wrong = tell_one_by_one(work.chronicle, alert, state.alerts[alert.name], deliver, keep)
    return state, number, wrong


def _list(work: Telling, alert: Alert, state: State) -> tuple[State, int, str | None]:
    """Writes the RSS file of an alert when there is news, or no file."""
    assert alert.rss is not None
    known, number = listed_news(work.chronicle, alert, state.alerts[alert.name], stamp(work.now()))
    if not number and alert.rss.exists():
        return state, 0, None
    try:
        alert.rss.parent.mkdir(parents=True, exist_ok=True)
        write_whole(alert.rss, rss_of(alert, listed_entries(work.chronicle, known), work.now()))
    except (OSError, ValueError) as fault:
        return state, 0, str(fault)
    state = state.with_alert(alert.name, known)
    save_state(work.path, state)
    return state, number, None

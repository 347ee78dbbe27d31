"""Telling somebody what is new or changed among the incidents of a saved filter: each once, in one of three ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.chronicle.file import Connection, NotThere, connect_to_read
from sayso.chronicle.views.changes import former_ids, marks
from sayso.chronicle.views.entries import entry
from sayso.export.quotations import as_quoted
from sayso.records import Entry
from sayso.watch.settings import Alert
from sayso.watch.state import AlertState

NEW, CHANGED = "new", "changed"


@dataclass(frozen=True, slots=True)
class News:
    """An incident that is to be told: `change` is "new" or "changed", `mark` what is kept once it was told."""

    entry: Entry
    change: str
    mark: str


Deliver = Callable[[Alert, News], str | None]  # what went wrong, None when it was delivered
Keep = Callable[[AlertState], None]


def baseline(chronicle: Path, alert: Alert) -> AlertState:
    """What counts as told when an alert is met for the first time: all that is there, unless it wants the backlog."""
    if alert.backlog or not chronicle.exists():
        return AlertState()
    with closing(connect_to_read(chronicle)) as file:
        return AlertState(marks(file, alert.view))


def news_of(file: Connection, alert: Alert, known: AlertState) -> Iterator[News]:
    """The incidents that were not told as they are now, in order of time, at most `alert.most`.

    An incident whose id is another one now, as when reports were joined or an article was edited, is known by its
    former ids or its mark.
    """
    found, told_marks, number = marks(file, alert.view), set(known.told.values()), 0
    for identifier, mark in found.items():
        if mark in told_marks or number >= alert.most:
            continue
        before = any(one in known.told for one in (identifier, *former_ids(file, identifier)))
        number += 1
        yield News(as_quoted(entry(file, identifier)), CHANGED if before else NEW, mark)


def tell_one_by_one(
    chronicle: Path, alert: Alert, known: AlertState, deliver: Deliver, keep: Keep
) -> tuple[int, str | None]:
    """Delivers what is new one by one, and keeps each as told; how many, and what went wrong, which ends it until the
    next round."""
    told = 0
    with closing(connect_to_read(chronicle)) as file:
        for news in news_of(file, alert, known):
            wrong = deliver(alert, news)
            if wrong:
                return told, wrong
            known = _with(known, news)
            keep(known)
            told += 1
    return told, None


def listed_news(chronicle: Path, alert: Alert, known: AlertState, time: str) -> tuple[AlertState, int]:
    """The state of an RSS alert with what is new at its top, and how much that is."""
    with closing(connect_to_read(chronicle)) as file:
        news = list(news_of(file, alert, known))
    lines = tuple((one.entry.id, one.mark, time, one.change) for one in reversed(news))
    for one in news:
        known = _with(known, one)
    return replace(known, listed=(*lines, *known.listed)[: alert.most]), len(news)


def listed_entries(chronicle: Path, known: AlertState) -> Iterator[tuple[Entry, str, str, str]]:
    """What stands in an RSS file: incident, mark, time and change; without those that are there no more."""
    with closing(connect_to_read(chronicle)) as file:
        for identifier, mark, time, change in known.listed:
            try:
                yield as_quoted(entry(file, identifier)), mark, time, change
            except NotThere:
                continue


def _with(known: AlertState, news: News) -> AlertState:
    told: Mapping[str, str] = {**known.told, news.entry.id: news.mark}
    return replace(known, told=told)

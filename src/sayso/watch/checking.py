"""One feed or sitemap in one round: asked for, its new and changed items found, the pages of those fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sayso.ids import canonical_url
from sayso.intake.capture import Capture
from sayso.intake.fetching import Fetched, NotFetched
from sayso.intake.sniff import REFUSED, sniff
from sayso.records import Failure
from sayso.watch.listing import Entry, listed
from sayso.watch.polite import Polite, Stopped, back_off
from sayso.watch.settings import Followed
from sayso.watch.state import FeedState

PAGES = ("html", "mhtml", "text", "markdown", "pdf", "docx")  # kinds of documents that are taken from addresses
MOST_TRIES = 5  # rounds in which a page that cannot be had for now is asked for
NOTHING_NEW = "nothing new"
Validators = tuple[str | None, str | None]  # ETag and Last-Modified
Pages = Mapping[str, Validators]


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be added for one item: its page, what the feed tells of it, or both, the better first.

    The next is added only where the one before gives no document. `page` is the canonical address of the page that was
    fetched, None where none was.
    """

    captures: tuple[Capture, ...]
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What one round found in a feed. `state` is what is to be kept once all that was taken is stored.

    `outcome` is in short what became of the feed ("3 new, 1 changed", "nothing new"), `left` how many items were left
    for the next round; `failed` tells that the feed itself could not be had.
    """

    feed: Followed
    state: FeedState
    outcome: str
    taken: tuple[Taken, ...] = ()
    failures: tuple[Failure, ...] = ()
    pages: Pages = field(default_factory=dict)
    left: int = 0
    failed: bool = False


def check(feed: Followed, known: FeedState, pages: Pages, polite: Polite, now: Callable[[], datetime]) -> Checked:
    """The round of one feed. `pages` are the ETag and Last-Modified of the pages that were fetched before.

    Raises `Stopped` when the round is to end before the feed itself came; what was fetched until then is kept.
    """
    answer = polite.get(feed.url, etag=known.etag, modified=known.modified, robots=feed.robots)
    time = now()
    known = replace(known, checked=stamp(time))
    if isinstance(answer, NotFetched):
        return without(feed, known, answer, time)
    if answer.status == 304:
        round_ = _Round(feed, known, pages, polite)
        round_.fetch_waiting()
        return round_.checked(NOTHING_NEW, replace(known, failures=0, held=None))
    found = listed(feed, answer, polite)
    if isinstance(found, Failure):
        return without(feed, known, found, time)
    return _news(feed, known, pages, polite, answer, found)


def stamp(time: datetime) -> str:
    """An instant as ISO 8601 in UTC, whole seconds."""
    return time.astimezone(UTC).isoformat(timespec="seconds")


def due(feed: Followed, known: FeedState, now: datetime) -> str | None:
    """None when a feed may be asked now, else why not."""
    if known.gone:
        return "is gone for good (410): take it out of the file"
    if known.held and now < datetime.fromisoformat(known.held):
        return f"is not asked before {known.held}: {known.failures} failure{'s' * (known.failures != 1)} in a row"
    if feed.minutes and known.checked and now < datetime.fromisoformat(known.checked) + timedelta(minutes=feed.minutes):
        return f"was asked {known.checked}, and is every {feed.minutes:g} minutes"
    return None


def without(feed: Followed, known: FeedState, why: Failure, now: datetime) -> Checked:
    """A feed that could not be had: asked again later, unless it is gone."""
    failures = known.failures + 1
    asked_to_wait = (why.wait or 0.0) if isinstance(why, NotFetched) else 0.0
    held = now + timedelta(seconds=max(asked_to_wait, back_off(feed.url, failures)))
    gone = isinstance(why, NotFetched) and why.status == 410
    state = replace(known, failures=failures, held=stamp(held), gone=gone, etag=None, modified=None)
    hint = "; robots = false in its [[feed]] asks for it all the same" if why.reason == "robots" else ""
    outcome = f"{why.what}{hint}" + ("" if gone else f"; asked again from {stamp(held)} on")
    return Checked(feed, state, outcome, failed=True)


def _news(
    feed: Followed, known: FeedState, pages: Pages, polite: Polite, answer: Fetched, found: list[Entry | Failure]
) -> Checked:
    """The items that are new or changed, and their pages."""
    entries = [entry for entry in found if isinstance(entry, Entry) and _matches(feed, entry)]
    news = [entry for entry in entries if known.seen.get(entry.key) != entry.digest]
    changed = sum(entry.key in known.seen for entry in news)
    aside = _aside(feed, known, news)
    round_ = _Round(feed, known, pages, polite)
    round_.failures += [one for one in found if isinstance(one, Failure)]
    round_.fetch_waiting()
    round_.note(aside)
    round_.take([entry for entry in news if entry not in aside])
    whole = not round_.left
    state = replace(
        known,
        etag=answer.header("etag") if whole else None,
        modified=answer.header("last-modified") if whole else None,
        failures=0,
        held=None,
        gone=False,
    )
    told = [f"{len(news) - changed - len(aside)} new", f"{changed} changed"]
    parts = [part for part in told if not part.startswith("0 ")]
    parts += [f"{len(aside)} older addresses noted, not fetched"] if aside else []
    parts += [f"moved for good to {answer.address}: change its url"] if answer.moved else []
    return round_.checked(", ".join(parts) or NOTHING_NEW, state)


def _matches(feed: Followed, entry: Entry) -> bool:
    return feed.match is None or re.fullmatch(re.escape(feed.match).replace(r"\*", ".*"), entry.link or "") is not None


def _aside(feed: Followed, known: FeedState, news: list[Entry]) -> list[Entry]:
    """The older addresses of a sitemap that is asked for the first time: an archive, and no news."""
    if known.seen or not news or news[0].told is not None:
        return []
    return news[feed.most :]


class _Round:
    """What is found for a feed while its items are gone through."""

    def __init__(self, feed: Followed, known: FeedState, pages: Pages, polite: Polite) -> None:
        self.feed, self.known, self.polite = feed, known, polite
        self.pages, self.fetched = pages, dict[str, Validators]()
        self.seen, self.waiting = dict(known.seen), dict(known.waiting)
        self.taken: list[Taken] = []
        self.failures: list[Failure] = []
        self.asked = self.left = 0
        self.stopped = False

    def checked(self, outcome: str, state: FeedState) -> Checked:
        state = replace(state, seen=self.seen, waiting=self.waiting)
        if self.stopped:
            state = replace(state, etag=None, modified=None)
        failures, taken = tuple(self.failures), tuple(self.taken)
        return Checked(self.feed, state, outcome, taken, failures, self.fetched, self.left)

    def note(self, entries: list[Entry]) -> None:
        """Entries that are known from now on, and not taken."""
        self.seen.update((entry.key, entry.digest) for entry in entries)

    def take(self, entries: list[Entry]) -> None:
        """Takes entries until there are too many pages, or the round is to end."""
        for entry in entries:
            if self.stopped or self._full(entry):
                self.left += 1
                continue
            captures = self._captures(entry)
            if self.stopped:
                self.left += 1
                continue
            canonical = canonical_url(entry.link or "")
            page = canonical if canonical in self.fetched else None
            self.taken += [Taken(captures, page)] if captures else []
            self.seen.pop(entry.key, None)
            self.seen[entry.key] = entry.digest

    def _captures(self, entry: Entry) -> tuple[Capture, ...]:
        """The page of an entry, then what the feed tells of it; less never takes the place of more."""
        told = () if entry.told is None else (entry.told,)
        if self._had(entry):
            return ()
        if not self._wanted(entry):
            return told
        page = self._fetch(entry.link or "")
        mine = () if page is None else (page,)
        return mine if canonical_url(entry.link or "") in self.pages else (*mine, *told)

    def fetch_waiting(self) -> None:
        """Asks again for the pages that could not be had before."""
        for address in list(self.waiting):
            if self.asked < self.feed.most and not self.stopped:
                page = self._fetch(address)
                self.taken += [Taken((page,), canonical_url(address))] if page else []

    def _wanted(self, entry: Entry) -> bool:
        if entry.link is None or self.feed.articles == "never":
            return False
        return self.feed.articles == "always" or entry.told is None or entry.teaser

    def _full(self, entry: Entry) -> bool:
        """Whether the page of an entry has to wait for the next round: as many as may be were asked for."""
        return self._wanted(entry) and self.asked >= self.feed.most and not self._had(entry)

    def _had(self, entry: Entry) -> bool:
        """Whether the page of an entry that is new here came before: with another item, or by another feed."""
        canonical = canonical_url(entry.link or "")
        return canonical in self.fetched or (canonical in self.pages and entry.key not in self.seen)

    def _fetch(self, address: str) -> Capture | None:
        """The page at an address; None when it is as it was, or cannot be had: then it waits, or is given up."""
        canonical = canonical_url(address)
        etag, modified = self.pages.get(canonical, (None, None))
        try:
            answer = self.polite.get(address, etag=etag, modified=modified)
        except Stopped:
            self.stopped = True
            return None
        self.asked += 1
        if isinstance(answer, NotFetched):
            self._missed(address, answer)
            return None
        self.waiting.pop(address, None)
        page = None if answer.status == 304 else self._document(answer)
        if page is not None:
            self.fetched[canonical] = (answer.header("etag"), answer.header("last-modified"))
        return page

    def _document(self, answer: Fetched) -> Capture | None:
        """The page as an input, its kind by its bytes; None for what is no report."""
        kind = sniff(answer.data, answer.address)
        if kind in PAGES:
            return Capture(answer.url, kind, answer.data, answer.address, answer.time, answer.headers)
        why = REFUSED.get(kind, f"{kind} files are not taken from feeds")
        self.failures.append(Failure(answer.url, "intake", kind, why))
        return None

    def _missed(self, address: str, why: NotFetched) -> None:
        tries = self.waiting.pop(address, 0) + 1
        if why.passing and tries < MOST_TRIES:
            self.waiting[address] = tries
        self.failures.append(why)

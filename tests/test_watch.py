"""Following feeds and sitemaps: what is asked for, what is added once, and what happens when sites fail."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from sayso.intake.fetching import Fetched, NotFetched
from sayso.watch.polite import LONGEST_BACK_OFF, Polite, back_off
from sayso.watch.settings import Followed, WatchError
from sayso.watch.state import State, load_state, save_state, state_path
from tests.news_server import Site, news_site
from tests.watching import WORDS, Watched, page, rss

FULL = WORDS.format("Odda") * 12


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with news_site() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """The site as if it had just been set up."""
    for kept in (server.pages, server.kinds, server.status, server.headers, server.slow, server.conditional):
        kept.clear()  # type: ignore[attr-defined]
    server.asked.clear()
    server.times.clear()
    server.sent.clear()
    return server


@pytest.fixture
def watched(site: Site, tmp_path: Path) -> Watched:
    return Watched(site, tmp_path / "state.json")


@pytest.fixture
def feed(site: Site) -> Followed:
    return Followed(site.url("/feed"))


# --- what is new -----------------------------------------------------------------------------------------------------


def test_the_page_of_a_teaser_is_fetched_with_its_header_and_time(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "Envoys meet")]), "/a": page("Envoys meet")}
    assert watched.round(feed) == {"feeds": 1, "new": 1}
    (capture,) = watched.captures
    assert (capture.kind, capture.url, capture.data) == ("html", site.url("/a"), site.pages["/a"])
    assert capture.fetched
    assert "etag" in {name.lower() for name, _ in capture.headers}
    assert watched.texts("/a")[0].startswith("Envoys meet\n\nThe envoys met")


def test_nothing_is_added_twice_and_the_feed_is_asked_for_news_only(
    site: Site, watched: Watched, feed: Followed
) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "Envoys meet")]), "/a": page("Envoys meet")}
    watched.round(feed)
    watched.lines.clear()
    assert site.conditional["/feed"] is None
    assert watched.round(feed) == {"feeds": 1}
    assert site.conditional["/feed"] is not None
    assert watched.lines == []
    assert site.count("/a") == 1


def test_only_new_items_are_taken(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One"), "/b": page("Two", "Odda")}
    watched.round(feed)
    site.pages["/feed"] = rss(site, [("/b", "Two"), ("/a", "One")])
    assert watched.round(feed) == {"feeds": 1, "new": 1}
    assert (site.count("/a"), site.count("/b")) == (1, 1)


def test_a_changed_item_is_a_new_text_of_the_same_document(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("Two envoys meet")}
    watched.round(feed)
    site.pages |= {"/feed": rss(site, [("/a", "One more")]), "/a": page("Three envoys meet", "Odda")}
    assert watched.round(feed) == {"feeds": 1, "new version": 1}
    assert [text.partition("\n")[0] for text in watched.texts("/a")] == ["Two envoys meet", "Three envoys meet"]


def test_a_changed_item_whose_page_is_as_it_was_adds_nothing(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    watched.round(feed)
    site.pages["/feed"] = rss(site, [("/a", "One, with another title")])
    assert watched.round(feed) == {"feeds": 1}
    assert len(watched.texts("/a")) == 1


def test_a_whole_report_in_a_feed_is_not_fetched(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = rss(site, [("/a", "Envoys meet")], FULL)
    assert watched.round(feed) == {"feeds": 1, "new": 1}
    assert site.count("/a") == 0
    assert watched.texts("/a") == [f"Envoys meet\n\n{FULL.strip()}"]


def test_pages_are_fetched_always_or_never_when_that_is_wanted(site: Site, watched: Watched) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")], FULL), "/a": page("One"), "/short": rss(site, [("/b", "Two")])}
    watched.round(Followed(site.url("/feed"), articles="always"), Followed(site.url("/short"), articles="never"))
    assert (site.count("/a"), site.count("/b")) == (1, 0)
    assert watched.texts("/b") == ["Two\n\nIn short."]


def test_a_publisher_that_is_named_stands_in_the_documents(site: Site, watched: Watched) -> None:
    site.pages["/feed"] = rss(site, [("/a", "One")], FULL)
    watched.round(Followed(site.url("/feed"), publisher="Norfjord Post"))
    assert watched.documents[site.url("/a")][0].publisher == "Norfjord Post"


def test_one_page_in_two_feeds_is_fetched_once(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One"), "/other": rss(site, [("/a", "One!")])}
    assert watched.round(feed, Followed(site.url("/other"))) == {"feeds": 2, "new": 1}
    assert site.count("/a") == 1


def test_pages_above_the_limit_come_in_the_next_rounds(site: Site, watched: Watched) -> None:
    paths = [f"/{n}" for n in range(5)]
    site.pages |= {"/feed": rss(site, [(path, f"Number {path}") for path in paths])}
    site.pages |= {path: page(f"Report {path}", f"Town{path[1:]}") for path in paths}
    feed = Followed(site.url("/feed"), most=2)
    assert [watched.round(feed)["new"] for _ in range(4)] == [2, 2, 1, 0]
    assert watched.lines[0].endswith("3 more in the next round")


# --- when sites fail -------------------------------------------------------------------------------------------------


def test_a_teaser_is_kept_when_its_page_is_not_there(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = rss(site, [("/a", "Envoys meet")])
    assert watched.round(feed) == {"feeds": 1, "new": 1, "failed": 1}
    assert watched.texts("/a") == ["Envoys meet\n\nIn short."]
    assert [failure.reason for failure in watched.failures] == ["http-404"]
    assert watched.round(feed) == {"feeds": 1}


def test_a_teaser_is_kept_when_its_page_gives_no_document(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One"), ("/b", "Two")]), "/a": b"<html><p>Subscribe!</p></html>"}
    site.pages["/b"] = b"\x89PNG\r\n\x1a\n" + bytes(200)
    assert watched.round(feed)["new"] == 2
    assert (watched.texts("/a"), watched.texts("/b")) == (["One\n\nIn short."], ["Two\n\nIn short."])


def test_a_teaser_that_changed_is_taken_where_its_page_gave_no_document(
    site: Site, watched: Watched, feed: Followed
) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": b"<html><p>Subscribe!</p></html>"}
    watched.round(feed)
    site.pages |= {"/feed": rss(site, [("/a", "Another one")]), "/a": b"<html><p>Subscribe now!</p></html>"}
    watched.round(feed)
    assert watched.texts("/a") == ["One\n\nIn short.", "Another one\n\nIn short."]


def test_a_page_that_cannot_be_had_for_now_comes_later(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    site.status["/a"] = 500
    watched.round(feed)
    site.status.clear()
    assert watched.round(feed) == {"feeds": 1, "new version": 1}
    assert len(watched.texts("/a")) == 2
    assert watched.round(feed) == {"feeds": 1}


def test_a_page_that_never_comes_is_given_up(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    site.status["/a"] = 502
    for _ in range(8):
        watched.round(feed)
    assert site.count("/a") == 5
    assert load_state(watched.path).feed(feed.url).waiting == {}


def test_less_never_takes_the_place_of_more(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    watched.round(feed)
    site.pages["/feed"] = rss(site, [("/a", "One again")])
    site.status["/a"] = 403
    assert watched.round(feed) == {"feeds": 1, "failed": 1}
    assert len(watched.texts("/a")) == 1


@pytest.mark.parametrize("status", [403, 404, 429, 500, 503])
def test_a_feed_that_fails_is_told_and_left_alone_for_a_while(
    site: Site, watched: Watched, feed: Followed, status: int
) -> None:
    site.pages |= {"/good": rss(site, [("/a", "One")], FULL), "/feed": rss(site, [("/b", "Two")], FULL)}
    site.status["/feed"] = status
    counts = watched.round(feed, Followed(site.url("/good")))
    assert counts == {"feeds": 2, "feeds that failed": 1, "new": 1}
    assert any(f"the server answers {status}" in line and "asked again from" in line for line in watched.lines)
    watched.round(feed, hours=0.01)
    assert site.count("/feed") == 1
    assert "1 failure in a row" in watched.lines[-1]
    site.status.clear()
    assert watched.round(feed)["new"] == 1


def test_a_server_says_how_long_to_stay_away(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = rss(site, [("/a", "One")], FULL)
    site.status["/feed"], site.headers["/feed"] = 429, {"Retry-After": "7200"}
    watched.round(feed)
    began = watched.clock
    held = load_state(watched.path).feed(feed.url).held
    assert held == (began + timedelta(hours=2)).isoformat(timespec="seconds")


def test_a_host_that_is_busy_is_asked_for_nothing_more_in_the_round(site: Site, watched: Watched) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One"), ("/b", "Two")]), "/a": page("One"), "/b": page("Two", "Odda")}
    site.status["/a"], site.headers["/a"] = 503, {"Retry-After": "60"}
    watched.round(Followed(site.url("/feed")))
    assert site.count("/b") == 0
    assert [failure.reason for failure in watched.failures] == ["http-503", "held"]
    site.status.clear()
    watched.round(Followed(site.url("/feed")))
    assert (len(watched.texts("/a")), len(watched.texts("/b"))) == (2, 2)


def test_a_feed_that_is_gone_is_not_asked_again(site: Site, watched: Watched, feed: Followed) -> None:
    site.status["/feed"] = 410
    watched.round(feed)
    assert watched.round(feed, hours=500) == {}
    assert site.count("/feed") == 1
    assert "gone for good" in watched.lines[-1]


def test_what_is_no_feed_fails_like_a_feed_that_is_not_there(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = page("An ordinary page")
    assert watched.round(feed)["feeds that failed"] == 1
    assert "no feed" in watched.lines[0]


def test_an_empty_feed_has_nothing_new(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = rss(site, [])
    assert watched.round(feed) == {"feeds": 1}


def test_a_fault_of_ours_in_one_feed_does_not_stop_the_others(
    site: Site, watched: Watched, feed: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sayso.watch import checking

    whole = checking.listed

    def broken(one: Followed, answer: Fetched, polite: Polite) -> object:
        if one.url == feed.url:
            raise RuntimeError("boom")
        return whole(one, answer, polite)

    monkeypatch.setattr(checking, "listed", broken)
    site.pages |= {"/feed": rss(site, [("/a", "One")], FULL), "/good": rss(site, [("/b", "Two")], FULL)}
    assert watched.round(feed, Followed(site.url("/good"))) == {"feeds": 2, "feeds that failed": 1, "new": 1}
    assert any("sayso itself: RuntimeError boom" in line for line in watched.lines)


def test_a_feed_that_moved_for_good_is_told(site: Site, watched: Watched, feed: Followed) -> None:
    site.status["/feed"], site.headers["/feed"] = 301, {"Location": "/new"}
    site.pages["/new"] = rss(site, [("/a", "One")], FULL)
    assert watched.round(feed)["new"] == 1
    assert f"moved for good to {site.url('/new')}" in watched.lines[0]


# --- politeness ------------------------------------------------------------------------------------------------------


def test_robots_keep_us_from_pages_and_feeds(site: Site, watched: Watched) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /private\nDisallow: /feed2\n"
    site.pages |= {"/feed": rss(site, [("/private/a", "One")]), "/private/a": page("One")}
    watched.round(Followed(site.url("/feed")))
    assert site.count("/private/a") == 0
    assert [failure.reason for failure in watched.failures] == ["robots"]
    assert watched.texts("/private/a") == ["One\n\nIn short."]
    site.pages["/feed2"] = rss(site, [("/b", "Two")], FULL)
    assert watched.round(Followed(site.url("/feed2")))["feeds that failed"] == 1
    assert "robots = false" in watched.lines[-1]
    assert watched.round(Followed(site.url("/feed2"), robots=False), hours=24)["new"] == 1


def test_requests_to_a_host_are_apart(site: Site, watched: Watched) -> None:
    watched.delay = 0.15
    site.pages |= {"/feed": rss(site, [("/a", "One"), ("/b", "Two")]), "/a": page("One"), "/b": page("Two", "Odda")}
    watched.round(Followed(site.url("/feed")), Followed(site.url("/none")))
    times = [at for path, at in site.times if path != "/robots.txt"]
    assert len(times) == 4
    assert min(later - earlier for earlier, later in pairwise(times)) > 0.14


def test_the_delay_that_a_site_wants_is_kept(site: Site, watched: Watched) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nCrawl-delay: 0.3\n"
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    watched.round(Followed(site.url("/feed")))
    (first, second) = [at for path, at in site.times if path != "/robots.txt"]
    assert second - first > 0.29


def test_failures_in_a_row_wait_longer_and_never_together() -> None:
    waits = [back_off("https://a.example/feed", n) for n in range(1, 40)]
    assert waits == [back_off("https://a.example/feed", n) for n in range(1, 40)]
    assert 225 <= waits[0] <= 300
    assert all(later > 1.4 * earlier for earlier, later in pairwise(waits[:7]))
    assert max(waits) <= LONGEST_BACK_OFF
    assert back_off("https://b.example/feed", 1) != waits[0]


def test_a_feed_is_asked_as_seldom_as_it_is_wanted(site: Site, watched: Watched) -> None:
    site.pages["/feed"] = rss(site, [("/a", "One")], FULL)
    feed = Followed(site.url("/feed"), minutes=120)
    watched.round(feed)
    assert watched.round(feed, hours=1) == {}
    assert watched.round(feed, hours=1.1) == {"feeds": 1}


def test_a_round_ends_soon_when_it_is_to_end(site: Site, watched: Watched, feed: Followed) -> None:
    watched.delay = 30.0
    site.pages |= {"/feed": rss(site, [("/a", "One"), ("/b", "Two")]), "/a": page("One"), "/b": page("Two", "Odda")}
    timer = threading.Timer(0.5, watched.stop.set)
    timer.start()
    began = time.monotonic()
    watched.round(feed)
    assert time.monotonic() - began < 5
    watched.delay, watched.stop = 0.01, threading.Event()
    assert watched.round(feed)["new"] == 2  # nothing was lost


# --- sitemaps --------------------------------------------------------------------------------------------------------


def sitemap(site: Site, *pages: tuple[str, str], tag: str = "url") -> bytes:
    listed = "".join(f"<{tag}><loc>{site.url(path)}</loc><lastmod>{day}</lastmod></{tag}>" for path, day in pages)
    root = "urlset" if tag == "url" else "sitemapindex"
    return f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{root}>'.encode()


def test_a_sitemap_gives_its_newest_pages_and_then_what_is_new(site: Site, watched: Watched) -> None:
    days = {f"/{n}": f"2031-05-0{n}" for n in range(1, 5)}
    site.pages |= {path: page(f"Report {path}", f"Town{path[1:]}") for path in (*days, "/9")}
    site.pages["/map"] = sitemap(site, *days.items())
    followed = Followed(site.url("/map"), most=2)
    assert watched.round(followed) == {"feeds": 1, "new": 2}
    assert {path for path in days if site.count(path)} == {"/3", "/4"}
    assert "2 older addresses noted, not fetched" in watched.lines[0]
    site.pages["/map"] = sitemap(site, *days.items(), ("/9", "2031-05-09"))
    assert watched.round(followed) == {"feeds": 1, "new": 1}
    site.pages |= {"/map": sitemap(site, *days.items(), ("/9", "2031-05-10")), "/9": page("Changed", "Odda")}
    assert watched.round(followed) == {"feeds": 1, "new version": 1}


def test_an_index_of_packed_sitemaps(site: Site, watched: Watched) -> None:
    site.pages |= {"/index": sitemap(site, ("/part.xml.gz", "2031-05-04"), ("/no", "2031-05-03"), tag="sitemap")}
    site.pages |= {
        "/part.xml.gz": gzip.compress(sitemap(site, ("/news/a", ""), ("/sport/b", ""))),
        "/news/a": page("A"),
    }
    site.kinds["/part.xml.gz"] = "application/gzip"
    counts = watched.round(Followed(site.url("/index"), match="*/news/*"))
    assert counts == {"feeds": 1, "new": 1, "failed": 1}
    assert site.count("/sport/b") == 0


# --- state -----------------------------------------------------------------------------------------------------------


def test_the_state_is_read_back_as_it_was(site: Site, watched: Watched, feed: Followed, tmp_path: Path) -> None:
    site.pages |= {"/feed": rss(site, [("/a", "One")]), "/a": page("One")}
    watched.round(feed)
    state = load_state(watched.path)
    save_state(tmp_path / "again.json", state)
    assert load_state(tmp_path / "again.json") == state
    assert load_state(tmp_path / "none.json") == State()
    assert state_path(Path("a/sayso.db")) == Path("a/sayso.db-watch.json")
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"form": 2}', '{"form": 1, "feeds": 3}', '{"form":1,"feeds":{"a":{"x":1}}}']
)
def test_a_broken_state_is_not_overwritten(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(WatchError, match="move it away"):
        load_state(path)


def test_what_was_not_stored_is_asked_for_again(site: Site, watched: Watched, feed: Followed) -> None:
    site.pages["/feed"] = rss(site, [("/a", "One")], FULL)
    whole = watched.add
    watched.add = lambda found: (_ for _ in ()).throw(OSError("disk full"))  # type: ignore[method-assign]
    with pytest.raises(OSError, match="disk full"):
        watched.round(feed)
    watched.add = whole  # type: ignore[method-assign]
    assert watched.round(feed) == {"feeds": 1, "new": 1}


# --- politeness alone ------------------------------------------------------------------------------------------------


class _Silent:
    """A network that nobody may touch."""

    def fetch(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched | NotFetched:
        raise AssertionError(url)

    def allowed(self, url: str) -> bool:
        return False

    def delay(self, url: str) -> float | None:
        return None


def test_addresses_that_cannot_be_taken_apart_are_refused() -> None:
    polite = Polite(_Silent(), _Silent(), delay=0, clock=time.monotonic, stop=threading.Event())
    found = polite.get("http://[::1")
    assert isinstance(found, NotFetched)
    assert found.reason == "robots"


# --- the command -----------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "sayso.cli", "watch", "feeds.toml", *arguments]
    return subprocess.Popen(call, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_the_command_once_and_as_a_loop_that_ctrl_c_ends(site: Site, tmp_path: Path) -> None:
    site.pages["/feed"] = rss(site, [])
    (tmp_path / "feeds.toml").write_text(f'watch.allow = ["{site.host}"]\nfeed = [{{url = "{site.url("/feed")}"}}]\n')
    once = command(tmp_path, "--once")
    out, err = once.communicate(timeout=60)
    assert (once.returncode, out) == (0, "1 feed (sayso.db)\n"), err
    loop = command(tmp_path)
    assert loop.stdout is not None
    assert loop.stdout.readline() == "1 feed (sayso.db)\n"
    second = command(tmp_path, "--once")
    assert second.communicate(timeout=60)[1].startswith("sayso: this chronicle is watched already, by process")
    assert second.returncode == 2
    os.kill(loop.pid, signal.SIGINT)
    assert loop.wait(10) == 0
    assert json.loads((tmp_path / "sayso.db-watch.json").read_text())["feeds"].keys() == {site.url("/feed")}


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("feeds = 3\n")
    done = command(tmp_path, "--once")
    assert "feeds.toml: the file: unknown: feeds (there are watch, feed, alert)" in done.communicate(timeout=60)[1]
    assert done.returncode == 2

"""The file of feeds: what it may say, and that everything else is refused by name."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from sayso.chronicle.views.entries import View
from sayso.knowledge.kinds import load_kinds
from sayso.watch.filters import CONDITIONS
from sayso.watch.settings import Alert, Followed, Settings, WatchError, load_settings

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "watching.md").read_text("utf-8")
FEED = '[[feed]]\nurl = "https://post.example/feed"\n'
ALERT = FEED + '[[alert]]\nname = "ships"\nrss = "ships.xml"\n'


def load(folder: Path, text: str) -> Settings:
    path = folder / "feeds.toml"
    path.write_text(text, "utf-8")
    return load_settings(path, kinds=load_kinds().ids)


def test_a_feed_is_enough(tmp_path: Path) -> None:
    assert load(tmp_path, FEED) == Settings((Followed("https://post.example/feed"),))


def test_all_that_can_be_said(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Ada Holm\n# nobody\nBo Lund\n")
    settings = load(
        tmp_path,
        """
        watch = {minutes = 15, delay = 0.5, agent = "desk/1", allow = ["intranet:8000"]}
        [[feed]]
        url = "https://post.example/feed"
        publisher = "Norfjord Post"
        articles = "always"
        most = 7
        minutes = 60
        robots = false
        match = "*/news/*"
        [[alert]]
        name = "ships"
        command = ["notify", "--now"]
        backlog = true
        most = 3
        [alert.filter]
        actor = "Holm"
        place = "Norfjord"
        country = "Norway"
        since = 2024-05-06
        until = "2024-05-07"
        kind = "visit"
        equipment = "frigate"
        status = "happened"
        source = "navy"
        text = 'ship "Black Sea"'
        report_text = "ferry"
        watch = "names.txt"
        min_independent = 2
        disputed = true
        review = "unreviewed"
        control = "state-run"
        """,
    )
    assert (settings.minutes, settings.delay, settings.agent) == (15, 0.5, "desk/1")
    assert settings.allow == ("intranet:8000",)
    feed = Followed("https://post.example/feed", "Norfjord Post", "always", 7, 60, False, "*/news/*")
    assert settings.feeds == (feed,)
    (alert,) = settings.alerts
    assert (alert.command, alert.backlog, alert.most) == (("notify", "--now"), True, 3)
    assert alert.view.since == "2024-05-06"
    assert (alert.view.country, alert.view.watch) == ("NO", ("Ada Holm", "Bo Lund"))
    assert all(getattr(alert.view, name) is not None for name in CONDITIONS)


def test_a_filter_knows_the_conditions_of_the_lists() -> None:
    assert {one.name for one in fields(View)} - set(CONDITIONS) == {"document"}


def test_files_are_found_beside_the_file_of_feeds(tmp_path: Path) -> None:
    assert load(tmp_path, ALERT).alerts == (Alert("ships", rss=tmp_path / "ships.xml"),)


def test_the_example_uses_every_line_but_a_few() -> None:
    settings = load_settings(ROOT / "examples" / "watch" / "feeds.toml", kinds=load_kinds().ids)
    assert len(settings.feeds) == len(settings.alerts) == 3
    assert {bool(alert.rss) + 2 * bool(alert.webhook) + 4 * bool(alert.command) for alert in settings.alerts} == {
        1,
        2,
        4,
    }


@pytest.mark.parametrize(("head", "record"), [("[watch]", Settings), ("[[feed]]", Followed)])
def test_the_page_explains_every_key(head: str, record: type) -> None:
    below = PAGE[PAGE.index(f"| `{head}` |") :].split("\n\n")[0].splitlines()[2:]
    told = [re.findall(r"`([^`]+)`", line)[0] for line in below]
    assert set(told) == {one.name for one in fields(record)} - {"feeds", "alerts"}


def test_the_page_names_every_condition() -> None:
    listed = PAGE[PAGE.index("`[alert.filter]`") :].split("\n\n")[0].partition(": ")[2]
    assert set(re.findall(r"`([^`]+)`", listed)) == set(CONDITIONS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is nothing to follow"),
        ("feed = 3", "feed must be a list"),
        ("feed = [3]", "[[feed]] 1 must be a table"),
        ("x = 1\n" + FEED, "the file: unknown: x"),
        ("[watch]\nminute = 3\n" + FEED, "[watch]: unknown: minute"),
        ("watch = 3\n" + FEED, "[watch] must be a table"),
        ("[watch]\nminutes = 0\n" + FEED, "[watch]: minutes is 0, must be a number above 0"),
        ("[watch]\nminutes = true\n" + FEED, "[watch]: minutes is True"),
        ("[watch]\nminutes = nan\n" + FEED, "[watch]: minutes is nan"),
        ("[watch]\nallow = 'x'\n" + FEED, "[watch]: allow is 'x', must be texts"),
        ("[[feed]]\n", "[[feed]] 1: url missing"),
        (FEED + "name = 'x'\n", "[[feed]] 1: unknown: name"),
        (FEED + "robots = 'no'\n", "[[feed]] 1: robots is 'no', must be true or false"),
        (FEED + "most = 1.5\n", "[[feed]] 1: most is 1.5"),
        (FEED + "articles = 'some'\n", "[[feed]] 1: articles is 'some', must be one of missing, always, never"),
        (FEED + FEED, "two [[feed]] have the url"),
        ("[[feed]]\nurl = 'post.example/feed'\n", "[[feed]] 1: url is 'post.example/feed', must be an address"),
        ("[[feed]]\nurl = 'file:///etc/passwd'\n", "must be an address"),
        ("[[feed]]\nurl = 'http://[::1'\n", "must be an address"),
        (FEED + "[[alert]]\nrss = 'x.xml'\n", "[[alert]] 1: name missing"),
        (FEED + "[[alert]]\nname = 'x'\n", "[[alert]] 1: needs one of rss, webhook, command"),
        (ALERT + "webhook = 'https://a.example'\n", "[[alert]] 1: needs one of"),
        (FEED + "[[alert]]\nname = 'x'\nwebhook = 'localhost'\n", "[[alert]] 1: webhook is 'localhost'"),
        (FEED + "[[alert]]\nname = 'x'\ncommand = 'rm -rf'\n", "[[alert]] 1: command is 'rm -rf', must be texts"),
        (FEED + "[[alert]]\nname = 'x'\ncommand = []\n", "[[alert]] 1: command is []"),
        (ALERT + ALERT.removeprefix(FEED), "two [[alert]] have the name 'ships'"),
        (ALERT + "filter = 3\n", "[[alert]] 1: filter must be a table"),
        (ALERT + "filter.who = 'x'\n", "[[alert]] 1: filter: unknown: who"),
        (ALERT + "filter.document = 'x'\n", "[[alert]] 1: filter: unknown: document"),
        (ALERT + "filter.kind = 'visits'\n", "[[alert]] 1: filter: kind is 'visits', must be one of"),
        (ALERT + "filter.status = 'sure'\n", "filter: status is 'sure', must be one of happened"),
        (ALERT + "filter.since = 'soon'\n", "filter: 'soon' is no day"),
        (ALERT + "filter.country = 'Nowhere'\n", "filter: 'Nowhere' is no country"),
        (ALERT + "filter.actor = 3\n", "filter: actor is 3, must be text"),
        (ALERT + "filter.actor = ' '\n", "filter: actor is ' ', must be text"),
        (ALERT + "filter.text = '*'\n", "filter: search needs a word"),
        (ALERT + "filter.watch = 'none.txt'\n", "none.txt"),
        (ALERT + "filter.min_independent = 0\n", "filter: min_independent is 0"),
        (ALERT + "filter.disputed = 'yes'\n", "filter: disputed is 'yes'"),
        ("= 3", "is not TOML"),
        ("\ud800", "is not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "feeds.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(WatchError) as error:
        load_settings(path, kinds=load_kinds().ids)
    assert str(error.value).startswith(f"{path}: ")
    assert message in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match=r"feeds\.toml: No such file"):
        load_settings(tmp_path / "feeds.toml", kinds=())

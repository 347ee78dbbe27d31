"""`sayso watch` killed while it fetches, stores and tells: each item is there once, and no incident is left untold."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sayso.chronicle.file import connect_to_read
from sayso.ids import canonical_url
from tests.news_server import Site, news_site
from tests.plain_scene import check, far_apart
from tests.test_work_kills import CODE, gone, readers
from tests.watching import WORDS

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="children are found under /proc")
FEEDS = """
[watch]
allow = ["{host}"]
delay = 0.01
[[feed]]
url = "http://{host}/whole"
[[feed]]
url = "http://{host}/teasers"
[[alert]]
name = "all of it"
webhook = "http://{host}/hook"
most = 1000
[[alert]]
name = "in a file"
rss = "told.xml"
most = 1000
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with news_site() as found:
        yield found


def paths(items: int) -> list[str]:
    return [f"/{n}" for n in range(items)]


def publish(site: Site, folder: Path, items: int) -> None:
    """Two feeds of so many items in all, one that gives them whole and one whose pages are to be fetched."""
    told = dict(zip(paths(items), far_apart(items), strict=True))
    around = WORDS.format("Odda") * 7
    whole = {path: f"{text}. {around}" for path, text in told.items() if int(path[1:]) % 2}
    short = {path: "In short." for path in told if path not in whole}
    site.pages |= {"/whole": feed(site, whole), "/teasers": feed(site, short)}
    for path in short:
        text = f"<p>{told[path]}.</p><p>{around}</p>"
        site.pages[path] = f"<html><body><article><h1>Item {path}</h1>{text}</article></body></html>".encode()
    (folder / "feeds.toml").write_text(FEEDS.format(host=site.host))


def feed(site: Site, items: dict[str, str]) -> bytes:
    rows = "".join(
        f"<item><title>Item {path}</title><link>{site.url(path)}</link><guid>{path}</guid>"
        f"<description>{text}</description></item>"
        for path, text in items.items()
    )
    return f"<rss version='2.0'><channel><title>Post</title>{rows}</channel></rss>".encode()


def start(folder: Path) -> subprocess.Popen[str]:
    """One round, with a reader that parses nothing and takes its time."""
    return subprocess.Popen(
        [sys.executable, "-c", CODE, "watch", "feeds.toml", "--once", "--workers", "1"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{Path(__file__).parent.parent}:{os.environ.get('PYTHONPATH', '')}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_rounds(folder: Path, took: float, chance: random.Random, kills: int) -> tuple[int, list[int]]:
    """Rounds that end by a kill, of themselves or of the one that reads for them; how many were, and all readers."""
    killed, seen = 0, []
    for n in range(kills):
        process = start(folder)
        time.sleep(chance.random() * took)
        found = readers(process)
        seen += found
        victim = chance.choice([process.pid, process.pid, *found])
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)
            print(f"  round {n}: killed {'the round' if victim == process.pid else 'one that reads'}")
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        check(folder)
    return killed, seen


def killed_often(site: Site, folder: Path, items: int, kills: int, seed: int) -> None:
    """Kills and then a round to its end: what has to hold after it."""
    print(f"seed {seed}")
    publish(site, folder, items)
    began = time.monotonic()
    (folder / "first").mkdir()
    (folder / "first" / "feeds.toml").write_text((folder / "feeds.toml").read_text())
    _, err = start(folder / "first").communicate(timeout=600)
    took, first = time.monotonic() - began, told(site)
    site.sent.clear()
    assert set(first.values()) == {1}, err
    killed, seen = kill_rounds(folder, took, random.Random(seed), kills)
    last = start(folder)
    _, err = last.communicate(timeout=600)
    assert last.returncode == 0, err
    assert gone(seen)
    check(folder)
    stands(site, folder, items)
    again = told(site)
    assert again.keys() == first.keys(), "each incident was told, and nothing else"
    assert again.total() - len(again) <= killed, "one that was on its way when the round was killed is told twice"


def stands(site: Site, folder: Path, items: int) -> None:
    """Each item is one document of one text; each incident stands in the RSS file once."""
    with closing(connect_to_read(folder / "sayso.db")) as file:
        texts = dict(file.execute("SELECT document, count(*) FROM versions GROUP BY document"))
        incidents = file.execute("SELECT count(*) FROM incidents").fetchone()[0]
        assert file.execute("SELECT count(*) FROM failures").fetchone() == (0,)
    assert texts == {canonical_url(site.url(path)): 1 for path in paths(items)}
    guids = [guid.text for guid in ElementTree.parse(folder / "told.xml").iter("guid")]
    assert len(set(guids)) == len(guids) == incidents > items // 2


def told(site: Site) -> Counter[str]:
    """How often each incident came to the webhook; what broke off on its way did not come."""
    found: Counter[str] = Counter()
    for _, body in site.sent:
        with suppress(json.JSONDecodeError):
            found[json.loads(body)["incident"]["id"]] += 1
    return found


def test_five_kills(site: Site, tmp_path: Path) -> None:
    killed_often(site, tmp_path, 24, 5, seed=5)


@pytest.mark.long
def test_sixty_kills(site: Site, tmp_path: Path) -> None:
    first = int(os.environ.get("SAYSO_SEED", time.time()))
    for n in range(4):
        site.pages.clear()
        site.sent.clear()
        (tmp_path / str(n)).mkdir()
        killed_often(site, tmp_path / str(n), 120, 15, seed=first + n)

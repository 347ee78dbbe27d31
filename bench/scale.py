"""What a chronicle costs as it grows: gathering, the store, the commonest questions, one more article, known ones.

    python bench/scale.py [--documents 100000] [--gathered 1000 10000 100000] [--parts ...] [--folder build/scale]

`bench/synthetic.py` makes the documents (ten events each); nothing is parsed. CPU time of this process is told for
everything that is done, so that another load on the machine disturbs little, wall time for questions and for one more
article, where a reader waits; beside each part stand the seconds that a fixed loop took before and after it, for on a
machine that others use they differ by half. "gathering" is `gather` over the facts of so many documents, with the
exponent of its growth from each size to the next. "store" is the chronicle file built from nothing: BATCH documents a
transaction, stored and gathered, with marks at a hundredth, a tenth, a half and all of them; with `--at-once` all are
stored first and gathered then, which makes the same file and is told as two figures. The questions are those of the
lists of `sayso`, 50 incidents a page with all that a page shows, each asked with several values, warm. "known" adds
documents again that the file has: against what they cost to store, and against that with PARSE seconds a document,
which a reader takes for texts of this length (bench/cost.py). Writes `bench/results/scale.json` and `.txt`; parts that
are not asked for stay there as they were.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
RESULTS = HERE / "results" / "scale"
BATCH = 256  # documents of a transaction
PAGE = 50  # incidents
ROUNDS = 5  # that each question is asked with each value
AGAIN = 10_000  # known documents
ARTICLES = 50  # that are added one by one
PARTS = ("gathering", "store", "article", "known", "questions")
PARSE = 0.15  # CPU seconds for a text of some 1,100 characters


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--documents", type=int, default=100_000, help="of the chronicle; ten events each")
    parser.add_argument("--gathered", type=int, nargs="+", help="documents whose events are gathered without a file")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure; the rest stays")
    parser.add_argument("--at-once", action="store_true", help="gather when all is stored")
    parser.add_argument("--folder", type=Path, default=HERE.parent / "build" / "scale", help="for the chronicle")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the results go, without ending")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    path, number = options.folder / "scale.db", options.documents
    kept = options.out.with_suffix(".json")
    found: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "gathering": lambda: gathering(options.gathered or _marks(number)),
        "store": lambda: (build_at_once if options.at_once else build)(path, number),
        "article": lambda: articles(path, number),
        "known": lambda: known(path, number, found["store"]["cpu_s"]),
        "questions": lambda: questions(path),
    }
    for name in (name for name in PARTS if name in options.parts):
        before = _loop()
        found[name] = {"documents": number, **parts[name](), "loop": [before, _loop()]}
        print(json.dumps({name: found[name]}), flush=True)
        _write(found, options.out)
    return 0


def _marks(documents: int) -> list[int]:
    """A hundredth, a tenth, a half and all of them."""
    return sorted({max(1, documents // part) for part in (100, 10, 2, 1)})


def _loop() -> float:
    """Seconds of a fixed loop: how fast this machine is just now."""
    before, total = time.process_time(), 0
    for n in range(10_000_000):
        total += n
    return round(time.process_time() - before, 2)


def _cpu(work: Callable[[], Any]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def gathering(documents: Iterable[int]) -> dict[str, Any]:
    """CPU seconds of `gather` over the facts of so many documents, by number of events, and how they grow."""
    from bench.synthetic import readings
    from sayso.gathering.facts import facts_of
    from sayso.gathering.incidents import gather

    sizes: list[dict[str, Any]] = []
    facts: list[Any] = []
    source, done = readings(max(documents)), 0
    for number in sorted(documents):
        facts += (f for reading in islice(source, number - done) for f in facts_of(reading))
        done = number
        spent = _cpu(lambda given=facts: gather(given))
        sizes.append({"documents": number, "events": len(facts), "cpu_s": round(spent, 2)})
        print(json.dumps(sizes[-1]), flush=True)
    return {"sizes": sizes, "exponents": _exponents(sizes)}


def _exponents(sizes: list[dict[str, Any]]) -> list[float]:
    """The exponents of growth between sizes."""
    return [
        round(math.log(b["cpu_s"] / a["cpu_s"]) / math.log(b["events"] / a["events"]), 3)
        for a, b in pairwise(sizes)
        if a["cpu_s"] > 0 and b["events"] > a["events"]
    ]


def build(path: Path, documents: int) -> dict[str, Any]:
    """The chronicle from nothing: CPU seconds at its marks, and bytes."""
    from bench.synthetic import readings
    from sayso.chronicle.store import Store

    _clear(path)
    marks, sizes, spent, started, done = _marks(documents), [], 0.0, time.time(), 0
    with Store(path, what="bench/scale.py") as store:
        for batch in _batches(readings(documents), marks):
            spent += _cpu(lambda given=batch: _put(store, given))
            done += len(batch)
            if done in marks:
                events = store.connection.execute("SELECT count(*) FROM events").fetchone()[0]
                sizes.append({"documents": done, "events": events, "cpu_s": round(spent, 2)})
    largest = _largest(path)
    return {
        "sizes": sizes, "exponents": _exponents(sizes), "cpu_s": round(spent, 2), "bytes": path.stat().st_size,
        "wall_s": round(time.time() - started), "ms_a_document": round(1000 * spent / documents, 2), **largest,
    }  # fmt: skip


def _clear(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def build_at_once(path: Path, documents: int) -> dict[str, Any]:
    """The same file from nothing: CPU seconds to store all documents, then to gather them."""
    from bench.synthetic import readings
    from sayso.chronicle.gathered.pending import gather_pending
    from sayso.chronicle.store import Store

    _clear(path)
    spent, started = 0.0, time.time()
    with Store(path, what="bench/scale.py") as store:
        for batch in _batches(readings(documents), [documents]):
            with store.writing():
                spent += _cpu(lambda given=batch: [store.add(reading) for reading in given])
        gathered = _cpu(lambda: gather_pending(store))
        events = store.connection.execute("SELECT count(*) FROM events").fetchone()[0]
    sizes = [{"documents": documents, "events": events, "cpu_s": round(spent, 2), "gathered_s": round(gathered, 2)}]
    return {
        "sizes": sizes, "exponents": [], "cpu_s": round(spent + gathered, 2), "bytes": path.stat().st_size,
        "wall_s": round(time.time() - started), "ms_a_document": round(1000 * (spent + gathered) / documents, 2),
        **_largest(path),
    }  # fmt: skip


def _put(store: Any, batch: Iterable[Any]) -> None:
    """As `sayso add` does with what it has read."""
    from sayso.chronicle.gathered.pending import gather_pending

    with store.writing():
        for reading in batch:
            store.add(reading)
        gather_pending(store)


def _batches(readings: Iterator[Any], marks: Iterable[int]) -> Iterator[list[Any]]:
    """Batches that end at the marks too."""
    done = 0
    for mark in sorted(marks):
        while done < mark:
            batch = list(islice(readings, min(BATCH, mark - done)))
            done += len(batch)
            yield batch


def _largest(path: Path) -> dict[str, Any]:
    from sayso.chronicle.file import connect_to_read

    file = connect_to_read(path)
    one = "SELECT count(*), max(reports) FROM incidents"
    incidents, reports = file.execute(one).fetchone()
    levels = dict(file.execute("SELECT level, count(*) FROM facts GROUP BY 1").fetchall())
    return {"incidents": incidents, "most_reports": reports, "events_by_level": levels}


def articles(path: Path, documents: int) -> dict[str, Any]:
    """Wall milliseconds to store and gather one article more, the chronicle opened for it alone."""
    from bench.synthetic import readings
    from sayso.chronicle.store import Store

    spent = []
    for reading in islice(readings(documents + ARTICLES), documents, None):
        before = time.perf_counter()
        with Store(path, what="bench/scale.py") as store:
            _put(store, [reading])
        spent.append(time.perf_counter() - before)
    return _spread(spent)


def known(path: Path, documents: int, first: float) -> dict[str, Any]:
    """CPU seconds to add documents again that are known, as a share of the first time."""
    from bench.synthetic import readings
    from sayso.chronicle.store import KNOWN, Store

    number = min(AGAIN, documents)
    again = list(islice(readings(documents), number))
    with Store(path, what="bench/scale.py") as store:
        outcomes: list[str] = []
        spent = _cpu(lambda: outcomes.extend(store.add(reading).outcome for reading in again))
    assert set(outcomes) == {KNOWN}
    stored = first * number / documents
    return {
        "documents": number, "cpu_s": round(spent, 3), "share_of_storing": round(spent / stored, 4),
        "share_with_parse": round(spent / (stored + PARSE * number), 4),
    }  # fmt: skip


def questions(path: Path) -> dict[str, Any]:
    """Wall milliseconds of the commonest questions, warm."""
    found = {}
    every: list[float] = []
    for name, asked in _asked(path).items():
        spent = []
        for one in asked:
            one()
            for _ in range(ROUNDS):
                before = time.perf_counter()
                one()
                spent.append(time.perf_counter() - before)
        found[name] = _spread(spent)
        every += spent
    return {**found, "all": _spread(every)}


def _asked(path: Path) -> dict[str, list[Callable[[], Any]]]:
    """The questions, each with values that hold for much, for some and for little."""
    from bench.synthetic import HOT, name_of
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.entries import View, entry
    from sayso.chronicle.views.look import search, stats

    file = connect_to_read(path)

    def page(**view: Any) -> Callable[[], Any]:
        return lambda: list(_page(file, View(**view)))

    def column(statement: str) -> list[str]:
        return [value for (value,) in file.execute(statement)]

    by_rank = "SELECT {} FROM {} WHERE {} GROUP BY 1 ORDER BY count(*) DESC LIMIT 200"
    parties = column(by_rank.format("name", "participants", "role <> 'equipment'"))[::40]
    places = column(by_rank.format("name", "places", "1"))[::40]
    days = column("SELECT DISTINCT earliest FROM incidents WHERE earliest IS NOT NULL ORDER BY 1")
    middle = days[len(days) // 2]
    shown = column("SELECT id FROM incidents ORDER BY reports DESC LIMIT 5") + column(
        "SELECT id FROM incidents LIMIT 5"
    )
    words = [name_of(9000 + n * 1500).lower() for n in range(4)]
    return {
        "by actor": [page(actor=name) for name in (HOT[0], HOT[1][2:], *parties)],
        "by place": [page(place=name) for name in (*places, places[0][1:4])],
        "by country": [page(country=code) for code in ("XA", "AB", "AF")],
        "by days": [page(since=middle), page(since=middle, until=middle), page(until=middle), page(since=days[-1])],
        "by kind": [page(kind=kind) for kind in ("attack", "meet", "visit")],
        "by status": [page(status=status) for status in ("planned", "negated", "happened")],
        "by source": [page(source=name) for name in ("Ministry", "Wire 7", "Copy 3", name_of(3000))],
        "by equipment": [page(equipment=name) for name in (name_of(3, 2), f"{name_of(5, 2)}-4")],
        "by separate origins": [page(min_independent=number) for number in (2, 4, 9)],
        "by words of the text": [page(text=word) for word in (*words, "struck", f"{words[0]} {words[1]}")],
        "by several": [
            page(actor=HOT[0], kind="attack", since=middle),
            page(country="AB", status="planned", text="met"),
        ],
        "search": [lambda word=word: search(file, word) for word in (*words, "Ministry said")],
        "show": [lambda one=one: entry(file, one) for one in shown],
        "stats": [lambda: stats(file)],
    }


def _page(file: Any, view: Any) -> Iterator[Any]:
    from sayso.chronicle.views.entries import entries
    from sayso.show.listing import to_list

    yield to_list(entries(file, view, limit=PAGE))


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(1000 * s for s in seconds)
    at = min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)
    return {"p50_ms": round(statistics.median(ordered), 1), "p99_ms": round(ordered[at], 1), "times": len(ordered)}


def _write(found: dict[str, Any], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_suffix(".json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    out.with_suffix(".txt").write_text("\n".join(_lines(found)) + "\n", "utf-8")


def _lines(found: dict[str, Any]) -> Iterator[str]:
    for name in ("gathering", "store"):
        if name in found:
            told = (f"{s['events']:,} events {s['cpu_s']:,} s" for s in found[name]["sizes"])
            yield f"{name}: {', '.join(told)} of CPU; exponents {found[name]['exponents']}{_loops(found[name])}"
    if "store" in found:
        store = found["store"]
        yield f"  {store['ms_a_document']} ms of CPU a document, {store['bytes']:,} bytes"
        yield f"  {store['incidents']:,} incidents, the largest of {store['most_reports']} reports"
    if "article" in found:
        told = "one article more beside {documents:,}: p50 {p50_ms} ms, p99 {p99_ms} ms".format(**found["article"])
        yield told + _loops(found["article"])
    if "known" in found:
        told = "{documents:,} known documents: {cpu_s} s, {share_of_storing:.2%} of storing, {share_with_parse:.2%} of"
        yield told.format(**found["known"]) + f" parsing and storing{_loops(found['known'])}"
    if "questions" in found:
        asked = {name: spent for name, spent in found["questions"].items() if isinstance(spent, dict)}
        yield f"questions to {found['questions']['documents']:,} documents, warm{_loops(found['questions'])}"
        for name, spent in asked.items():
            yield f"  {name:<22} p50 {spent['p50_ms']:>7} ms, p99 {spent['p99_ms']:>7} ms"


def _loops(part: dict[str, Any]) -> str:
    return "  (loop {} and {} s)".format(*part["loop"])


if __name__ == "__main__":
    raise SystemExit(main())

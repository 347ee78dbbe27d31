"""What is handed over is stored by a process of its own, so that pages stay quick; it is asked over pipes.

That one has others read, which it can kill.
"""

from __future__ import annotations

import logging
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.chronicle.file import ChronicleError
from sayso.chronicle.names import names_in
from sayso.chronicle.store import Added, Store
from sayso.records import Failure
from sayso.work.crew import Crew

if TYPE_CHECKING:
    from sayso.intake.capture import Capture
    from sayso.intake.fetching.fetcher import Fetcher
    from sayso.knowledge.own_names import OwnName
    from sayso.reading.kit import Kit
    from sayso.web.settings import Settings

FETCHING, LOADING, READING = "being fetched", "loading the language model", "being read"
PATIENCE = 10.0  # seconds for the process to end
OWN_FAULT = "something went wrong in sayso itself; the terminal in which it runs says more"
BROKE_OFF = "the process that read it has ended, maybe for want of memory; what it had stored stays"


@dataclass(frozen=True, slots=True)
class Broken:
    """Why an input was not read to its end."""

    reason: str


Told = str | Added | Failure | Broken  # FETCHING, LOADING, READING, what became of a document, why nothing more comes


class Adder:
    """Adds inputs to a chronicle one by one; processes that can be killed read, and load the model for the first."""

    def __init__(self, chronicle: Path, fetcher: Fetcher | None = None) -> None:
        """`fetcher` fetches addresses; without it they are refused."""
        self._chronicle, self._fetcher = chronicle, fetcher
        self._kit: Kit | None = None  # the one that is loaded
        self._crew = Crew()

    def read(self, name: str, data: bytes | None) -> Iterator[Told]:
        """What becomes of the documents in some bytes, as they are stored; whatever goes wrong is told.

        With None they are fetched: `name` is an address then.
        """
        from sayso.knowledge.own_kinds import KindsError
        from sayso.reading.model import ModelError

        try:
            yield from self._add(name, data)
        except (ChronicleError, ModelError, KindsError) as error:
            yield Broken(str(error))
        except Exception:
            logging.getLogger(__name__).exception("an input could not be read")
            yield Broken(OWN_FAULT)

    def close(self) -> None:
        """Ends the processes that read."""
        self._crew.close()

    def _add(self, name: str, data: bytes | None) -> Iterator[Told]:
        from sayso.add import add_captures
        from sayso.intake.walk import captures_in

        if data is None:
            yield FETCHING
        found = self._fetched(name) if data is None else captures_in(data, name)
        with Store(self._chronicle, what="sayso serve", create=False) as store:
            if isinstance(found, Failure):  # no need to load anything
                store.fail(found)
                yield found
                return
            self._crew.begin()
            kit = self._kit_with(names_in(store.connection))
            yield READING if kit is self._kit else LOADING
            for told in add_captures(found, store, kit, batch=1, crew=self._crew):
                yield told
                if kit is not self._kit:  # now it is loaded
                    self._kit = kit
                    yield READING

    def _fetched(self, address: str) -> list[Capture | Failure] | Failure:
        """The captures at an address, or the one reason why there are none."""
        from sayso.intake.fetching.pages import Pages
        from sayso.intake.walk import captures

        tell = logging.getLogger(__name__).warning
        found = list(captures([address], fetch=Pages(self._fetcher, tell=tell) if self._fetcher else None))
        return found[0] if len(found) == 1 and isinstance(found[0], Failure) else found

    def _kit_with(self, names: tuple[OwnName, ...]) -> Kit:
        """The kit with the names that the chronicle has now."""
        from sayso.reading.kit import Kit

        return self._kit if self._kit and self._kit.own_names == names else Kit(own_names=names)


class AdderProcess:
    """An `Adder` in a process of its own, which starts with the first input and again when it has died."""

    def __init__(self, chronicle: Path, *, fetch: bool = False, allow: Iterable[str] = ()) -> None:
        """`fetch` lets it fetch addresses, `allow` names hosts of one's own network that it may ask."""
        asked = ["--fetch", *allow] if fetch else []
        self._command = [sys.executable, "-m", "sayso.web.adder", str(chronicle.absolute()), *asked]
        self._child: subprocess.Popen[bytes] | None = None

    @classmethod
    def of(cls, settings: Settings) -> AdderProcess:
        """The one that an application is told to have."""
        return cls(settings.chronicle, fetch=settings.fetch, allow=settings.allow)

    def read(self, name: str, data: bytes | None) -> Iterator[Told]:
        """As `Adder.read`; Broken when the process ends meanwhile."""
        if self._child is None:
            self._child = subprocess.Popen(self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        asking, telling = self._child.stdin, self._child.stdout
        assert asking is not None
        assert telling is not None
        try:
            pickle.dump((name, data), asking)
            asking.flush()
            while (told := pickle.load(telling)) is not None:
                yield told
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.close()
            yield Broken(BROKE_OFF)

    def close(self) -> None:
        """Ends the process: what it was storing is wholly in the chronicle or wholly out."""
        child, self._child = self._child, None
        if child is None:
            return
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError, AttributeError):
                pipe.close()  # type: ignore[union-attr]


def _fetcher(allow: Iterable[str]) -> Fetcher:
    from sayso.intake.fetching.fetcher import Fetcher

    return Fetcher(allow=allow)


def main() -> None:
    """Reads the inputs that come in, and tells of each what becomes of it, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the application, which ends this process
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    adder = Adder(Path(sys.argv[1]), _fetcher(sys.argv[3:]) if sys.argv[2:] else None)
    asked, told = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints does so in the terminal
    while True:
        try:
            name, data = pickle.load(asked)
        except EOFError:
            return
        for one in chain(adder.read(name, data), (None,)):
            pickle.dump(one, told)
            told.flush()


if __name__ == "__main__":
    main()

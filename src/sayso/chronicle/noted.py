"""A note beside the file that says who is writing; the note of a process that died counts for nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

SOMEONE = "another process"


@contextmanager
def noted(path: Path, words: str) -> Iterator[None]:
    """Tells others who is writing while the block runs: the process and `words`.

    The first of several writers is noted; nothing is when no note can be made (a full disk, a foreign folder).
    """
    note = _note(path, f"process {os.getpid()} ({words})\n")
    try:
        yield
    finally:
        if note is not None:
            Path(note.name).unlink(missing_ok=True)
            note.close()


def writer_of(path: Path) -> str:
    """Who is writing, as far as the note beside the file tells."""
    try:
        with open(f"{path}-writer", encoding="utf-8", errors="replace") as note:
            return SOMEONE if _locked(note) else note.read().strip() or SOMEONE
    except OSError:
        return SOMEONE


def _note(path: Path, words: str) -> IO[str] | None:
    """The note, held by a lock that ends with the process; None when there is none, or it is another's."""
    try:
        note = open(f"{path}-writer", "a", encoding="utf-8")  # noqa: SIM115
    except OSError:
        return None
    try:
        if _locked(note):
            note.truncate(0)
            note.write(words)
            note.flush()
            return note
    except OSError:
        Path(note.name).unlink(missing_ok=True)
    note.close()
    return None


def _locked(note: IO[str]) -> bool:
    """Whether the lock of a note could be had, so that nobody else holds it; always where there are no locks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

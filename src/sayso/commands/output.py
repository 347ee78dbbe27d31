"""What all commands print with, and their exit codes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

SOME_FAILED, WRONG_CALL, STOPPED = 1, 2, 130

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def write_out(text: str, path: Path | None = None) -> None:
    """A file or standard output in UTF-8 with plain line ends, whatever the locale says."""
    if path is not None:
        path.write_bytes(text.encode("utf-8", "replace") + b"\n")
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def complain(what: object) -> None:
    """One line on standard error, harmless for a terminal."""
    from sayso.export.printable import printable

    print(f"sayso: {printable(str(what))}", file=sys.stderr)


def wrong_call(what: object) -> int:
    """Says what is wrong with the call and gives the exit code of that."""
    complain(what)
    return WRONG_CALL

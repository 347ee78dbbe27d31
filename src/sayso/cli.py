"""The command line: parse arguments, run one command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from sayso import __version__
from sayso.commands.add import add_add
from sayso.commands.decide import add_decide
from sayso.commands.exporting import add_exporting
from sayso.commands.failures import add_failures
from sayso.commands.imports import add_imports
from sayso.commands.kinds import add_kinds
from sayso.commands.listing import add_listing
from sayso.commands.look import add_look
from sayso.commands.mcp import add_mcp
from sayso.commands.names import add_names
from sayso.commands.output import STOPPED, WRONG_CALL
from sayso.commands.read import add_read
from sayso.commands.scale import add_scale
from sayso.commands.serve import add_serve
from sayso.commands.timelines import add_timelines
from sayso.commands.upkeep import add_upkeep
from sayso.commands.watch import add_watch
from sayso.commands.who import add_who


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when some input could not be read, 2 for a wrong call."""
    options = parser().parse_args(arguments)
    if not hasattr(options, "run"):
        parser().print_help()
        return WRONG_CALL
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The arguments of every command."""
    top = argparse.ArgumentParser(
        prog="sayso", description="News reports to a sourced chronicle: who did what, according to whom, how certain."
    )
    top.add_argument("--version", action="version", version=f"sayso {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND")
    add_read(commands)
    add_add(commands)
    add_watch(commands)
    add_scale(commands)
    add_kinds(commands)
    add_listing(commands)
    add_timelines(commands)
    add_exporting(commands)
    add_serve(commands)
    add_mcp(commands)
    add_look(commands)
    add_failures(commands)
    add_who(commands)
    add_imports(commands)
    add_names(commands)
    add_decide(commands)
    add_upkeep(commands)
    return top


if __name__ == "__main__":
    sys.exit(main())

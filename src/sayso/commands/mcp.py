"""`sayso mcp`: the chronicle as tools for a language model."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle
from sayso.commands.output import wrong_call
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.commands.output import Commands

_ABOUT = """\
Offers a chronicle to a language-model client that speaks the Model Context Protocol, on standard input and output:
search, incidents, documents, claims, disputes, read-only. The client starts this command itself; docs/api.md says how
to tell it so. Whatever the client asks for leaves this program: if its model runs elsewhere, so do the quotes."""


def add_mcp(commands: Commands) -> None:
    """The arguments of `sayso mcp`."""
    command = commands.add_parser(
        "mcp", help="the chronicle as tools for a language-model client (extra: mcp)", description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    add_chronicle(command)
    command.set_defaults(run=told(run_mcp))


def run_mcp(options: argparse.Namespace) -> int:
    """Serves until standard input is closed; 2 without the library."""
    from sayso.chronicle.file import connect_to_read

    if find_spec("mcp") is None:
        return wrong_call("sayso mcp needs the library mcp: pip install 'sayso[mcp]'")
    connect_to_read(options.chronicle).close()  # says what is wrong before a client waits
    from sayso.mcp.server import serve

    serve(options.chronicle)
    return 0

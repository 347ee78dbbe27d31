"""`sayso serve`: the chronicle as pages in a browser on this machine."""

from __future__ import annotations

import argparse
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle
from sayso.commands.fetching import add_fetching
from sayso.commands.output import write_out, wrong_call
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.commands.output import Commands

PASSWORD = "SAYSO_PASSWORD"
_ABOUT = """\
Opens a chronicle as pages in a browser: read, search, check, correct, download, add reports. Begin with an incident of
the first page: it says who tells it, in which words, and beside each value stands how to correct it. The address that
is printed has a token in it and lets in whoever has it; it holds until Ctrl-C. Nothing can be reached from other
machines, unless --host names an address of this one that they can reach; then SAYSO_PASSWORD must be set, and the
connection is not encrypted."""


def add_serve(commands: Commands) -> None:
    """The arguments of `sayso serve`."""
    command = commands.add_parser("serve", help="open the chronicle in a browser", description=_ABOUT)
    add_chronicle(command)
    command.add_argument("--port", type=int, metavar="N", help="port (8321, or any free one)")
    command.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    command.add_argument("--open", action="store_true", help="open the browser too")
    command.add_argument("--new", action="store_true", help="make the chronicle, empty, when there is none yet")
    add_fetching(command)
    command.set_defaults(run=told(run_serve))


def run_serve(options: argparse.Namespace) -> int:
    """Serves until it is stopped; 2 when it cannot."""
    from sayso.chronicle.file import connect_to_read
    from sayso.web.server import CannotServe, bound, check, names_of, serve
    from sayso.web.settings import Settings

    if not options.chronicle.exists() and not _made(options):
        return 2
    connect_to_read(options.chronicle).close()  # says what is wrong before a port is taken
    password = os.environ.get(PASSWORD) or None
    try:
        check(options.host, password)
        listening = bound(options.host, options.port)
    except CannotServe as error:
        return wrong_call(error)
    port = listening.getsockname()[1]
    allow = tuple(options.allow_private)
    settings = Settings(
        options.chronicle, port, names_of(options.host), password=password, fetch=options.fetch, allow=allow
    )
    address = f"{settings.address}?token={settings.token}"
    with suppress(KeyboardInterrupt):
        serve(settings, listening, started=lambda: _tell(options, address))
    write_out("stopped")
    return 0


def _made(options: argparse.Namespace) -> bool:
    """Makes the chronicle that is not there, when that is wanted; else says how one is made."""
    from sayso.chronicle.store import Store

    if not options.new:
        wrong_call(
            f"there is no chronicle {options.chronicle}: `sayso add FOLDER` makes one of your reports,"
            " `sayso serve --new` an empty one to which you add them in the browser"
        )
        return False
    with Store(options.chronicle, what="sayso serve"):
        return True


def _tell(options: argparse.Namespace, address: str) -> None:
    write_out(f"{options.chronicle} is open at {address}")
    write_out("Open that address in a browser on this machine; Ctrl-C here stops it, and what you decided stays.")
    if options.open:
        import webbrowser

        webbrowser.open(address)

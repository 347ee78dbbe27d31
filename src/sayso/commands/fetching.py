"""`--fetch` and `--allow-private`, which several commands share: addresses are fetched only when that is asked for."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sayso.commands.output import complain

if TYPE_CHECKING:
    from sayso.intake.fetching.pages import Pages


def add_fetching(command: argparse.ArgumentParser) -> None:
    """The two arguments."""
    fetching = command.add_argument_group("fetching", "docs/fetching.md tells what is refused, and why")
    fetching.add_argument("--fetch", action="store_true", help="fetch addresses (https://…) from the network")
    fetching.add_argument(
        "--allow-private", metavar="HOST[:PORT]", type=own_host, action="append", default=[],
        help="with --fetch: a host of your own network that may be asked too",
    )  # fmt: skip


def own_host(value: str) -> str:
    """A host, and its port when it is told, for `type=` of an argument."""
    from sayso.intake.fetching.answers import Refused
    from sayso.intake.fetching.guard import allowed

    try:
        allowed([value])
    except Refused as refused:
        raise argparse.ArgumentTypeError(refused.what) from refused
    return value


def pages_of(options: argparse.Namespace) -> Pages | None:
    """What fetches the addresses of a call; None when nothing is to be fetched."""
    if not options.fetch:
        return None
    from sayso.intake.fetching.fetcher import Fetcher
    from sayso.intake.fetching.pages import Pages

    return Pages(Fetcher(allow=options.allow_private), tell=complain)

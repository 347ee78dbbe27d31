"""`sayso who`: the card of a person, body or state, and what is unsure about who is who."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle, add_limit, add_view, view_of
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import complain, write_out, wrong_call
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.entities.who import Identity
    from sayso.chronicle.file import Connection
    from sayso.commands.output import Commands

MOST = 25  # incidents of a card on a terminal, unless --limit says otherwise
_ABOUT = """\
Prints what the reports tell of somebody: names, roles with dates and sources, places in order of time, company,
accusations, what he or she is cited for, incidents. Names that may mean several are listed with their ids.

A person gets a card when the texts give a public role (an office, a command, speaking for somebody). For others it
needs --private and a reason, and leaves out what weighs on a name. docs/using-it-fairly.md says why."""


def add_who(commands: Commands) -> None:
    """The arguments of `sayso who`."""
    who = commands.add_parser(
        "who", help="the card of a person, body or state: roles, places, company, words", description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    who.add_argument("name", nargs="*", help="a name, an id of this list, or an entity of a report (DOCUMENT#e1)")
    who.add_argument("--questions", action="store_true", help="who may be the same, for you to decide")
    who.add_argument("--quotes", action="store_true", help="the words and the report behind every line")
    who.add_argument("--private", metavar="WHY", help="the reason for a card of a person without a public role")
    who.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
    who.add_argument("--all", action="store_true", help="all reports, also of those who are named in thousands")
    add_limit(who)
    add_view(who)
    add_chronicle(who)
    who.set_defaults(run=told(run_who))


def run_who(options: argparse.Namespace) -> int:
    """One card, a list of those who may be meant, or the open questions."""
    from sayso.chronicle.entities.who import questions
    from sayso.chronicle.file import connect_to_read
    from sayso.show.identity_card import question_list

    name = " ".join(options.name)
    if bool(name.strip()) == options.questions:
        return wrong_call("who needs a name, or --questions alone")
    with closing(connect_to_read(options.chronicle)) as file:
        if options.questions:
            found = question_list(questions(file, options.limit))
            if found.rows or options.format != "table":
                print_answer(found, options.format)
            else:
                write_out("Nothing about who is who is open.")
            return 0
        return _answer(file, name, options)


def _answer(file: Connection, name: str, options: argparse.Namespace) -> int:
    from sayso.chronicle.entities.who import meant_by
    from sayso.show.identity_card import identity_list

    found = meant_by(file, name)
    if not found:
        return wrong_call(f"nobody in the chronicle is called {name!r}")
    if len(found) > 1:
        complain(f"{name!r} may mean {len(found)}; name one by its id")
        print_answer(identity_list(found), options.format)
        return 0
    (who,) = found
    if not who.public and not (options.private or "").strip():
        return wrong_call(
            f"{who.name} has no public role in these texts, and a card gathers what is said of a person in one place;"
            " --private WHY makes one all the same, without what weighs on the name (docs/using-it-fairly.md)"
        )
    _print_card(file, who, options)
    return 0


def _print_card(file: Connection, who: Identity, options: argparse.Namespace) -> None:
    from sayso.chronicle.entities.cards import LATEST, card
    from sayso.show.identity_card import card_rows, to_identity_card

    table = options.format == "table"
    limit = options.limit or (MOST if table else None)
    found = card(file, who, view_of(options), limit=limit, latest=None if options.all else LATEST)
    if not who.public:
        complain(f"a card of a person without a public role, made because: {options.private}")
    if table:
        write_out(to_identity_card(found, quotes=options.quotes))
    else:
        print_answer(card_rows(found), options.format)

"""`sayso decide ...`: what a person decides; `sayso decisions`: what was decided; both say what is so now."""

from __future__ import annotations

import argparse
from contextlib import closing
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import write_out
from sayso.commands.upkeep import told

if TYPE_CHECKING:
    from sayso.chronicle.decided.deciding import Made
    from sayso.commands.output import Commands

_DECIDE = """\
Your word over the machine's: it holds from now on, also for reports that come later and after `sayso rebuild`, until
you withdraw it. IDs are those that `sayso list` and `sayso show` print; "event:ID" is one event alone, not the incident
that bears its id; a person or body goes by the id that `sayso who` prints, or by DOCUMENT#ID for one text.
docs/deciding.md tells more.
"""
_IDENTITY = {
    "same": "these incidents (or events, or people) are one",
    "different": "these are not one; an event beside its own incident leaves it",
    "unsure": "whether they are one is an open question; nothing changes",
}
_JUDGEMENT = {
    "accept": "events or claims that you have checked",
    "reject": "events or claims that are wrong: they leave the lists, and stay in the tables",
}
_ADDED = ("kind", "actors", "targets", "equipment", "place", "time", "status", "source")


def add_decide(commands: Commands) -> None:
    """The arguments of both commands."""
    decide = commands.add_parser(
        "decide", help="same, different, accept, reject, correct, add, note, withdraw: your word over the machine's",
        description=_DECIDE, formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    verbs = decide.add_subparsers(title="decisions", metavar="DECISION", required=True)
    every = [*_identities(verbs), *_judgements(verbs), _correct(verbs), _add(verbs), _note(verbs), _withdraw(verbs)]
    for verb in every:
        verb.add_argument("--who", metavar="NAME", help="who decides (your account's name)")
        add_chronicle(verb)
    _listing(commands)


def _identities(verbs: Commands) -> list[argparse.ArgumentParser]:
    found = []
    for name, use in _IDENTITY.items():
        verb = verbs.add_parser(name, help=use)
        verb.add_argument("things", nargs="+", metavar="ID", help="two or more")
        verb.add_argument("--why", metavar="TEXT", help="the reason, which is kept")
        verb.set_defaults(run=told(run_identify), verdict=name)
        found.append(verb)
    return found


def _judgements(verbs: Commands) -> list[argparse.ArgumentParser]:
    found = []
    for name, use in _JUDGEMENT.items():
        verb = verbs.add_parser(name, help=use)
        verb.add_argument("things", nargs="+", metavar="ID", help="an incident, an event or a claim")
        verb.add_argument("--why", metavar="TEXT", help="the reason, which is kept")
        verb.set_defaults(run=told(run_judge), verdict=name)
        found.append(verb)
    return found


def _correct(verbs: Commands) -> argparse.ArgumentParser:
    from sayso.records import CORRECTABLE

    correct = verbs.add_parser("correct", help="another value in a field; the machine's is kept beside it")
    correct.add_argument("things", metavar="ID", help="an incident (all its events) or an event")
    correct.add_argument("field", choices=CORRECTABLE, help="the field: " + ", ".join(CORRECTABLE), metavar="FIELD")
    correct.add_argument("after", metavar="VALUE", help='the value; names between ";", days as 2024-05-06, or unknown')
    correct.add_argument("--why", metavar="TEXT", help="the reason, which is kept")
    correct.set_defaults(run=told(run_judge), verdict="correct")
    return correct


def _add(verbs: Commands) -> argparse.ArgumentParser:
    add = verbs.add_parser("add", help="an event that you found in a text")
    add.add_argument("document", metavar="DOCUMENT", help="id of the document")
    add.add_argument("words", metavar="WORDS", help="the words of its text that name the event")
    add.add_argument("--beside", action="store_true", help="also where some of these words tell another event")
    add.add_argument("--at", type=int, metavar="N", help="where they begin, when they stand there several times")
    for field in _ADDED:
        add.add_argument(f"--{field}", metavar="VALUE", required=field == "kind", help=f"its {field}")
    add.add_argument("--why", metavar="TEXT", help="the reason, which is kept")
    add.set_defaults(run=told(run_add))
    return add


def _note(verbs: Commands) -> argparse.ArgumentParser:
    note = verbs.add_parser("note", help="words of your own on an incident, event, claim, person or document")
    note.add_argument("things", metavar="ID", help="what it is about")
    note.add_argument("why", metavar="TEXT", help="the note")
    note.set_defaults(run=told(run_judge), verdict="note")
    return note


def _withdraw(verbs: Commands) -> argparse.ArgumentParser:
    withdraw = verbs.add_parser("withdraw", help="take a decision back: all is as if it had not been made")
    withdraw.add_argument("decision", metavar="DECISION", help="its id, as `sayso decisions` prints it")
    withdraw.add_argument("--why", required=True, metavar="TEXT", help="the reason, which is kept")
    withdraw.set_defaults(run=told(run_withdraw))
    return withdraw


def _listing(commands: Commands) -> None:
    decisions = commands.add_parser("decisions", help="what people decided, and what it holds on to now")
    decisions.add_argument("--unattached", action="store_true", help="only those that miss what they are about")
    decisions.add_argument("--questions", action="store_true", help="only what somebody was unsure of")
    decisions.add_argument("--agreement", action="store_true", help="how far those who accept and reject agree")
    decisions.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
    add_chronicle(decisions)
    decisions.set_defaults(run=told(run_decisions))


def run_identify(options: argparse.Namespace) -> int:
    """Same, different, or unsure."""
    from sayso.chronicle.decided.deciding import identify
    from sayso.chronicle.store import Store

    with Store(options.chronicle, what="sayso decide", create=False) as store:
        return _say(identify(store, options.verdict, options.things, who=_who(options), why=options.why))


def run_judge(options: argparse.Namespace) -> int:
    """Accept, reject, correct, or note."""
    from sayso.chronicle.decided.deciding import judge
    from sayso.chronicle.store import Store

    things = options.things if isinstance(options.things, list) else [options.things]
    field, after = getattr(options, "field", None), getattr(options, "after", None)
    with Store(options.chronicle, what="sayso decide", create=False) as store:
        made = judge(store, options.verdict, things, who=_who(options), why=options.why, field=field, after=after)
        return _say(made)


def run_add(options: argparse.Namespace) -> int:
    """An event that a person found."""
    from sayso.chronicle.decided.deciding import add_event
    from sayso.chronicle.store import Store

    fields = {field: getattr(options, field) for field in _ADDED if getattr(options, field) is not None}
    with Store(options.chronicle, what="sayso decide", create=False) as store:
        return _say(
            add_event(
                store,
                options.document,
                options.words,
                fields,
                who=_who(options),
                why=options.why,
                at=options.at,
                beside=options.beside,
            )
        )


def run_withdraw(options: argparse.Namespace) -> int:
    """Takes a decision back."""
    from sayso.chronicle.decided.deciding import withdraw
    from sayso.chronicle.store import Store

    with Store(options.chronicle, what="sayso decide", create=False) as store:
        return _say(withdraw(store, options.decision, who=_who(options), why=options.why))


def run_decisions(options: argparse.Namespace) -> int:
    """One row a decision."""
    from sayso.chronicle.decided.decisions import listed
    from sayso.chronicle.file import connect_to_read
    from sayso.show.decisions import to_answer

    if options.agreement:
        return _print_agreement(options)
    with closing(connect_to_read(options.chronicle)) as file:
        found = listed(file, unattached=options.unattached)
        if options.questions:
            found = [one for one in found if one.state == "question"]
        print_answer(to_answer(found), options.format)
    return 0


def _print_agreement(options: argparse.Namespace) -> int:
    """What each reviewer accepted and rejected; as a table also how far each two agree."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.views.agreement import agreement
    from sayso.show.decisions import agreement_answer, pair_sentence

    with closing(connect_to_read(options.chronicle)) as file:
        found = agreement(file)
    print_answer(agreement_answer(found), options.format)
    if options.format == "table":
        for pair in found.pairs:
            write_out(pair_sentence(pair))
    return 0


def _who(options: argparse.Namespace) -> str:
    """Who decides: as given, else the name of the account."""
    import getpass

    return str(options.who or getpass.getuser())


def _say(made: Made) -> int:
    for sentence in made.told:
        write_out(sentence)
    decided = "withdrawn" if made.decision.verdict == "withdraw" else "decided"
    write_out(f"{decided} by {made.decision.who} (decision {made.decision.id})")
    return 0

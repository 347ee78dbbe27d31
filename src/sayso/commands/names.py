"""`sayso names`: names that the reader of a chronicle shall find."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.commands.arguments import add_chronicle
from sayso.commands.look import FORMATS, print_answer
from sayso.commands.output import SOME_FAILED, complain, write_out, wrong_call
from sayso.commands.upkeep import told
from sayso.records import ENTITY_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sayso.chronicle.store import Store
    from sayso.commands.output import Commands
    from sayso.knowledge.own_names import OwnName, RefusedName

_ABOUT = """\
Names that the reader shall find in every text of a chronicle, under an id of your own: all aliases of one id are one
person, body or state. They count from the next `sayso add` on; `sayso rebuild --changed` reads older texts again."""


def add_names(commands: Commands) -> None:
    """The arguments of the four commands."""
    names = commands.add_parser("names", help="names and aliases that the reader shall find", description=_ABOUT)
    what = names.add_subparsers(title="what to do", metavar="WHAT", required=True)
    add = what.add_parser("add", help="add names of one person, body or state")
    add.add_argument("aliases", nargs="+", metavar="ALIAS", help="a name as texts write it; it goes by the first")
    add.add_argument("--id", required=True, help="an id of your own, the same for all its names")
    add.add_argument("--kind", required=True, choices=ENTITY_KINDS, help="what it is")
    add.add_argument("--country", metavar="CODE", help="its state (ISO 3166-1, as RU)")
    add.add_argument(
        "--exact-case", action="store_true", help="find it only as it is written; everyday words are taken too"
    )
    add.set_defaults(run=told(run_add))
    load = what.add_parser("import", help="add the names of tables (alias,id,kind,country) or FollowTheMoney files")
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a CSV table, or JSON lines of entities")
    load.set_defaults(run=told(run_import))
    lists = what.add_parser("list", help="the names")
    lists.add_argument("--format", choices=FORMATS, default="table", help="table unless another is named")
    lists.set_defaults(run=told(run_list))
    remove = what.add_parser("remove", help="take a name out, or all names of an id")
    remove.add_argument("alias", nargs="?", metavar="ALIAS", help="the name")
    remove.add_argument("--id", help="all names of this id")
    remove.set_defaults(run=told(run_remove))
    for command in (add, load, lists, remove):
        add_chronicle(command)


def run_add(options: argparse.Namespace) -> int:
    """Adds the aliases of one id."""
    from sayso.chronicle.names import BY_HAND
    from sayso.chronicle.store import Store
    from sayso.knowledge.own_names import OwnName

    given = [OwnName(a, options.id, options.kind, options.country, options.exact_case) for a in options.aliases]
    with Store(options.chronicle, what="sayso names") as store:
        refused = _put(store, given, BY_HAND)
    return wrong_call(f"{len(refused)} not taken") if refused else 0


def run_import(options: argparse.Namespace) -> int:
    """Adds the names of files; 1 when a row could not be taken."""
    from sayso.chronicle.store import Store
    from sayso.knowledge.name_files import load_own_names
    from sayso.knowledge.own_names import NamesError

    try:
        found = load_own_names(options.files)
    except NamesError as error:
        return wrong_call(error)
    for refused in found.refused:
        complain(f"{refused.where}: not taken: {refused.why}")
    with Store(options.chronicle, what="sayso names") as store:
        late = _put(store, found.names, ", ".join(file.name for file in options.files))
    return SOME_FAILED if found.refused or late else 0


def _put(store: Store, names: Iterable[OwnName], source: str) -> list[RefusedName]:
    """Keeps names and says what became of them."""
    from sayso.chronicle.names import put_names

    changed, refused = put_names(store, names, source)
    for one in refused:
        complain(f"not taken: {one.why}")
    write_out(f"{changed} name{'s' * (changed != 1)} added or changed ({store.path})")
    if changed:
        _hint(store)
    return refused


def _hint(store: Store) -> None:
    """Says which texts were read without the names of now."""
    documents = store.connection.execute("SELECT count(*) FROM documents").fetchone()[0]
    if documents:
        write_out(f"The {documents} documents were read before: `sayso rebuild --changed` reads them with these names.")


def run_list(options: argparse.Namespace) -> int:
    """The names."""
    from sayso.chronicle.file import connect_to_read
    from sayso.chronicle.names import listed_names

    with closing(connect_to_read(options.chronicle)) as file:
        print_answer(listed_names(file), options.format)
    return 0


def run_remove(options: argparse.Namespace) -> int:
    """Takes names out."""
    from sayso.chronicle.names import remove_names
    from sayso.chronicle.store import Store

    if (options.alias is None) == (options.id is None):
        return wrong_call("names remove needs an alias, or --id")
    with Store(options.chronicle, what="sayso names", create=False) as store:
        gone = remove_names(store, alias=options.alias, identifier=options.id)
        if not gone:
            return wrong_call(f"there is no name {options.alias or options.id!r}")
        write_out(f"{gone} name{'s' * (gone != 1)} taken out ({options.chronicle})")
        _hint(store)
    return 0

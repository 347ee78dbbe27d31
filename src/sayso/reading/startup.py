"""A quicker start for processes that only read: spaCy without the commands that it brings along.

`import spacy` imports its own command line (download, training, project templates, an HTTP client): a fifth of the time
until the first record, and nothing that reading needs. Only for processes of our own: in a notebook `spacy.info` may be
wanted.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType


def import_without_commands() -> None:
    """Import spaCy with an empty `spacy.cli` in the place of its commands; they can be imported afterwards."""
    if "spacy" in sys.modules:
        return
    commands, information = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    commands.__path__ = []
    information.info = lambda *_, **__: None  # type: ignore[attr-defined]
    stand_ins = {"spacy.cli": commands, "spacy.cli.info": information}
    sys.modules.update(stand_ins)
    try:
        importlib.import_module("spacy")
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)

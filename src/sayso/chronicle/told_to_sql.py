"""What the tables are asked that only Python knows: functions of SQL, taught to every connection.

`has_control(source, control)` tells whether a source, or one of a chain, is a medium of this control
(`knowledge.publishers.CONTROLS`).
"""

from __future__ import annotations

import re
import sqlite3
from functools import lru_cache

STATE_RUN = "state-run"
_STATE_MEDIUM = re.compile(
    r"\bstate(?:[- ](?:run|owned|controlled))? (?:media|news|television|tv|radio|broadcaster|newspaper)", re.IGNORECASE
)


def teach(connection: sqlite3.Connection) -> None:
    """Gives a connection the functions; what they need is loaded when they are first asked."""
    connection.create_function("has_control", 2, has_control, deterministic=True)


@lru_cache(maxsize=50_000)
def has_control(source: str, control: str) -> bool:
    """Whether the table of publishers has a source, or one of its chain, with this control; "state media" has it."""
    from sayso.knowledge.publishers import load_publishers

    if control == STATE_RUN and _STATE_MEDIUM.search(source):
        return True
    found = (load_publishers().by_name(name) for name in source.split(", via "))
    return any(medium is not None and medium.control == control for medium in found)

"""Sectors of actors: their codes in CAMEO and PLOVER, and the words beside a holder or body that tell of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sayso.knowledge.tables import parts, rows

PAST = "none"  # of a word that says that an office is held no more


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector with its code in CAMEO and in PLOVER; `holds` are codes of either that it takes in besides.

    CAMEO: Schrodt, Conflict and Mediation Event Observations codebook 1.1b3 (2012), with the codes that the agents
    dictionary of PETRARCH adds (PTY, REL, IGO). PLOVER: Open Event Data Alliance, PLOVER manual, sector primary codes.
    """

    id: str
    label: str
    cameo: str
    plover: str
    holds: tuple[str, ...]


@cache
def load_sectors() -> dict[str, Sector]:
    """The sectors by id, in the order of `records.SECTORS`."""
    return {
        row["sector"]: Sector(row["sector"], row["label"], row["cameo"], row["plover"], parts(row["holds"]))
        for row in rows("world/sectors.csv")
    }


@cache
def sector_words() -> dict[str, str]:
    """The sector that a word beside a holder tells ("rebel commander"), `PAST` for "former" and its like."""
    return {row["word"]: row["sector"] for row in rows("en/sector_words.csv")}

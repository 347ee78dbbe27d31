"""Words that stand before what matters: nouns of quantity, and support verbs: verbs that lend a noun of action their subject ("conducted a test", "came under attack")."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def quantity_nouns() -> frozenset[str]:
    """Lemmas of nouns that only count what follows their "of" ("a number of", "dozens of")."""
    lines = (resources.files("sayso.knowledge.en") / "quantity_nouns.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def support_verbs() -> dict[str, str]:
    """The phrases of `support_verbs.csv` with the example of each: "hold", "go on" (verb and preposition), "= take"
    (the noun is its subject), "~ suffer" (its subject undergoes the noun), "> blame on" (a participle after the noun brings its doer)."""
    lines = (resources.files("sayso.knowledge.en") / "support_verbs.csv").read_text("utf-8").splitlines()
    return {row["phrase"]: row["example"] for row in csv.DictReader(lines)}


def is_support_verb(phrase: str) -> bool:
    """Whether a verb lemma, "verb preposition", or one of these with its sign is a support verb."""
    return phrase in support_verbs()

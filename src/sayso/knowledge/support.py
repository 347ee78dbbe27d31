"""Words that stand before what matters: nouns of quantity, and support verbs.

Support verbs lend a noun of action their subject: "conducted a test", "came under attack".
"""

from __future__ import annotations

from functools import cache

from sayso.knowledge.tables import lines, rows


@cache
def quantity_nouns() -> frozenset[str]:
    """Lemmas of nouns that only count what follows their "of" ("a number of", "dozens of")."""
    return frozenset(lines("en/quantity_nouns.txt"))


@cache
def support_verbs() -> dict[str, str]:
    """The phrases of `support_verbs.csv` with the example of each: "hold", "go on" (verb and preposition).

    A sign before the verb says more: "= take" (the noun is its subject), "~ suffer" (its subject undergoes the noun),
    "> blame on" (a participle after the noun brings its doer), "+ involve" (its object is what the noun was done with),
    "- kill" (its object is who suffers the noun).
    """
    return {row["phrase"]: row["example"] for row in rows("en/support_verbs.csv")}


def is_support_verb(phrase: str) -> bool:
    """Whether a verb lemma, "verb preposition", or one of these with its sign is a support verb."""
    return phrase in support_verbs()

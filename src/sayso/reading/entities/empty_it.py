"""The "it" that stands for nobody and nothing: "it is clear that", "it took years to"."""

from __future__ import annotations

from sayso.reading import grammar as g


def is_empty(parsed: g.Parsed, token: g.Token) -> bool:
    """Whether "it" stands for a clause or nothing ("it is clear that", "it took years to")."""
    if token.lower != "it":
        return False
    if token.role == g.EXPLETIVE:
        return True
    verb = parsed.tokens[token.head]
    if token.role not in g.SUBJECTS or verb.pos not in (g.VERB, g.AUX):
        return False
    below = g.children(parsed, verb.index)
    copula = verb.pos == g.AUX and any(k.role in (g.COMPLEMENT, g.ATTRIBUTE) for k in below)
    clause = any(k.role in (g.THAT_CLAUSE, g.OPEN_CLAUSE, g.ADVERBIAL_CLAUSE) and k.index > verb.index for k in below)
    if token.role == g.PASSIVE_SUBJECT and any(k.role == g.THAT_CLAUSE and k.index > verb.index for k in below):
        return True
    if copula:
        inner = [k for kid in below if kid.role in (g.COMPLEMENT, g.ATTRIBUTE) for k in g.children(parsed, kid.index)]
        return clause or any(k.role in g.CLAUSES for k in inner) or any(k.role == g.COMPLEMENT for k in below)
    return clause and verb.lemma in ("take", "seem", "appear", "emerge", "happen", "turn")

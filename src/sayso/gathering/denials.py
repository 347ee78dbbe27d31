"""Sources that deny or doubt what others of one incident assert, each as a contradiction with both quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sayso.gathering.accounts import CERTAIN, LIKELY, SURE, VERY_SURE, Account, dispute_of, one_happening, ready_facts
from sayso.gathering.kin import both_in, kinds_in
from sayso.gathering.occasion import where
from sayso.gathering.parties import actors, targets
from sayso.records import Dispute, Telling

_AGAINST = ("denies", "doubts")


def denials_of(incident: str, told: Sequence[Account]) -> Iterator[Dispute]:
    """Each source that denies or doubts, against the firmest that asserts: a named one before a report's own voice."""
    asserting = [(t, account) for account in told for t in account.tellings if _asserts(t)]
    against = [(t, account) for account in told for t in account.tellings if _opposes(t)]
    seen: set[tuple[str, str]] = set()
    for denial, account in sorted(against, key=lambda f: _order(f[0])):
        if _only_headlines(denial, [t for t, _ in against]):
            continue
        others = _denied(asserting, denial, account)
        if others and (denial.source, account.text) not in seen:
            seen.add((denial.source, account.text))
            firm = min(others, key=lambda t: (not t.chain, *_order(t)))
            sides = ((_said(firm), firm, firm.quote), (_said(denial), denial, denial.quote))
            yield dispute_of(incident, "status", sides)


def _denied(asserting: Sequence[tuple[Telling, Account]], denial: Telling, account: Account) -> list[Telling]:
    """What others assert of the happening that is denied: what is surely of it, for a denial in words else what may be.

    A denial in words is of the incident with which it was gathered, however little it tells.
    """
    for sure in (SURE, LIKELY) if denial.stance == "denies" else (VERY_SURE,):
        found = [t for t, other in asserting if _may_be_denied(t, other, denial, account, sure)]
        if found:
            return found
    return []


def _only_headlines(denial: Telling, against: Iterable[Telling]) -> bool:
    """Whether a headline says in short what the body of the same report says: "Moscow denies" for a ministry there."""
    if not _in_headline(denial):
        return False
    return any(t.document == denial.document and not _in_headline(t) for t in against)


def _in_headline(telling: Telling) -> bool:
    return bool(telling.title) and telling.quote in str(telling.title)


def _may_be_denied(telling: Telling, asserted: Account, denial: Telling, denied: Account, sure: float) -> bool:
    """Whether one source asserts what the other denies; a denied accusation is denied for what it says."""
    said = kinds_in("said")
    if telling.source == denial.source or asserted.facts.kind in said or denied.facts.kind in said:
        return False
    if telling.status == "planned" and denial.stance != "denies":
        return False
    if telling.document == denial.document and not telling.chain and _is_beside(telling, denial):
        return False
    if denial.stance != "denies" and denied.facts.tense == "future":
        return False
    if denial.stance not in _AGAINST and not _of_one_thing(asserted, denied):
        return False
    return one_happening(asserted, denied, "status", sure)


def _is_beside(telling: Telling, denial: Telling) -> bool:
    """Whether a report's own words are its headline, or of another event than the denial that it tells."""
    return telling.event != denial.event or _in_headline(telling)


def _of_one_thing(one: Account, other: Account) -> bool:
    """Whether two accounts have a target, a place, or the sides of a deal in common.

    "No captive was released" denies no other release.
    """
    rules = (targets, where, actors) if both_in("deals", one.facts, other.facts) else (targets, where)
    votes = (rule(ready_facts(one.facts), ready_facts(other.facts)) for rule in rules)
    decided = one.facts.id == other.facts.id or other.facts.id in one.decided
    return decided or any(vote is not None and vote[0] >= 1.0 for vote in votes)


def _asserts(telling: Telling) -> bool:
    return telling.status in ("happened", "planned") and telling.stance == "asserts" and telling.factuality in CERTAIN


def _opposes(telling: Telling) -> bool:
    return telling.stance in _AGAINST or (telling.status == "negated" and telling.factuality == "CT-")


def is_against(stance: str, status: str) -> bool:
    """Whether a claim of this stance and status speaks against a happening: it denies or doubts it, or tells it as not
    so."""
    return stance in _AGAINST or status == "negated"


def _order(telling: Telling) -> tuple[str, str, int, str]:
    return telling.published or "9999", telling.document, telling.span.start, telling.source


def _said(telling: Telling) -> str:
    if telling.stance in _AGAINST:
        return {"denies": "denied", "doubts": "doubted"}[telling.stance]
    return "told as not so" if telling.status == "negated" else telling.status

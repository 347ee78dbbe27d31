"""Decisions of people as rows: what was decided of which words, by whom, why, and what it holds on to now."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sayso.chronicle.decided.decisions import Listed
from sayso.chronicle.views.agreement import Agreement, Pair
from sayso.chronicle.views.look import Answer
from sayso.export.incident_rows import clean
from sayso.gathering.amended import BESIDE
from sayso.records import Decision

COLUMNS = ("made", "who", "what", "of", "state", "found", "why", "now", "decision")
WORDS = 3  # quotes that a row shows
_YES_NO = {True: "yes", False: "no", None: ""}


def agreement_answer(found: Agreement) -> Answer:
    """One row a thing that somebody accepted or rejected, a column for each reviewer."""
    head = ("incident", "kind", "what", "agree", *(f"decided by {who}" for who in found.reviewers), "quote")
    rows = (
        (one.id, one.kind, clean(one.word), _YES_NO[one.agree], *(one.verdicts.get(who, "") for who in found.reviewers),
         clean(one.quote))
        for one in found.reviewed
    )  # fmt: skip
    return Answer(tuple(map(clean, head)), tuple(rows))


def pair_sentence(pair: Pair) -> str:
    """ "anna and bert: both decided on 12, alike on 10 (83 %), Cohen's kappa 0.62"."""
    names = f"{clean(pair.one)} and {clean(pair.other)}"
    if not pair.both:
        return f"{names}: nothing that both decided on"
    chance = "not defined, as chance alone gives agreement" if pair.kappa is None else f"{pair.kappa:.2f}"
    return f"{names}: both decided on {pair.both}, alike on {pair.alike} ({pair.share:.0%}), Cohen's kappa {chance}"


def to_answer(decisions: Iterable[Listed]) -> Answer:
    """One row a decision."""
    return Answer(COLUMNS, tuple(_row(one) for one in decisions))


def _row(one: Listed) -> tuple[str, ...]:
    decision = one.decision
    number = len(decision.selectors)
    found = f"{one.found} of {number}" + (f": {'; '.join(one.missing)}" if one.missing else "")
    state = f"withdrawn by {decision.withdrawn_by}" if decision.withdrawn_by else one.state
    more = len(one.now) - WORDS
    now = " ".join(one.now[:WORDS]) + (f" and {more} more" if more > 0 else "")
    return (
        decision.when, clean(decision.who), clean(deed(decision)), clean(_words(decision)), state, found,
        clean(decision.why), clean(now), decision.id,
    )  # fmt: skip


def deed(decision: Decision) -> str:
    """ "same", "reject", "correct kind: visit → meet"; what it does, without what it is about."""
    if decision.verdict == "identity":
        return decision.after or ""
    if decision.verdict == "correct":
        return f"correct {decision.field}: {decision.before or 'unknown'} → {decision.after or 'unknown'}"
    if decision.verdict == "add":
        fields = json.loads(decision.after or "{}")
        beside = " (beside another event)" if fields.pop(BESIDE, None) else ""
        return "add " + ", ".join(f"{field}: {value}" for field, value in fields.items()) + beside
    return decision.verdict


def _words(decision: Decision) -> str:
    """The first words that it is about, each with its document."""
    told = [f"“{s.quote}” ({s.document})" if s.quote else s.document for s in decision.selectors[:WORDS]]
    more = len(decision.selectors) - WORDS
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")

"""The states of a review in SQL: what people accepted, rejected or corrected, and where they disagree.

Of accepting and rejecting the latest of each person counts. Identities, notes, and decisions on single claims are none.
"""

from __future__ import annotations

from sayso.chronicle.decided.decisions import IN_FORCE

STATES = ("unreviewed", "accepted", "corrected", "rejected", "disagreeing")
OF_INCIDENTS = tuple(state for state in STATES if state != "rejected")  # what was rejected is in no incident
REVIEW = f"d.about = 'event' AND {IN_FORCE}"
LATER = (
    "SELECT 1 FROM attachments b CROSS JOIN decisions l ON l.id = b.decision WHERE b.target = a.target"
    " AND l.about = 'event' AND l.verdict IN ('accept', 'reject') AND (l.made, l.rowid) > (d.made, d.rowid)"
    " AND NOT EXISTS (SELECT 1 FROM decisions x WHERE x.withdraws = l.id)"
)
STANDING = (  # of each person the latest accepting or rejecting of an event
    "SELECT a.target, d.who, d.verdict FROM decisions d JOIN attachments a ON a.decision = d.id"
    f" WHERE d.verdict IN ('accept', 'reject') AND a.target IS NOT NULL AND {REVIEW}"
    f" AND NOT EXISTS ({LATER} AND l.who = d.who)"
)
DISAGREEING = (
    f"SELECT yes.target FROM ({STANDING}) yes JOIN ({STANDING}) no ON no.target = yes.target"
    " WHERE yes.verdict = 'accept' AND no.verdict = 'reject'"
)


def judged(verdicts: str, who: str | None) -> str:
    """The events that were judged so, by one person when there is one."""
    return (
        "SELECT a.target FROM decisions d JOIN attachments a ON a.decision = d.id"
        f" WHERE d.verdict IN ({verdicts}) AND a.target IS NOT NULL AND {REVIEW}" + _by(who)
    )


def is_reviewed(event: str, who: str | None) -> str:
    """Whether an event was reviewed, asked of this event alone."""
    return (
        "EXISTS (SELECT 1 FROM attachments a CROSS JOIN decisions d ON d.id = a.decision"
        f" WHERE a.target = {event} AND d.verdict IN ('accept', 'reject', 'correct') AND {REVIEW}{_by(who)})"
    )


def events_in(state: str, who: str | None) -> str:
    """The events that are accepted, corrected, rejected, or that people disagree about."""
    if state == "disagreeing":
        return DISAGREEING
    return judged("'correct'", who) if state == "corrected" else _standing(state[: -len("ed")], who)


def incidents_in(state: str, who: str | None) -> str:
    """The incidents in one of these states, each in the first that fits: disagreeing, corrected, the others."""
    return " EXCEPT ".join(map(incidents_of, (events_in(state, who), *_above(state, who))))


def incidents_of(events: str) -> str:
    """The incidents of some events."""
    return f"SELECT n.incident FROM ({events}) t CROSS JOIN incident_events n ON n.event = t.target"


def unreviewed(who: str | None) -> str:
    """Whether nobody, or not this person, reviewed an incident `i`."""
    own = is_reviewed("n.event", who)
    return f"NOT EXISTS (SELECT 1 FROM incident_events n WHERE n.incident = i.id AND {own})"


def state_of_all(state: str) -> str:
    """Whether an incident `i` is in a state, whoever decided."""
    return unreviewed(None) if state == "unreviewed" else f"i.id IN ({incidents_in(state, None)})"


def _by(who: str | None) -> str:
    return " AND d.who = ?" if who is not None else ""


def _standing(verdict: str, who: str | None) -> str:
    return f"SELECT target FROM ({STANDING}{_by(who)}) WHERE verdict = '{verdict}'"


def _above(state: str, who: str | None) -> list[str]:
    """The events of states that go before this one, where an incident could be in both."""
    if state == "disagreeing":
        return []
    open_ = [] if who is not None else [DISAGREEING]
    return [*open_, judged("'correct'", who)] if state == "accepted" else open_

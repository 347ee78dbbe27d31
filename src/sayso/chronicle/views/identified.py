"""Parties of events under the names of those whom they are gathered as, in SQL.

A party is *shown* under the name of its identity, and under that of its own text where it belongs to none.
"""

from __future__ import annotations


def identity_of(party: str) -> str:
    """Joins the identity `d`, where there is one, of a participant with this alias in an event `e`."""
    return (
        f" LEFT JOIN identity_members b ON b.reading = e.reading AND b.local = {party}.local"
        " LEFT JOIN identity_variants v ON v.variant = b.variant LEFT JOIN identities d ON d.id = v.identity"
    )


def shown_name(party: str) -> str:
    """The name that a participant is shown under, after `identity_of`."""
    return f"coalesce(d.name, {party}.name)"


def called(name: str) -> str:
    """The identities that a text calls by a name that fulfils a condition ("IN (...)")."""
    return f"{_CALLED} {name}"


def events_of_party(who: str, having: str) -> str:
    """The events in which identities among `who` take part, or participants `p` with names of their own."""
    return (
        "SELECT p.event FROM identity_variants v CROSS JOIN identity_members b ON b.variant = v.variant"
        " CROSS JOIN events e ON e.reading = b.reading CROSS JOIN participants p ON p.event = e.id"
        f" AND p.local = b.local AND +p.role <> 'equipment' WHERE v.identity IN ({who})"
        " UNION ALL SELECT p.event FROM participants p CROSS JOIN events e ON e.id = p.event"
        f"{_VARIANT} WHERE p.role <> 'equipment' AND {having}"
    )


def has_party(who: str, having: str) -> str:
    """Whether one of them takes part in an event `e`."""
    return (
        f"EXISTS (SELECT 1 FROM participants p{_VARIANT} WHERE p.event = e.id AND +p.role <> 'equipment'"
        f" AND (v.identity IN ({who}) OR +{having}))"
    )


_VARIANT = (
    " LEFT JOIN identity_members b ON b.reading = e.reading AND b.local = p.local"
    " LEFT JOIN identity_variants v ON v.variant = b.variant"
)
_CALLED = (
    "SELECT v.identity FROM identity_names n CROSS JOIN identity_variants v ON v.variant = n.variant"
    " WHERE n.name COLLATE NOCASE"
)
_EXACTLY = "= ? COLLATE NOCASE"
_IS_SHOWN = (  # whether anybody is shown under a name
    f"EXISTS (SELECT 1 FROM identities WHERE name {_EXACTLY}) OR EXISTS (SELECT 1 FROM participants p"
    f" CROSS JOIN events e ON e.id = p.event{_VARIANT}"
    f" WHERE p.name {_EXACTLY} AND p.role <> 'equipment' AND v.identity IS NULL)"
)
SHOWN_AS = (  # who is shown under a name; where nobody is, whom a text calls so
    f"SELECT id FROM identities WHERE name {_EXACTLY} UNION ALL {_CALLED} {_EXACTLY} AND NOT ({_IS_SHOWN})"
)
OWN_NAME = f"p.name {_EXACTLY} AND (v.identity IS NULL OR NOT ({_IS_SHOWN}))"

"""What was decided here, for a while: so that a page can tell it, and a request that is repeated decides once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from threading import Lock

from sayso.chronicle.decided.deciding import Made

MOST = 2000  # outcomes that are remembered
DONE = {
    "same": "Taken for one",
    "different": "Told apart",
    "unsure": "Noted as a question",
    "accept": "Accepted",
    "reject": "Rejected",
    "correct": "Corrected",
    "add": "Added",
    "note": "Noted",
    "withdraw": "Taken back",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision that was made here, and what came of it in sentences; `withdrawn` when it was taken back since."""

    decision: str
    verdict: str
    told: tuple[str, ...]
    who: str
    withdrawn: bool = False

    @property
    def done(self) -> str:
        return DONE[self.verdict]

    @property
    def undoable(self) -> bool:
        return self.verdict != "withdraw" and not self.withdrawn


def outcome_of(made: Made) -> Outcome:
    """A decision as the pages tell it; an identity goes by what it says: same, different, unsure."""
    decision = made.decision
    verdict = (decision.after or "") if decision.verdict == "identity" else decision.verdict
    return Outcome(decision.id, verdict, made.told, decision.who)


class Outcomes:
    """The latest outcomes by the id of the decision, and by the token under which it was asked for."""

    def __init__(self) -> None:
        self._by_id: OrderedDict[str, Outcome] = OrderedDict()
        self._by_token: OrderedDict[str, str] = OrderedDict()
        self._lock = Lock()

    def of(self, decision: str) -> Outcome | None:
        """The outcome of a decision that was made here."""
        with self._lock:
            return self._by_id.get(decision)

    def of_token(self, token: str) -> Outcome | None:
        """The outcome of a request that came before; None for the empty token."""
        with self._lock:
            return self._by_id.get(self._by_token.get(token, ""))

    def remember(self, outcome: Outcome, token: str) -> None:
        """Keeps an outcome; the oldest ones are forgotten."""
        with self._lock:
            self._by_id[outcome.decision] = outcome
            if token:
                self._by_token[token] = outcome.decision
            for kept in (self._by_id, self._by_token):
                while len(kept) > MOST:
                    kept.popitem(last=False)

    def withdrawn(self, decision: str) -> None:
        """Notes that a decision was taken back."""
        with self._lock:
            if decision in self._by_id:
                self._by_id[decision] = replace(self._by_id[decision], withdrawn=True)

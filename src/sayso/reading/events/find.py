"""Events and claims: triggers told, joined, and written as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.ids import event_id
from sayso.knowledge.frames import Frame
from sayso.reading.certainty.predicates import find_predicates
from sayso.reading.events.claims import Vouching, claims_of, principal, vouch
from sayso.reading.events.grouping import group_tellings
from sayso.reading.events.hanging import hangs, hangs_on_any
from sayso.reading.events.lent_parties import lend_parties
from sayso.reading.events.narrative import settle
from sayso.reading.events.scene import Scene, tokens_of
from sayso.reading.events.tellings import Setting, Telling, tell
from sayso.reading.events.triggers import Trigger, find_triggers, in_name
from sayso.reading.grammar import Token
from sayso.records import Claim, Event, Participant
from sayso.spans import Span

_OTHER = Frame("other", "other", (), "verb", ("subject",), ("object",), (), (), (), None, None, True, "", (), "other")
_OTHER_NOUN = Frame(
    "other", "other", (), "noun", ("possessor", "by", "support subject"), ("of", "on", "against"),
    (), (), (), None, None, True, "", (), "other",
)  # fmt: skip


def find_events(scene: Scene) -> tuple[tuple[Event, ...], tuple[Claim, ...]]:
    """The events of the text, of the 24 kinds and of kind `other`, in order of first trigger, and their claims."""
    triggers = find_triggers(scene)
    tellings = [tell(scene, trigger) for trigger in triggers]
    groups = group_tellings(scene, tellings)
    taken = {t.trigger.index for group in groups for t in group}
    groups.extend([tell(scene, trigger)] for trigger in _other_triggers(scene, taken, triggers))
    groups.sort(key=lambda group: min(t.trigger.span.start for t in group))
    drafts = [_draft(scene, group) for group in groups]
    settings = settle(scene, [[d.principal.telling, *d.tellings] for d in drafts])
    events: list[Event] = []
    claims: list[Claim] = []
    for number, (draft, setting) in enumerate(zip(drafts, settings, strict=True), 1):
        event, own = _event(scene, f"v{number}", draft, setting, len(claims) + 1)
        events.append(event)
        claims.extend(own)
    return lend_parties(scene, events), tuple(claims)


def _other_triggers(scene: Scene, taken: set[int], triggers: Sequence[Trigger]) -> list[Trigger]:
    """Every further predicate that stands in no trigger."""
    inside = tokens_of(scene.parsed, (t.span for t in triggers if t.index in taken))
    found = []
    for index in find_predicates(scene.parsed, scene.kit):
        token = scene.parsed.tokens[index]
        if index in taken or index in inside or in_name(scene, token) or _is_joint(scene, token):
            continue
        found.append(Trigger(index, _OTHER_NOUN if token.pos in ("noun", "name") else _OTHER, token.span))
    return found


def _is_joint(scene: Scene, token: Token) -> bool:
    """Whether a noun only joins two others ("in response to", "in addition to")."""
    phrase = f"{scene.parsed.tokens[token.head].lower} {token.lemma}"
    return scene.kit.cues.event_nouns.get(phrase) == "none"


@dataclass(frozen=True, slots=True)
class _Draft:
    """The tellings of one event, the fullest first, with who vouches for each, and the principal one."""

    tellings: list[Telling]
    vouchings: list[Vouching]
    principal: Vouching


def _draft(scene: Scene, group: list[Telling]) -> _Draft:
    ordered = sorted(group, key=lambda t: (hangs_on_any(scene, t, group), -_fullness(t), t.trigger.span.start))
    vouchings = [vouch(scene, t) for t in ordered]
    return _Draft(ordered, vouchings, principal(vouchings))


def _event(
    scene: Scene, identifier: str, draft: _Draft, setting: Setting, first_claim: int
) -> tuple[Event, list[Claim]]:
    ordered, speaks = draft.tellings, draft.principal
    document = scene.parsed.document
    claims = claims_of(identifier, draft.vouchings, document.version, document.text, first_claim)
    lead = speaks.telling
    event = Event(
        id=identifier,
        kind=lead.kind,
        triggers=_triggers(ordered),
        participants=_participants(scene, ordered, lead),
        place=setting.place,
        time=setting.time,
        tense=lead.judgement.tense,
        outcome=lead.trigger.frame.outcome or lead.judgement.outcome,
        count=lead.judgement.count if lead.judgement.count is not None else 1,
        factuality=speaks.factuality,
        status=speaks.status,
        attributions=speaks.chain,
        sentence=lead.sentence,
        rule=lead.trigger.frame.id,
        place_rule=setting.place_rule,
        key=event_id(document.version, _triggers(ordered)[0]),
    )
    return event, claims


def _fullness(telling: Telling) -> float:
    """How much a telling says; verbs tell more than nouns, and a headline only counts when nothing else does."""
    filled = len({p.role for p in telling.participants}) + (telling.place is not None) + (telling.time is not None)
    return filled + 0.5 * (telling.trigger.frame.pos == "verb") - 3.0 * telling.title


def _triggers(ordered: list[Telling]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(t.trigger.span for t in ordered))


def _participants(scene: Scene, ordered: list[Telling], lead: Telling) -> tuple[Participant, ...]:
    """Each role as the first telling that fills it has it, the principal's first, with what hangs on that one
    ("visited the port to view the fleet"); nobody becomes the doer by denying it."""
    found: list[Participant] = []
    for role in ("actor", "target", "equipment"):
        others = (t for t in ordered if role != "actor" or not t.judgement.factuality.endswith("-"))
        telling = next((t for t in [lead, *others] if t.fillers(role)), None)
        if telling is not None:
            found.extend(
                _filled(scene, role, [telling, *(t for t in ordered if role != "actor" and hangs(scene, telling, t))])
            )
    return tuple(found)


def _filled(scene: Scene, role: str, tellings: list[Telling]) -> list[Participant]:
    unique: dict[str, Participant] = {}
    for telling in tellings:
        for participant in telling.participants:
            if participant.role == role:
                unique.setdefault(participant.ref or participant.name.lower(), participant)
    return list(unique.values())

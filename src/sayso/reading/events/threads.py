"""Which predicate of the story another one goes on with, and by which sign: a pronoun, "there", "... firing at them".

A step is one telling in the order of the text; what it takes from the step that it goes on with is told in
`narrative.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.knowledge.setting import load_setting
from sayso.reading import grammar as g
from sayso.reading.events.dated_words import past_day_in_clause
from sayso.reading.events.scene import Scene
from sayso.reading.events.setting import is_simultaneous, top_of_setting
from sayso.reading.events.tellings import Telling

TIGHT = frozenset({"there", "clause of the story"})  # one scene, whatever its day
REACH = 3  # sentences over which a doer's thread holds


@dataclass(frozen=True, slots=True)
class Step:
    """A predicate of the story as told: the tokens of its doers, and the number of its group."""

    telling: Telling
    group: int
    sentence: int
    doers: frozenset[str]


def steps_of(scene: Scene, groups: Sequence[Sequence[Telling]]) -> list[Step]:
    """The tellings of all groups in order of text."""
    tellings = {t.trigger.index: (n, t) for n, group in enumerate(groups) for t in group}
    return [
        Step(t, n, scene.parsed.tokens[index].sentence, _doers(scene, t)) for index, (n, t) in sorted(tellings.items())
    ]


def _doers(scene: Scene, telling: Telling) -> frozenset[str]:
    """Ids of those that the clause is about: its subject, of a passive too."""
    subject = _subject(scene, telling.trigger.index)
    if subject is None:
        return frozenset()
    return frozenset(e.id for c in g.conjuncts(scene.parsed, subject.index) for e, _ in scene.entities_of(c.index))


def _subject(scene: Scene, index: int) -> g.Token | None:
    return g.subject(scene.parsed, index) if scene.parsed.tokens[index].pos in (g.VERB, g.AUX) else None


def goes_on_with(scene: Scene, step: Step, done: Sequence[Step], main: dict[int, Step]) -> tuple[str, Step] | None:
    """The rule by which a step goes on with another, and that other one."""
    if not _is_past(scene, step):
        return None
    there = _after_there(scene, step, done)
    if there is not None:
        return "there", there
    upper = main.get(top_of_setting(scene, step.telling.trigger).index)
    if upper is not None and upper is not step and _is_gerund(scene, step):
        return "clause of the story", upper
    index = step.telling.trigger.index
    subject = _subject(scene, index)
    heads = _is_clause(scene, step) or is_simultaneous(scene, scene.parsed.tokens[index])
    if subject is None or not heads or not _takes_up(scene, subject) or past_day_in_clause(scene, index):
        return None
    return _same_doer(scene, step, subject, done)


def is_next(scene: Scene, one: Step, other: Step) -> bool:
    """Whether a step stands in the next sentence, but for what is quoted between."""
    between = range(one.sentence + 1, other.sentence)
    return all(any(a.quoted for a in scene.attributions_at.get(n, ())) for n in between)


def _is_past(scene: Scene, step: Step) -> bool:
    """Whether it is told as having happened, in the simple past: neither planned nor feared nor long before."""
    judged = step.telling.judgement
    helpers = {k.lower for k in g.children(scene.parsed, step.telling.trigger.index, g.AUXILIARY)}
    real = judged.factuality == "CT+" or judged.outcome is not None
    return real and judged.tense in ("past", None) and "had" not in helpers and not helpers & {"has", "have"}


def _is_gerund(scene: Scene, step: Step) -> bool:
    """ "left, firing into the air": a clause without subject or tense of its own."""
    token = scene.parsed.tokens[step.telling.trigger.index]
    return (
        token.form == g.GERUND and token.role in g.CLAUSES and g.child(scene.parsed, token.index, *g.SUBJECTS) is None
    )


def _is_progressive(scene: Scene, token: g.Token) -> bool:
    helpers = {k.lower for k in g.children(scene.parsed, token.index, g.AUXILIARY, g.PASSIVE_AUXILIARY)}
    return token.form == g.GERUND and bool(helpers & {"was", "were"})


def _after_there(scene: Scene, step: Step, done: Sequence[Step]) -> Step | None:
    kids = g.children(scene.parsed, step.telling.trigger.index, g.ADVERBIAL)
    if not any(k.lower == "there" for k in kids):
        return None
    return next((s for s in reversed(done) if s.sentence == step.sentence - 1 and _is_clause(scene, s)), None)


def _is_clause(scene: Scene, step: Step) -> bool:
    """Whether a step heads its sentence, alone or with others ("arrived and spoke")."""
    token = g.first_conjunct(scene.parsed, step.telling.trigger.index)
    return token.pos == g.VERB and token.head == token.index


def _same_doer(scene: Scene, step: Step, subject: g.Token, done: Sequence[Step]) -> tuple[str, Step] | None:
    """The last step of those whom a pronoun or description takes up; for "they", also the sentence before of several
    or of a body."""
    for before in reversed(done):
        apart = step.sentence - before.sentence
        if apart > REACH:
            return None
        if apart and _is_thread(scene, before):
            next_of_many = apart == 1 and subject.lower == "they" and _same_paragraph(scene, before, step)
            if before.doers & step.doers or (next_of_many and _is_of_many(scene, before)):
                return f"goes on: {subject.lower}", before
    return None


def _same_paragraph(scene: Scene, one: Step, other: Step) -> bool:
    sentences = scene.parsed.sentences
    return sentences[one.sentence].paragraph == sentences[other.sentence].paragraph


def _is_of_many(scene: Scene, step: Step) -> bool:
    """Whether the subject is several, or a body of several."""
    subject = _subject(scene, step.telling.trigger.index)
    if subject is None:
        return False
    known = scene.entity_of(subject.index)
    body = known is not None and known[0].kind not in ("person", "country", "facility", "other")
    return body or subject.form == g.PLURAL or len(g.conjuncts(scene.parsed, subject.index)) > 1


def _takes_up(scene: Scene, subject: g.Token) -> bool:
    """Whether a subject is a pronoun of the third person, or "the ministers", "the protesters"."""
    if subject.pos == g.PRONOUN:
        return subject.lower in ("he", "she", "they")
    kids = g.children(scene.parsed, subject.index)
    definite = any(k.lower in ("the", "these", "both") for k in kids)
    anew = any(
        k.role in (g.RELATIVE_CLAUSE, g.PREPOSITIONAL) or k.text[:1].isupper() for k in kids if k.role != g.DETERMINES
    )
    return definite and not anew and load_setting().has("parties", subject.lemma)


def _is_thread(scene: Scene, step: Step) -> bool:
    token = scene.parsed.tokens[step.telling.trigger.index]
    return _is_clause(scene, step) or (token.role == g.RELATIVE_CLAUSE and _is_progressive(scene, token))

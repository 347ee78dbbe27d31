"""Text to tokens, sentences and names: the module that knows spaCy, with `fast` beside it.

The parser sees a copy of the text in which odd characters are replaced one for one, so that every offset holds in
`Document.text`. Paragraphs are parsed apart: no sentence runs from a title into the first line.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from sayso.reading import grammar as g
from sayso.reading.lemmas import TABLE_OF, Lemmas, Table
from sayso.reading.paragraphs import normalised, pieces
from sayso.records import Document
from sayso.spans import Span

BATCH = 12  # documents

_ROLES = {
    "ROOT": g.ROOT, "nsubj": g.SUBJECT, "nsubjpass": g.PASSIVE_SUBJECT, "csubj": g.CLAUSE_SUBJECT,
    "csubjpass": g.CLAUSE_SUBJECT, "dobj": g.OBJECT, "dative": g.DATIVE, "attr": g.ATTRIBUTE, "acomp": g.COMPLEMENT,
    "oprd": g.OBJECT_PREDICATE, "ccomp": g.THAT_CLAUSE, "xcomp": g.OPEN_CLAUSE, "advcl": g.ADVERBIAL_CLAUSE,
    "relcl": g.RELATIVE_CLAUSE, "acl": g.NOUN_CLAUSE, "prep": g.PREPOSITIONAL, "pobj": g.PREPOSITION_OBJECT,
    "pcomp": g.PREPOSITION_CLAUSE, "agent": g.AGENT, "appos": g.APPOSITION, "compound": g.COMPOUND,
    "amod": g.ADJECTIVAL, "poss": g.POSSESSOR, "nmod": g.NOUN_MODIFIER, "nummod": g.NUMERIC,
    "quantmod": g.QUANTIFIER, "det": g.DETERMINES, "predet": g.PREDETERMINER, "conj": g.CONJUNCT,
    "cc": g.COORDINATOR, "preconj": g.COORDINATOR, "aux": g.AUXILIARY, "auxpass": g.PASSIVE_AUXILIARY,
    "neg": g.NEGATION, "mark": g.MARKER, "advmod": g.ADVERBIAL, "npadvmod": g.NOUN_ADVERBIAL,
    "prt": g.VERB_PARTICLE, "case": g.CASE, "expl": g.EXPLETIVE, "parataxis": g.PARATAXIS,
    "intj": g.INTERJECTION, "punct": g.PUNCTUATES, "meta": g.UNKNOWN, "dep": g.UNKNOWN,
}  # fmt: skip
_TAGS: dict[str, tuple[str, str | None]] = {
    "VB": (g.VERB, g.BASE), "VBD": (g.VERB, g.PAST), "VBG": (g.VERB, g.GERUND), "VBN": (g.VERB, g.PARTICIPLE),
    "VBP": (g.VERB, g.PRESENT), "VBZ": (g.VERB, g.PRESENT), "MD": (g.AUX, g.MODAL), "NN": (g.NOUN, g.SINGULAR),
    "NNS": (g.NOUN, g.PLURAL), "NNP": (g.NAME, g.SINGULAR), "NNPS": (g.NAME, g.PLURAL), "PRP": (g.PRONOUN, None),
    "PRP$": (g.PRONOUN, g.POSSESSIVE), "WP": (g.PRONOUN, None), "WP$": (g.PRONOUN, g.POSSESSIVE),
    "EX": (g.PRONOUN, None), "DT": (g.DETERMINER, None), "PDT": (g.DETERMINER, None), "WDT": (g.DETERMINER, None),
    "JJ": (g.ADJECTIVE, None), "JJR": (g.ADJECTIVE, None), "JJS": (g.ADJECTIVE, None), "AFX": (g.ADJECTIVE, None),
    "RB": (g.ADVERB, None), "RBR": (g.ADVERB, None), "RBS": (g.ADVERB, None), "WRB": (g.ADVERB, None),
    "IN": (g.PREPOSITION, None), "CD": (g.NUMBER, None), "CC": (g.CONJUNCTION, None), "RP": (g.PARTICLE, None),
    "TO": (g.PARTICLE, None), "POS": (g.PARTICLE, g.POSSESSIVE), "UH": (g.OTHER, None), "FW": (g.OTHER, None),
    "LS": (g.OTHER, None), "ADD": (g.OTHER, None), "XX": (g.OTHER, None), "GW": (g.OTHER, None),
}  # fmt: skip
_LABELS = {
    "PERSON": g.PERSON, "ORG": g.ORGANISATION, "GPE": g.PLACE, "LOC": g.LOCATION, "FAC": g.FACILITY,
    "NORP": g.NATIONALITY, "PRODUCT": g.PRODUCT, "EVENT": g.EVENT_NAME, "WORK_OF_ART": g.WORK, "DATE": g.DATE,
    "TIME": g.TIME_OF_DAY, "QUANTITY": g.QUANTITY, "MONEY": g.MONEY, "PERCENT": g.PERCENT, "CARDINAL": g.CARDINAL,
    "ORDINAL": g.ORDINAL, "LANGUAGE": g.LANGUAGE, "LAW": g.LAW,
}  # fmt: skip
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"})  # no action, but a link


class Parser:
    """A loaded model. `name` and `digest` stand in every report; parsing gives the same answer every time."""

    def __init__(self, pipeline: Any, *, name: str, digest: str, fast: bool = False) -> None:
        """`fast`: the pipeline is made quicker, as `sayso.reading.fast` tells, and belongs to this parser alone."""
        self._pipeline = pipeline
        self._lemmas = _lemmas_of(pipeline)
        self._pipe = _fast(pipeline) if fast else partial(pipeline.pipe, batch_size=64)
        self._batch = 1 if fast else BATCH
        self.name = name
        self.digest = digest

    def parse(self, document: Document) -> g.Parsed:
        return next(iter(self.parse_all([document])))

    def parse_all(self, documents: Iterable[Document]) -> Iterator[g.Parsed]:
        """The documents parsed, in order, in batches of at most BATCH documents."""
        waiting = iter(documents)
        while batch := list(islice(waiting, self._batch)):
            yield from self._parse_batch(batch)

    def _parse_batch(self, batch: Sequence[Document]) -> Iterator[g.Parsed]:
        own_pieces = [list(pieces(document.text)) for document in batch]
        seen_by_model = [normalised(d.text) for d in batch]
        flat = [seen[s.start : s.stop] for seen, own in zip(seen_by_model, own_pieces, strict=True) for _, s in own]
        parsed = iter(self._pipe(flat))
        for document, own in zip(batch, own_pieces, strict=True):
            builder = _Builder(document, self._lemmas)
            for paragraph, span in own:
                builder.add(next(parsed), span.start, paragraph)
            yield builder.done()


class _Builder:
    """Collects the pieces of one document into a `Parsed`."""

    def __init__(self, document: Document, lemmas: Lemmas) -> None:
        self.document, self.lemmas = document, lemmas
        self.tokens: list[g.Token] = []
        self.sentences: list[g.Sentence] = []
        self.names: list[g.Name] = []

    def add(self, doc: Any, offset: int, paragraph: int) -> None:
        text = self.document.text
        kept = {t.i: len(self.tokens) + n for n, t in enumerate(t for t in doc if not t.is_space)}
        if not kept:
            return
        for sentence in doc.sents:
            inside = [t for t in sentence if t.i in kept]
            if not inside:
                continue
            number = len(self.sentences)
            span = Span(offset + inside[0].idx, offset + inside[-1].idx + len(inside[-1]))
            self.sentences.append(
                g.Sentence(
                    kept[inside[0].i], kept[inside[-1].i], span, paragraph, span.stop <= self.document.title_stop
                )
            )
            self.tokens.extend(self._token(t, kept, offset, text, number) for t in inside)
        for index in kept.values():
            token = self.tokens[index]
            if token.head != index:
                self.tokens[token.head].children.append(index)
        for ent in doc.ents:
            inside = [kept[t.i] for t in ent if t.i in kept]
            if inside and ent.label_ in _LABELS:
                self.names.append(g.Name(inside[0], inside[-1], _LABELS[ent.label_]))

    def _token(self, t: Any, kept: dict[int, int], offset: int, text: str, sentence: int) -> g.Token:
        start = offset + t.idx
        stop = start + len(t)
        lower = t.lower_
        role = _ROLES.get(t.dep_, g.UNKNOWN)
        pos, form = _TAGS.get(t.tag_, (g.PUNCTUATION if not lower.isalnum() else g.OTHER, None))
        if pos == g.VERB and (role in (g.AUXILIARY, g.PASSIVE_AUXILIARY) or lower in _BE):
            pos = g.AUX
        head = t.head
        while head.i not in kept and head.head is not head and head.head.i != head.i:
            head = head.head
        return g.Token(
            index=kept[t.i],
            start=start,
            stop=stop,
            text=text[start:stop],
            lower=lower,
            lemma=self.lemmas.of(lower, pos, form),
            pos=pos,
            form=form,
            role=role,
            head=kept.get(head.i, kept[t.i]),
            sentence=sentence,
        )

    def done(self) -> g.Parsed:
        return g.Parsed(self.document, tuple(self.tokens), tuple(self.sentences), tuple(self.names))


def _lemmas_of(pipeline: Any) -> Lemmas:
    """The tables that the pipeline carries for its lemmatizer."""
    lookups = pipeline.get_pipe("lemmatizer").lookups
    exceptions, known, rules = (lookups.get_table(name) for name in ("lemma_exc", "lemma_index", "lemma_rules"))
    names = sorted(set(TABLE_OF.values()))
    return Lemmas({n: Table(exceptions.get(n, {}), frozenset(known.get(n, ())), rules.get(n, ())) for n in names})


def _fast(pipeline: Any) -> Callable[[Iterable[str]], Iterator[Any]]:
    from sayso.reading.fast import FastPipeline

    return FastPipeline(pipeline).pipe


@cache
def load_parser(model: str | Path | None = None, *, fast: bool = False) -> Parser:
    """The named pipeline, or the one at a path, loaded once; the default model's files are checked against the list.

    Raises `sayso.reading.model.ModelMissing` when it is not installed and `ModelChanged` when a file differs.
    """
    import spacy

    from sayso.reading.model import checked_model

    checked = checked_model(model)
    with warnings.catch_warnings():  # the model says that it is older than spaCy; the hashes of its files are checked
        warnings.filterwarnings("ignore", message=r".*\[W095\].*")
        pipeline = spacy.load(checked.path, exclude=["attribute_ruler"], disable=["lemmatizer"])
    return Parser(pipeline, name=checked.name, digest=checked.digest, fast=fast)

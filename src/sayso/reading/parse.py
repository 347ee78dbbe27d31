"""Text to tokens, sentences and names: the only module that knows spaCy.

The parser sees a copy of the text in which odd characters are replaced one for one, so that every offset holds in
`Document.text`. Paragraphs are parsed apart: no sentence runs from a title into the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sayso.reading import grammar as g
from sayso.records import Document
from sayso.spans import Span

LONGEST_PIECE = 50_000  # characters given to the model at once
BATCH = 12  # documents
DEFAULT_MODEL = "en_core_web_md"

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
_LEMMA_TABLE = {g.VERB: "verb", g.AUX: "verb", g.NOUN: "noun", g.ADJECTIVE: "adj", g.ADVERB: "adv"}
_CONTRACTED = {
    "'s": "be", "'re": "be", "'m": "be", "'ve": "have", "'d": "would", "'ll": "will", "wo": "will", "ca": "can",
}  # fmt: skip
_TAKES_E = ("is", "iz", "at", "v", "c", "u", "dg", "ns", "rs")  # "denuclearis-", "rais-": ends of verbs in -e


class Parser:
    """A loaded model. `name` and `digest` stand in every report; parsing gives the same answer every time."""

    def __init__(self, pipeline: Any, *, name: str, digest: str) -> None:
        self._pipeline = pipeline
        self._lemmas: dict[tuple[str, str, str | None], str] = {}
        self.name = name
        self.digest = digest

    def parse(self, document: Document) -> g.Parsed:
        return next(iter(self.parse_all([document])))

    def parse_all(self, documents: Iterable[Document]) -> Iterator[g.Parsed]:
        """The documents parsed, in order, in batches of at most BATCH documents."""
        waiting = iter(documents)
        while batch := list(islice(waiting, BATCH)):
            yield from self._parse_batch(batch)

    def _parse_batch(self, batch: Sequence[Document]) -> Iterator[g.Parsed]:
        pieces = [[(p, piece) for p, piece in _pieces(document)] for document in batch]
        seen_by_model = [normalised(d.text) for d in batch]
        flat = [seen[s.start : s.stop] for seen, own in zip(seen_by_model, pieces, strict=True) for _, s in own]
        parsed = iter(self._pipeline.pipe(flat, batch_size=64))
        for document, own in zip(batch, pieces, strict=True):
            builder = _Builder(document, self._lemma)
            for paragraph, span in own:
                builder.add(next(parsed), span.start, paragraph)
            yield builder.done()

    def _lemma(self, word: str, pos: str, form: str | None) -> str:
        key = (word, pos, form)
        found = self._lemmas.get(key)
        if found is None:
            found = self._lemmas[key] = self._look_up(word, pos, form)
        return found

    def _look_up(self, word: str, pos: str, form: str | None) -> str:
        """The lemma by the pipeline's tables: its exceptions, else the longest known form that a rule leads to."""
        kind = _LEMMA_TABLE.get(pos)
        if word in _CONTRACTED and pos == g.AUX:
            return _CONTRACTED[word]
        if kind is None or form in (g.BASE, g.MODAL) or (pos == g.NOUN and form == g.SINGULAR):
            return word
        tables = self._pipeline.get_pipe("lemmatizer").lookups
        exceptions = tables.get_table("lemma_exc").get(kind, {})
        if word in exceptions:
            return str(exceptions[word][0])
        known = tables.get_table("lemma_index").get(kind, {})
        if pos == g.ADJECTIVE and word in known:
            return word
        rules = tables.get_table("lemma_rules").get(kind, [])
        led_to = [word[: len(word) - len(old)] + new for old, new in rules if word.endswith(old)]
        inside = [f for f in led_to if f in known]
        if inside:
            return max(inside, key=len)
        return word if word in known or not led_to or not word.isalpha() else _regular(led_to)


def _regular(candidates: list[str]) -> str:
    """The likeliest lemma of a word that no table knows: "airlifted" airlift, "denuclearised" denuclearise."""
    shortest = min((c for c in candidates if c), key=len, default=candidates[0])
    return next((c for c in candidates if c == shortest + "e" and shortest.endswith(_TAKES_E)), shortest)


class _Builder:
    """Collects the pieces of one document into a `Parsed`."""

    def __init__(self, document: Document, lemma: Any) -> None:
        self.document, self.lemma = document, lemma
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
        if pos == g.VERB and (role in (g.AUXILIARY, g.PASSIVE_AUXILIARY) or (lower in _BE_HAVE_DO and _copula(t))):
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
            lemma=self.lemma(lower, pos, form),
            pos=pos,
            form=form,
            role=role,
            head=kept.get(head.i, kept[t.i]),
            sentence=sentence,
        )

    def done(self) -> g.Parsed:
        return g.Parsed(self.document, tuple(self.tokens), tuple(self.sentences), tuple(self.names))


def _copula(t: Any) -> bool:
    """Whether a form of "be" links its subject to a noun or adjective: an auxiliary of ours, not an action."""
    return bool(t.lower_ in _BE)


_BE = frozenset("be am is are was were been being 's 're 'm ’s ’re ’m".split())


# --- the text as the model sees it ---------------------------------------------------------------------------------

_ONE_FOR_ONE = str.maketrans(
    {
        "’": "'", "‘": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u200a": " ", "\u2002": " ", "\u2003": " ",
        "\u2028": "\n", "\u2029": "\n", "\r": " ", "\t": " ", "\x00": " ", "\u200b": " ", "\ufeff": " ",
        "\u200e": " ", "\u200f": " ", "\u202a": " ", "\u202b": " ", "\u202c": " ", "\u202d": " ", "\u202e": " ",
        "\u2066": " ", "\u2067": " ", "\u2068": " ", "\u2069": " ", "\u00ad": " ", "\u2011": "-", "\u2010": "-",
    }
)  # fmt: skip
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_STRAY_STOP = re.compile(r"(?<=[a-z])\.(?= [A-Z]\. [A-Z][a-z])")  # "Vladimir. V. Putin"
_SYMBOLS = re.compile(r"[^\w\s]{24,}")
_LONG_WORD = re.compile(r"\S{200,}")


def normalised(text: str) -> str:
    """The text as the model reads it: of the same length, offset for offset.

    Quotes become straight, odd spaces and controls plain spaces; runs of symbols and endless words, on which
    tokenizers take quadratic time, are blanked but for their beginning.
    """
    seen = _SURROGATES.sub("\ufffd", text.translate(_ONE_FOR_ONE))
    seen = _STRAY_STOP.sub(" ", seen)
    seen = _SYMBOLS.sub(lambda m: m[0][:3].ljust(len(m[0])), seen)
    return _LONG_WORD.sub(lambda m: m[0][:60].ljust(len(m[0])), seen)


_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")
_SENTENCE_END = tuple(".!?:;\"'”’)…")
_WRAPPED_AT = 60  # a line at least this long that ends without a stop may be hard-wrapped


def paragraphs(text: str) -> list[Span]:
    """The blocks of a text: separated by empty lines, or by a line end that no hard wrapping explains."""
    found: list[Span] = []
    start = 0
    for gap in [*_BLANK.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        found.extend(part for line in _lines(text, start, stop) for part in _dateline_apart(text, line))
        start = gap.end() if gap else stop
    return found


# "KYIV, Ukraine (Harbor Wire) - ", "MOSCOW, Sept. 13 — ": capitals, then at most a region, a date, an agency
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}(?:/[A-Z]+)?(?:, [\w.]+(?: [\w.]+){0,3}){0,2}(?: ?\([^()]{2,40}\))? ?[-–—]{1,2} "
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,3} \([^()]{2,40}\) ?[-–—]{1,2} "
)


def _dateline_apart(text: str, block: Span) -> list[Span]:
    """A paragraph without the dateline before it: parsed together, the dateline takes the place of the subject."""
    found = _DATELINE.match(text, block.start, block.stop)
    if found is None or found.end() >= block.stop:
        return [block]
    return [Span(block.start, found.end()), Span(found.end(), block.stop)]


def _lines(text: str, start: int, stop: int) -> list[Span]:
    found: list[Span] = []
    begin = line = start
    for end in _LINE_END.finditer(text, start, stop):
        width = end.start() - line
        wrapped = width >= _WRAPPED_AT and not text[line : end.start()].rstrip().endswith(_SENTENCE_END)
        continues = end.end() < stop and text[end.end()].islower()
        if not (wrapped or continues):
            found.append(Span(begin, end.start()))
            begin = end.end()
        line = end.end()
    found.append(Span(begin, stop))
    return [s for s in found if text[s.start : s.stop].strip()]


def _pieces(document: Document) -> Iterator[tuple[int, Span]]:
    """Paragraph number and span of each piece for the model; a paragraph over LONGEST_PIECE is cut at spaces."""
    for number, block in enumerate(paragraphs(document.text)):
        start = block.start
        while block.stop - start > LONGEST_PIECE:
            cut = document.text.rfind(" ", start, start + LONGEST_PIECE)
            cut = cut if cut > start else start + LONGEST_PIECE
            yield number, Span(start, cut)
            start = cut
        yield number, Span(start, block.stop)


# --- loading -------------------------------------------------------------------------------------------------------


def load_parser(model: str | Path | None = None) -> Parser:
    """The named pipeline, or the one at a path; the default model's files are checked against the committed list.

    Raises `sayso.reading.model.ModelMissing` when it is not installed and `ModelChanged` when a file differs.
    """
    import spacy

    from sayso.reading.model import checked_model

    checked = checked_model(model)
    pipeline = spacy.load(checked.path, exclude=["attribute_ruler"], disable=["lemmatizer"])
    return Parser(pipeline, name=checked.name, digest=checked.digest)

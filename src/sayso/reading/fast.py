"""The quick way to parse, for `--fast`: names are looked for only beside capitals and figures.

Half the time of the pipeline goes into its recogniser of names, which reads every word. English marks its names, days
and amounts by capitals, figures and number words; words further than `BESIDE` from all of these are left out of what
the recogniser reads. Its matrices, and those of the pipeline, are multiplied by numpy's library, which is quicker
where spaCy's own has no kernel for the processor. Such products may differ in the last bit by how many rows go in at
once: documents are therefore parsed one by one, on one thread, and the answer depends on the document alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

BESIDE = 1  # words on either side of a capital, a figure or a number word
AT_ONCE = 64  # pieces of one document


class FastPipeline:
    """A loaded pipeline with its recogniser of names set apart. It takes the pipeline over: use no other way to it."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._recogniser = pipeline.get_pipe("ner")
        self._threads = ThreadpoolController()
        ops = _PlainOps()
        for _, part in pipeline.pipeline:
            for node in part.model.walk():
                if type(node.ops) is NumpyOps:  # and not one made for a processor
                    node.ops = ops
        pipeline.disable_pipe("ner")

    def pipe(self, texts: Iterable[str]) -> Iterator[Doc]:
        """The pieces of one document, parsed."""
        with self._threads.limit(limits=1, user_api="blas"):
            docs = list(self._pipeline.pipe(texts, batch_size=AT_ONCE))
            places = [beside(doc) for doc in docs]
            short = [extract(doc, kept) for doc, kept in zip(docs, places, strict=True)]
            list(self._recogniser.pipe([s for s in short if len(s)], batch_size=AT_ONCE))
        for doc, kept, named in zip(docs, places, short, strict=True):
            doc.set_ents([Span(doc, kept[e.start], kept[e.end - 1] + 1, label=e.label) for e in named.ents])
        return iter(docs)


def beside(doc: Doc) -> list[int]:
    """The tokens that may belong to a name, a day or an amount, with those beside them, in order."""
    kept: set[int] = set()
    for token in doc:
        if _tells(token):
            kept.update(range(max(0, token.i - BESIDE), min(len(doc), token.i + BESIDE + 1)))
    return sorted(kept)


def _tells(token: Any) -> bool:
    if token.is_sent_start and token.is_stop:  # "The", "They"
        return False
    return bool(token.is_currency or token.like_num or any(c.isupper() or c.isdigit() for c in token.text))


def extract(doc: Doc, kept: list[int]) -> Doc:
    """Only these tokens of a text. Where some were left out a sentence begins, so that no name runs across."""
    starts: list[bool | int | None] = [
        n == 0 or kept[n - 1] != i - 1 or bool(doc[i].is_sent_start) for n, i in enumerate(kept)
    ]
    words, spaces = [doc[i].text for i in kept], [bool(doc[i].whitespace_) for i in kept]
    return Doc(doc.vocab, words=words, spaces=spaces, sent_starts=starts)


class _PlainOps(NumpyOps):  # type: ignore[misc]
    """Arrays of the processor, multiplied by numpy."""

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        return np.dot(x.T if trans1 else x, y.T if trans2 else y, out=out)

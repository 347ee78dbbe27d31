"""A record that a person found in an article: the words that tell it, its kind, and what else is told of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sayso.chronicle.decided.deciding import Made, add_event
from sayso.chronicle.file import ChronicleError, NotThere
from sayso.chronicle.store import Store
from sayso.chronicle.stored import document_of
from sayso.records import CORRECTABLE
from sayso.web.filters import YES
from sayso.web.pages.decide import decided, form_of, local, text_of
from sayso.web.templating import Tab, shown

TABS: tuple[Tab, ...] = ()
router = APIRouter()


@router.post("/document/add")
def add_record(
    request: Request, form: Annotated[FormData, Depends(form_of)], then: Annotated[str, Depends(local)]
) -> Response:
    """Adds the record that a form tells; it can be undone like any decision."""
    document, at = text_of(form, "id"), _place(text_of(form, "at"))
    words = str(form.get("words", "")).replace("\r\n", "\n")
    fields = {field: value for field in CORRECTABLE if (value := text_of(form, field))}
    if "kind" not in fields:
        raise HTTPException(400, "A record needs a kind.")

    def add(store: Store, who: str) -> Made:
        own = words_at(_text(store, document), words, at)
        why, beside = text_of(form, "why") or None, text_of(form, "beside") == YES
        return add_event(store, document, own, fields, who=who, why=why, at=at, beside=beside)

    return decided(request, add, then=then, once=text_of(form, "once"))


def words_at(text: str, words: str, at: int | None) -> str:
    """The words as the text has them: what a page shows in another form is meant too.

    Raises ChronicleError when they do not stand at character `at`; without it, when they stand nowhere or twice.
    """
    if at is not None:
        own = text[at : at + len(words)]
        if not words or shown(own) != shown(words):
            raise ChronicleError("these words are not where they were selected; select them again")
        return own
    plain = words.strip()
    if not plain:
        raise ChronicleError("a record needs the words of the article that tell it")
    count = text.count(plain)
    if count > 1:
        raise ChronicleError(f"these words stand {count} times in the text: select them there, or add the words beside")
    if not count:
        raise ChronicleError("these words are not in the text; take them over as they stand there")
    return plain


def _text(store: Store, document: str) -> str:
    try:
        return document_of(store.connection, document).text
    except KeyError:
        raise NotThere(f"there is no document {document!r}") from None


def _place(told: str) -> int | None:
    """The character at which the words begin, as a page counted it; the answer 400 when it is no number."""
    if told and not (told.isascii() and told.isdigit() and len(told) < 10):
        raise HTTPException(400, "The place of the words is no number.")
    return int(told) if told else None

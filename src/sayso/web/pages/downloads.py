"""Files of exactly what a page shows, in every format of `sayso export`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sayso.chronicle.views.entries import entries
from sayso.export.formats import Format, MissingLibrary, chunks, formats, pages
from sayso.records import Entry
from sayso.web.filters import filters_of
from sayso.web.pages.incident import incident_of
from sayso.web.reading import reading
from sayso.web.templating import Tab

TABS: tuple[Tab, ...] = ()
IN_MEMORY = 8 << 20  # bytes of a file that is not put on the disk meanwhile
PIECE = 1 << 16
router = APIRouter()


@router.get("/incidents/download/{name}")
def download(request: Request, name: str) -> Response:
    """All incidents of a view in one format."""
    form, filters = _format(name), filters_of(request.query_params.multi_items())
    with reading(request) as file:
        return _answer(form, entries(file, filters.view), "sayso-incidents")


@router.get("/incident/{identifier}/download/{name}")
def download_one(request: Request, identifier: str, name: str) -> Response:
    """One incident in one format."""
    form = _format(name)
    with reading(request) as file:
        found = incident_of(file, identifier)
        return _answer(form, [found], f"sayso-incident-{found.id[:12]}")


def _format(name: str) -> Format:
    form = formats().get(name)
    if form is None:
        raise HTTPException(404, "There is no such format.")
    return form


def _answer(form: Format, found: Iterable[Entry], stem: str) -> Response:
    """A file to be saved; it is whole before the first byte goes out, so that none is cut off unseen."""
    made: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed when it is sent)
    try:
        if form.is_folder:
            _zip(made, form, found)
        else:
            made.writelines(chunks(form, found))
    except MissingLibrary as error:
        raise HTTPException(501, str(error)) from error
    made.seek(0)
    name = f"{stem}{form.suffix or '.zip'}"
    return StreamingResponse(
        _in_pieces(made), media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip


def _zip(made: IO[bytes], form: Format, found: Iterable[Entry]) -> None:
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        for path, content in pages(form, found):
            folder.writestr(path, content)


def _in_pieces(made: IO[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(PIECE):
            yield piece

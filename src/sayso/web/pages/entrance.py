"""The way in: the first page, and the question for a password where the address is open to other machines."""

from __future__ import annotations

import asyncio
import hmac
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sayso.web.safety import let_in
from sayso.web.settings import Settings
from sayso.web.templating import Tab, bare_page

TABS: tuple[Tab, ...] = ()
PAUSE = 1.0  # seconds after a wrong password, one attempt at a time
router = APIRouter()


@router.get("/")
def first_page() -> Response:
    """Leads to the incidents."""
    return RedirectResponse("/incidents", status_code=303)


@router.post("/enter")
async def enter(request: Request, password: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Lets in whoever knows the password; without one set there is nothing to enter."""
    settings: Settings = request.app.state.settings
    if settings.password is None:
        raise HTTPException(404)
    async with request.app.state.attempt:
        if hmac.compare_digest(password.encode("utf-8", "replace"), settings.password.encode("utf-8")):
            return let_in(settings)
        await asyncio.sleep(PAUSE)
    return bare_page("enter.html", status=403, words="This is not the password.")

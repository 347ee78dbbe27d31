"""The application: pages, errors and the guard put together. Nothing is global: two may run beside each other."""

from __future__ import annotations

import asyncio
import threading

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from sayso.web.adder import AdderProcess
from sayso.web.adding import Adding
from sayso.web.api import description
from sayso.web.assets_folder import Assets
from sayso.web.counts import Counted
from sayso.web.errors import add_errors, refuse
from sayso.web.kept import Kept
from sayso.web.outcomes import Outcomes
from sayso.web.pages import PAGES
from sayso.web.safety import Guard
from sayso.web.settings import Settings
from sayso.web.templating import ASSETS


def make_app(settings: Settings, counted: Counted | None = None, adding: Adding | None = None) -> ASGIApp:
    """The pages over one chronicle, behind the guard; `counted` keeps its counts, `adding` what it reads."""
    app = FastAPI(title="sayso", openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.settings = settings
    app.state.counted = counted or Counted(settings.chronicle)
    app.state.kept = Kept(settings.chronicle)
    app.state.adding = adding or Adding(settings.chronicle, AdderProcess.of(settings))
    app.state.attempt = asyncio.Lock()  # one password at a time
    app.state.writing = threading.Lock()  # one decision at a time
    app.state.outcomes = Outcomes()
    app.state.tabs = tuple(tab for page in PAGES for tab in page.TABS)
    app.mount("/assets", GZipMiddleware(Assets(directory=ASSETS), compresslevel=5))
    for page in (*PAGES, description):
        app.include_router(page.router)
    add_errors(app)
    return Guard(app, settings, refuse)

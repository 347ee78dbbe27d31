"""Style, scripts and pictures: kept by the browser as long as their address has the mark of their content."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER = "private, max-age=31536000, immutable"


class Assets(StaticFiles):
    """The files of a folder; those that are asked for with `?v=` never change under that address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200 and scope["query_string"].startswith(b"v="):
            response.headers["Cache-Control"] = FOR_EVER
        return response

"""The door of the rooms: short requests of the browser, beside Streamlit's connections."""

import json
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from lazyq.ui.base import below_base
from lazyq.ui.rooms.room import RefusedError
from lazyq.ui.rooms.rooms import ROOMS, written

LARGEST: Final = 4096  # bytes of a request
_NO_STORE: Final = {"Cache-Control": "no-store"}


async def enter(request: Request) -> JSONResponse:
    """Answer a request to a room: its snapshot, or ``problem``, a sentence, with HTTP's status for it."""
    try:
        told = ROOMS.answer(written(request.path_params["code"]), await _message(request))
    except RefusedError as error:
        return JSONResponse({"problem": str(error)}, error.status, _NO_STORE)
    return JSONResponse(told, headers=_NO_STORE)


async def _message(request: Request) -> dict[str, Any]:
    # A page of another site can't send this type unless it is allowed to, and nobody allows it.
    if request.headers.get("content-type") != "application/json":
        raise RefusedError(415, "A request must be JSON.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(413, f"A request has at most {LARGEST} bytes.")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "A request must be JSON.") from error
    if not isinstance(message, dict):
        raise RefusedError(400, "A request must be an object.")
    return message


def doors() -> list[Route]:
    """Return the routes of the rooms."""
    return [Route(below_base("rooms/{code}"), enter, methods=["POST"])]

"""The endpoint that a chat service posts updates to: 200 only when the answer is out."""

import hmac
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.errors import TryLater
from bot.metrics import Metrics

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
BODY_LIMIT = 1_000_000

Handle = Callable[[Mapping[str, Any]], Awaitable[None]]

_log = structlog.get_logger(__name__)


class Webhook:
    """Checks a request's secret and size, hands its update over, and acknowledges after the work.

    The service sends the next update of a chat only after 200 for the one before, and repeats what failed: acknowledging after the
    work makes it our queue. A body that is no update gets 200 as well, for repeating it would not help.
    """

    def __init__(self, secret: str, handle: Handle, metrics: Metrics) -> None:
        self._secret = secret.encode()
        self._handle = handle
        self._metrics = metrics

    async def __call__(self, request: Request) -> Response:
        response = await self._respond(request)
        self._metrics.count("webhook_requests", status=str(response.status_code))
        return response

    async def _respond(self, request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret):
            return Response(status_code=403)
        body = await _body_within(request, BODY_LIMIT)
        if body is None:
            return Response(status_code=413)
        update = _json_object(body)
        if update is None:
            _log.warning("webhook body is no JSON object", size=len(body))
            return Response(status_code=200)
        try:
            await self._handle(update)
        except TryLater as error:
            return Response(status_code=503, headers={"Retry-After": str(math.ceil(error.after))})
        except Exception as error:  # the service repeats the update; the log must not hold its content
            _log.error("update failed", error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)


async def _body_within(request: Request, limit: int) -> bytes | None:
    """The body, or None as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            return None
    return bytes(body)


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None

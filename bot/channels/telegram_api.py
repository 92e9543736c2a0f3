"""Talking to the Bot API: the HTTP client, and what a failed call means."""

import asyncio
import itertools
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from bot.channels.telegram_incoming import ALLOWED_UPDATES
from bot.errors import HuitongError, TryLater
from bot.metrics import Metrics

T = TypeVar("T")


class Blocked(HuitongError):
    """The person blocked the bot, or it was removed from the group: nothing can be sent there."""


class Unconfirmed(HuitongError):
    """The call was sent and no answer came in time: Telegram may have shown the message."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a failing call is tried again before the whole update is asked for once more; seconds.

    The sum stays well under the 60 seconds after which Telegram closes a webhook's connection.
    """

    total: float = 20.0
    first_pause: float = 0.5
    longest_pause: float = 8.0

    def pause(self, attempt: int) -> float:
        return min(self.longest_pause, self.first_pause * 2.0**attempt)


class Client(Bot):
    """The library's Bot, which can also fetch updates as Telegram wrote them.

    The library reads a whole batch or nothing: one update that it cannot read would keep back all the others.
    """

    __slots__ = ()

    async def fetch_updates(self, *, offset: int, wait: int, limit: int) -> list[Mapping[str, Any]]:
        """Updates from `offset` on as JSON objects; waits up to `wait` seconds for one. Confirms all before `offset`."""
        parameters = {"offset": offset, "timeout": wait, "limit": limit, "allowed_updates": list(ALLOWED_UPDATES)}
        found = await self._post("getUpdates", parameters, read_timeout=wait + 10)
        return [update for update in found if isinstance(update, dict)] if isinstance(found, list) else []


@asynccontextmanager
async def connected(
    token: str, *, base_url: str | None = None, proxy: str | None = None, read_timeout: float = 15.0
) -> AsyncIterator[Client]:
    """A client for the Bot API at `base_url` (default: Telegram's own), through an HTTP `proxy` when given.

    Nothing is sent before the first call. Connections are closed at the end of the block.
    """
    quieten_http_loggers()
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's switch to durations, without which it warns at every flood limit
    root = (base_url or "https://api.telegram.org").rstrip("/")
    requests = [_request(read_timeout, proxy, connections=100), _request(read_timeout, proxy, connections=2)]
    try:
        yield Client(token, base_url=f"{root}/bot", base_file_url=f"{root}/file/bot", request=requests[0], get_updates_request=requests[1])
    finally:
        for request in requests:
            await request.shutdown()


def quieten_http_loggers() -> None:
    """Their INFO lines hold request URLs, and those hold the token."""
    for name in ("httpx", "httpcore", "aiohttp"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its errors quote whole responses, and whatever matters in them reaches us as an exception.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)


def _request(read_timeout: float, proxy: str | None, *, connections: int) -> HTTPXRequest:
    # The default httpx pool slows down under many calls at once; kept connections save a TLS handshake on a quiet bot.
    transport = AiohttpTransport(
        limits=httpx.Limits(max_connections=connections, keepalive_expiry=60),
        proxy=httpx.Proxy(proxy) if proxy else None,
    )
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=5.0,
        read_timeout=read_timeout,
        pool_timeout=10.0,
        httpx_kwargs={"transport": transport, "trust_env": False},
    )


async def insist(call: Callable[[], Awaitable[T]], *, patience: Patience, metrics: Metrics, repeatable: bool = False) -> T:
    """Makes a call, and again after 429, 5xx and lost connections, as long as patience lasts.

    A `repeatable` call does the same when made twice (an edit). Others are not made again when Telegram may have done them already.
    Raises Blocked, Unconfirmed, TryLater, or BadRequest and other TelegramErrors that repeating would not change.
    """
    waited = 0.0
    for attempt in itertools.count():
        try:
            result = await call()
        except Forbidden as error:
            metrics.count("api_calls", outcome="blocked")
            raise Blocked from error
        except RetryAfter as error:
            metrics.count("api_calls", outcome="limited")
            pause = seconds_to_wait(error)
        except BadRequest:
            metrics.count("api_calls", outcome="refused")
            raise
        except NetworkError as error:
            if was_sent(error) and not repeatable:
                metrics.count("api_calls", outcome="unconfirmed")
                raise Unconfirmed from error
            metrics.count("api_calls", outcome="failed")
            pause = patience.pause(attempt)
        else:
            metrics.count("api_calls", outcome="ok")
            return result
        if waited + pause > patience.total:
            raise TryLater(pause)
        waited += pause
        await asyncio.sleep(pause)
    raise AssertionError("unreachable")


def seconds_to_wait(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def was_sent(error: NetworkError) -> bool:
    """Whether the request went out and its answer did not come in time.

    A connection closed by the other side before any answer counts as not done: Telegram closes idle connections that way, and one
    message too many is better than none.
    """
    return isinstance(error, TimedOut) and any(isinstance(cause, aiohttp.SocketTimeoutError) for cause in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    while cause is not None:
        yield cause
        cause = cause.__cause__

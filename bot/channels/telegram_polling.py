"""Fetching updates by long polling so that none is lost, whenever the process dies.

Telegram forgets an update once `getUpdates` asks for a later one. The offset therefore moves only past updates that are answered,
and every fetch brings those still being answered once more; they are known by their id and left alone. (The library's own polling
confirms a batch before it is answered.)
"""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import Client, seconds_to_wait

_BATCH = 100
_GIVE_UP_AFTER = 600.0
_LONGEST_PAUSE = 30.0

_log = structlog.get_logger(__name__)


class Polling:
    """Fetches and answers until told to stop, then finishes what it has begun."""

    def __init__(self, bot: Client, channel: TelegramChannel, *, wait: int = 25, look_again: float = 0.2, drain: float = 25.0) -> None:
        """`wait`: seconds Telegram holds a request when there is nothing; `look_again`: pause between fetches while answering;
        `drain`: longest time for finishing at the end."""
        self._bot = bot
        self._channel = channel
        self._wait = wait
        self._look_again = look_again
        self._drain = drain
        self._offset = 0
        self._answering: dict[int, asyncio.Task[None]] = {}
        self._answered: set[int] = set()
        self._progress = asyncio.Event()
        self._failures = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Returns after `stop` is set and everything begun is answered and confirmed. Raises InvalidToken."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                fetching = asyncio.create_task(self._fetch())
                await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
                if not fetching.done():
                    await _cancelled(fetching)
                    break
                pause = fetching.result()
                if pause:
                    await self._rest(pause, stopping)
        finally:
            await _cancelled(stopping)
            await self._finish()

    async def _fetch(self) -> float:
        """One getUpdates; returns how long to rest before the next one, in seconds."""
        try:
            updates = await self._bot.fetch_updates(offset=self._offset, wait=0 if self._answering else self._wait, limit=_BATCH)
        except InvalidToken:
            raise
        except TelegramError as error:
            self._failures += 1
            _log.warning("updates cannot be fetched", error=type(error).__name__, failures=self._failures)
            return seconds_to_wait(error) if isinstance(error, RetryAfter) else min(_LONGEST_PAUSE, 0.25 * 2.0 ** min(self._failures, 8))
        self._failures = 0
        for update in updates:
            self._begin(update)
        return self._look_again if self._answering else 0.0

    def _begin(self, update: Mapping[str, Any]) -> None:
        number = int(update["update_id"])
        if number in self._answering or number in self._answered or number < self._offset:
            return
        self._answering[number] = asyncio.create_task(self._answer(number, update))

    async def _answer(self, number: int, update: Mapping[str, Any]) -> None:
        try:
            await self._channel.handle(update, patient_for=_GIVE_UP_AFTER)
        except Exception as error:  # one update must never stop the others
            _log.error("update given up", error=type(error).__name__)
        self._done(number)

    def _done(self, number: int) -> None:
        del self._answering[number]
        self._answered.add(number)
        first_open = min(self._answering, default=None)
        confirmed = {n for n in self._answered if first_open is None or n < first_open}
        self._offset = max(self._offset, max(confirmed, default=-1) + 1)
        self._answered -= confirmed
        self._progress.set()

    async def _rest(self, pause: float, stopping: asyncio.Task[bool]) -> None:
        """Waits for `pause`, for the last open answer, or for the end, whichever comes first."""
        self._progress.clear()
        progress = asyncio.create_task(self._progress.wait())
        waiting = {progress, stopping} if self._answering else {stopping}
        await asyncio.wait(waiting, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        await _cancelled(progress)

    async def _finish(self) -> None:
        if self._answering:
            await asyncio.wait(set(self._answering.values()), timeout=self._drain)
        for task in list(self._answering.values()):
            await _cancelled(task)
        # Tells Telegram which updates are done; without it they come again at the next start.
        with contextlib.suppress(TelegramError):
            await self._bot.fetch_updates(offset=self._offset, wait=0, limit=1)


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task

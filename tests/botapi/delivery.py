"""How updates reach the bot: by getUpdates with an offset, or posted to its webhook in one queue per chat."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.botapi.refusals import Refusal

Json = dict[str, Any]


@dataclass(slots=True)
class Webhook:
    """Where updates are posted, and how."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40


@dataclass(slots=True)
class Attempt:
    """One POST to the webhook and what came back; status 0 is a broken connection."""

    update_id: int
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


class Delivery:
    """Pending updates. `pace` shortens the pauses before a repetition (1 is Telegram's own pace: 1 s, doubling to 60 s)."""

    def __init__(self, pace: float = 1.0) -> None:
        self.pace = pace
        self.allowed: list[str] | None = None
        self.webhook = Webhook()
        self.attempts: list[Attempt] = []
        self._pending: dict[int, Json] = {}
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._queues: dict[int, deque[Json]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._connections = asyncio.Semaphore(self.webhook.max_connections)

    @property
    def pending(self) -> list[int]:
        """Ids of updates not confirmed yet."""
        return sorted(self._pending)

    def push(self, update: Json) -> None:
        kind = next((key for key in update if key != "update_id"), "")
        if self.allowed and kind not in self.allowed:
            return
        self._pending[update["update_id"]] = update
        self._arrived.set()
        if self.webhook.url:
            self._enqueue(update)

    async def get_updates(self, offset: int, limit: int, wait: float) -> list[Json]:
        """Confirms all before `offset`, then returns the rest, waiting for one when there is none."""
        if self.webhook.url:
            raise Refusal(
                409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        if self._poll and not self._poll.done():
            self._poll.set_exception(Refusal(409, "Conflict: terminated by other getUpdates request"))
        mine = self._poll = asyncio.get_running_loop().create_future()
        self._confirm(offset)
        if not self._pending and wait > 0:
            await self._wait_for_one(mine, wait)
        if mine.done():
            mine.result()
        else:
            mine.cancel()
        return [self._pending[number] for number in self.pending if number >= offset][:limit]

    def set_webhook(self, webhook: Webhook) -> None:
        self.webhook = webhook
        self._connections = asyncio.Semaphore(webhook.max_connections)
        self._stop_workers()
        if webhook.url:
            for number in self.pending:
                self._enqueue(self._pending[number])

    async def close(self) -> None:
        workers = list(self._workers.values())
        self._stop_workers()
        await asyncio.gather(*workers, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _confirm(self, offset: int) -> None:
        for number in [number for number in self._pending if number < offset]:
            del self._pending[number]

    async def _wait_for_one(self, mine: asyncio.Future[None], seconds: float) -> None:
        self._arrived.clear()
        arrival = asyncio.create_task(self._arrived.wait())
        await asyncio.wait({arrival, mine}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        arrival.cancel()

    def _stop_workers(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        self._workers, self._queues = {}, {}

    def _enqueue(self, update: Json) -> None:
        key = _queue_of(update)
        self._queues.setdefault(key, deque()).append(update)
        if key not in self._workers:
            self._workers[key] = asyncio.create_task(self._drain(key))

    async def _drain(self, key: int) -> None:
        """Posts one queue's updates in order; the next only after 2xx for the one before."""
        queue = self._queues[key]
        while queue:
            pause = 1.0
            while (wait := await self._post(queue[0], pause)) is not None:
                await asyncio.sleep(wait * self.pace)
                pause = min(60.0, pause * 2)
            self._pending.pop(queue.popleft()["update_id"], None)
        del self._workers[key], self._queues[key]

    async def _post(self, update: Json, pause: float) -> float | None:
        """None after 2xx, else the pause before the repetition."""
        self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json"}
        if self.webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook.secret
        limit = aiohttp.ClientTimeout(total=60)
        async with self._connections:
            try:
                async with self._session.post(self.webhook.url, data=json.dumps(update), headers=headers, timeout=limit) as response:
                    self.attempts.append(Attempt(update["update_id"], response.status, dict(response.headers)))
                    if response.status < 300:
                        return None
                    return float(response.headers.get("Retry-After", pause))
            except (aiohttp.ClientError, TimeoutError):
                self.attempts.append(Attempt(update["update_id"], 0))
                return pause


def _queue_of(update: Json) -> int:
    """The queue as Telegram's server chooses it: messages by chat, presses by person."""
    if "callback_query" in update:
        return int(update["callback_query"]["from"]["id"]) + (3 << 33)
    content = update.get("message") or update.get("my_chat_member") or {}
    return int(content.get("chat", {}).get("id", 0)) if isinstance(content, dict) else 0

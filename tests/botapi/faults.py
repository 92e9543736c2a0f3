"""Failures on demand: what Telegram and the way to it do on a bad day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.botapi.refusals import Refusal


@dataclass(slots=True)
class Fault:
    """Happens to the next `times` calls of `method` (any when empty), of `chat` only when given.

    `status` refuses (429 with `retry_after` seconds); `delay` waits before working; `drop` closes the connection without an answer,
    "before" the work or "after" it.
    """

    method: str = ""
    chat: int | None = None
    times: int = 1
    status: int = 0
    retry_after: int = 1
    delay: float = 0.0
    drop: str = ""
    description: str = ""

    def concerns(self, method: str, parameters: Mapping[str, Any]) -> bool:
        same_chat = self.chat is None or str(parameters.get("chat_id")) == str(self.chat)
        return self.times > 0 and self.method in ("", method) and same_chat

    def refusal(self) -> Refusal:
        if self.status == 429:
            return Refusal(429, f"Too Many Requests: retry after {self.retry_after}", retry_after=self.retry_after)
        known = {403: "Forbidden: bot was blocked by the user", 400: "Bad Request", 401: "Unauthorized"}
        return Refusal(self.status, self.description or known.get(self.status, "Internal Server Error"))

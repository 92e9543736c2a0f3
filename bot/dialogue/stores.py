"""What the dialogue asks of storage. `chat` is an opaque key; implementations store no message text and no location."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from bot.dialogue.session import Session


class Outcome(StrEnum):
    ANSWERED = "answered"
    CLARIFIED = "clarified"
    UNANSWERED = "unanswered"
    FAILED = "failed"
    HELPFUL = "helpful"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One turn for the reports: no chat, no words; `concepts` are the known terms that were spotted."""

    day: date
    channel: str
    locale: str
    outcome: Outcome
    kind: str
    entry: str | None = None
    facet: str | None = None
    concepts: tuple[str, ...] = ()


class SessionStore(Protocol):
    """Sessions, and which messages have been answered. Every method raises StoreError when storage cannot be used."""

    async def load(self, chat: str) -> Session: ...

    async def save(self, chat: str, session: Session) -> Session:
        """Saves and returns the session with its new version. Raises SessionConflict when another replica saved first."""
        ...

    async def forget(self, chat: str) -> None:
        """Deletes everything that is kept of the chat."""
        ...

    async def delivered(self, chat: str, message_id: str, now: datetime) -> None:
        """Remembers that the reply to this message went out."""
        ...

    async def was_delivered(self, chat: str, message_id: str) -> bool: ...


class Journal(Protocol):
    """The append-only record that reports are made from."""

    async def append(self, line: JournalLine) -> None: ...

    async def lines(self, since: date) -> list[JournalLine]: ...

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


class Store(Protocol):
    """Sessions, answered messages and the journal. Every method raises StoreError when storage cannot be used."""

    async def begin(self, chat: str, message_id: str) -> Session | None:
        """The chat's session; None when the reply to this message went out before."""
        ...

    async def finish(self, chat: str, session: Session | None, line: JournalLine) -> None:
        """Saves the session (None: it stays as it is) and appends the line, both or neither.

        Raises SessionConflict when another replica saved the session since `begin`.
        """
        ...

    async def forget(self, chat: str) -> None:
        """Deletes everything that is kept of the chat."""
        ...

    async def delivered(self, chat: str, message_id: str, now: datetime) -> None:
        """Remembers that the reply to this message went out."""
        ...

    async def lines(self, since: date) -> list[JournalLine]:
        """The append-only journal that reports are made from."""
        ...

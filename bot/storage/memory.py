"""Sessions and journal in memory: for tests and for questions asked on the command line."""

from dataclasses import replace
from datetime import date, datetime

from bot.dialogue.session import Session
from bot.dialogue.stores import JournalLine
from bot.errors import SessionConflict


class MemoryStore:
    """A store that lives as long as the process."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._delivered: set[tuple[str, str]] = set()
        self._lines: list[JournalLine] = []

    async def begin(self, chat: str, message_id: str) -> Session | None:
        return None if (chat, message_id) in self._delivered else self._sessions.get(chat, Session())

    async def finish(self, chat: str, session: Session | None, line: JournalLine) -> None:
        if session is not None:
            if self._sessions.get(chat, Session()).version != session.version:
                raise SessionConflict("the session was saved by another replica")
            self._sessions[chat] = replace(session, version=session.version + 1)
        self._lines.append(line)

    async def forget(self, chat: str) -> None:
        self._sessions.pop(chat, None)
        self._delivered = {pair for pair in self._delivered if pair[0] != chat}

    async def delivered(self, chat: str, message_id: str, now: datetime) -> None:  # noqa: ARG002 - nothing is cleaned up by age here
        self._delivered.add((chat, message_id))

    async def lines(self, since: date) -> list[JournalLine]:
        return [line for line in self._lines if line.day >= since]

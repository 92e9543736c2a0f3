"""Read, decide, write: the one door that every channel uses."""

import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

import structlog

from bot.dialogue.decide import decide
from bot.dialogue.desk import Turn
from bot.dialogue.hearing import reply_locale
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.dialogue.stores import JournalLine, Outcome, Store
from bot.errors import SessionConflict
from bot.messages import Incoming, Reply
from bot.rendering.content import Apology, Content
from bot.rendering.context import Context
from bot.rendering.render import render

ATTEMPTS = 3
log = structlog.get_logger("huitong")


class Assistant:
    """Answers messages of every channel. `snapshot` and `now` are asked once per message."""

    def __init__(self, store: Store, snapshot: Callable[[], Snapshot], now: Callable[[], datetime]) -> None:
        self._store = store
        self._snapshot = snapshot
        self._now = now

    async def reply(self, incoming: Incoming) -> Reply | None:
        """The reply to send; None when this message was answered before. Raises StoreError when storage cannot be used: the message is
        then to be delivered again later. Whatever else goes wrong becomes an apology with a human contact."""
        started = time.perf_counter()
        snapshot, now = self._snapshot(), self._now()
        for attempt in range(1, ATTEMPTS + 1):
            session = await self._store.begin(incoming.chat, incoming.message_id)
            if session is None:
                return None
            turn, reply = _answer(session, incoming, snapshot, now)
            line = _journal_line(incoming, turn, reply, now)
            try:
                await self._remember(incoming.chat, session, turn, line)
            except SessionConflict:
                if attempt == ATTEMPTS:
                    raise
            else:
                break
        log.info(
            "replied",
            channel=line.channel,
            outcome=line.outcome.value,
            kind=line.kind,
            locale=line.locale,
            entry=line.entry,
            ms=round(1000 * (time.perf_counter() - started), 2),
        )
        return reply

    @property
    def topics(self) -> Collection[str]:
        """The ids of the entries at present."""
        return self._snapshot().knowledge.entries.keys()

    async def delivered(self, incoming: Incoming) -> None:
        await self._store.delivered(incoming.chat, incoming.message_id, self._now())

    async def forget(self, chat: str) -> None:
        await self._store.forget(chat)

    async def _remember(self, chat: str, before: Session, turn: Turn, line: JournalLine) -> None:
        if turn.forget:
            await self._store.forget(chat)
        changed = turn.session if turn.session != before and not turn.forget else None
        await self._store.finish(chat, changed, line)


def _answer(session: Session, incoming: Incoming, snapshot: Snapshot, now: datetime) -> tuple[Turn, Reply]:
    try:
        turn = decide(session, incoming, snapshot, now)
        return turn, _rendered(turn, turn.content, snapshot, now)
    except Exception as error:
        log.error("failed", error=type(error).__name__, where=_where(error))
        locale = reply_locale(session, incoming.language_hint, snapshot)
        turn = Turn(session, Apology(), locale, Outcome.FAILED)
        return turn, _rendered(turn, turn.content, snapshot, now)


def _rendered(turn: Turn, content: Content, snapshot: Snapshot, now: datetime) -> Reply:
    context = Context(snapshot.knowledge, snapshot.catalogs, turn.locale, now)
    reply = render(content, context, snapshot.offered())
    trace = turn.trace
    shown = replace(trace, place=reply.trace.place or trace.place, windows=reply.trace.windows or trace.windows)
    return replace(reply, edits=turn.edits, trace=shown)


def _where(error: BaseException) -> str:
    """File and line of the fault; never the values, which may hold a person's words."""
    step = error.__traceback__
    while step and step.tb_next:
        step = step.tb_next
    return f"{step.tb_frame.f_code.co_filename.rpartition('/bot/')[2]}:{step.tb_lineno}" if step else "unknown"


def _journal_line(incoming: Incoming, turn: Turn, reply: Reply, now: datetime) -> JournalLine:
    channel = incoming.chat.partition(":")[0]
    entry = getattr(turn.content, "entry", None)
    entry_id = entry.id if entry is not None else turn.session.entry if turn.outcome in (Outcome.HELPFUL, Outcome.UNHELPFUL) else None
    facet = turn.trace.facet.value if turn.trace.facet else None
    return JournalLine(now.date(), channel, reply.locale, turn.outcome, reply.kind.value, entry_id, facet, turn.concepts)

"""Sessions and journal in SQL: one SQLite file by default, PostgreSQL for several replicas. Chat ids are stored unreadable."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Column, Date, DateTime, Integer, MetaData, String, Table, delete, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.dialogue.session import Session
from bot.dialogue.stores import JournalLine, Outcome
from bot.errors import SessionConflict, StoreError

DELIVERIES_KEPT = timedelta(hours=48)
"""Telegram keeps an update for 24 hours, so a message cannot come again later than that."""

METADATA = MetaData()
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("chat", String(64), primary_key=True),
    Column("chosen", String(16)),
    Column("heard", String(16)),
    Column("entry", String(64)),
    Column("version", Integer, nullable=False),
)
DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("chat", String(64), primary_key=True),
    Column("message", String(64), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)
JOURNAL = Table(
    "journal",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("day", Date, nullable=False, index=True),
    Column("channel", String(16), nullable=False),
    Column("locale", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("entry", String(64)),
    Column("facet", String(16)),
    Column("concepts", String(400), nullable=False, default=""),
)


class SqlStore:
    """A store on any database that SQLAlchemy speaks to asynchronously."""

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    async def begin(self, chat: str, message_id: str) -> Session | None:
        hidden = self._hidden(chat)
        done = select(DELIVERIES.c.chat).where(DELIVERIES.c.chat == hidden, DELIVERIES.c.message == message_id)
        async with self._transaction() as connection:
            if (await connection.execute(done)).first() is not None:
                return None
            row = (await connection.execute(select(SESSIONS).where(SESSIONS.c.chat == hidden))).one_or_none()
        return Session(row.chosen, row.heard, row.entry, row.version) if row else Session()

    async def finish(self, chat: str, session: Session | None, line: JournalLine) -> None:
        async with self._transaction() as connection:
            if session is not None:
                await self._save(connection, chat, session)
            await connection.execute(insert(JOURNAL).values(**_row(line)))

    async def _save(self, connection: AsyncConnection, chat: str, session: Session) -> None:
        values = {"chosen": session.chosen, "heard": session.heard, "entry": session.entry, "version": session.version + 1}
        if session.version == 0:
            await connection.execute(insert(SESSIONS).values(chat=self._hidden(chat), **values))
            return
        mine = (SESSIONS.c.chat == self._hidden(chat), SESSIONS.c.version == session.version)
        if (await connection.execute(update(SESSIONS).where(*mine).values(**values))).rowcount != 1:
            raise SessionConflict("the session was saved by another replica")

    async def forget(self, chat: str) -> None:
        async with self._transaction() as connection:
            for table in (SESSIONS, DELIVERIES):
                await connection.execute(delete(table).where(table.c.chat == self._hidden(chat)))

    async def delivered(self, chat: str, message_id: str, now: datetime) -> None:
        values = {"chat": self._hidden(chat), "message": message_id, "at": now.astimezone(UTC)}
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        async with self._transaction() as connection:
            await connection.execute(dialect.insert(DELIVERIES).values(**values).on_conflict_do_nothing())

    async def check(self) -> None:
        """Raises StoreError when the database cannot be reached."""
        async with self._transaction() as connection:
            await connection.execute(select(1))

    async def clean(self, now: datetime) -> None:
        """Drops what is remembered of deliveries that cannot be repeated any more."""
        async with self._transaction() as connection:
            await connection.execute(delete(DELIVERIES).where(DELIVERIES.c.at < (now - DELIVERIES_KEPT).astimezone(UTC)))

    async def lines(self, since: date) -> list[JournalLine]:
        query = select(JOURNAL).where(JOURNAL.c.day >= since).order_by(JOURNAL.c.id)
        async with self._transaction() as connection:
            rows = (await connection.execute(query)).all()
        return [
            JournalLine(r.day, r.channel, r.locale, Outcome(r.outcome), r.kind, r.entry, r.facet, tuple(r.concepts.split())) for r in rows
        ]

    async def close(self) -> None:
        await self._engine.dispose()

    def _hidden(self, chat: str) -> str:
        return blake2b(chat.encode(), key=self._key, digest_size=24).hexdigest()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except IntegrityError as error:
            raise SessionConflict("the session was saved by another replica") from error
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(f"the store failed: {type(error).__name__}") from error


def _row(line: JournalLine) -> dict[str, object]:
    return {
        "day": line.day,
        "channel": line.channel,
        "locale": line.locale,
        "outcome": line.outcome.value,
        "kind": line.kind,
        "entry": line.entry,
        "facet": line.facet,
        "concepts": " ".join(line.concepts)[:400],
    }


async def open_store(url: str, privacy_key: str, now: datetime) -> SqlStore:
    """Connects, creates missing tables and drops old deliveries. Raises StoreError when the database cannot be used."""
    target = make_url(url)
    if target.get_backend_name() == "sqlite" and target.database and target.database != ":memory:":
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(target)
    if target.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _tune_sqlite)
    store = SqlStore(engine, privacy_key.encode()[:64])
    try:
        async with engine.begin() as connection:
            await connection.run_sync(METADATA.create_all)
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        raise StoreError(f"the database {target.render_as_string(hide_password=True)} cannot be used: {error}") from error
    await store.clean(now)
    return store


def _tune_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    """Readers do not wait for the writer, and two processes on one file wait for each other instead of failing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.close()

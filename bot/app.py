"""Joins the parts: settings in, running application out."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.dialogue.assistant import Assistant
from bot.dialogue.snapshot import Snapshot, take_snapshot
from bot.errors import StoreError
from bot.knowledge.live import Live
from bot.settings import Settings
from bot.storage.memory import MemoryStore
from bot.storage.sql import SqlStore, open_store

log = structlog.get_logger("huitong")


def set_up_logging(level: str) -> None:
    """One JSON line per event on standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def clock(zone: str) -> Callable[[], datetime]:
    """The time of Beijing, aware."""
    place = ZoneInfo(zone)
    return lambda: datetime.now(place)


def open_knowledge(settings: Settings, now: datetime) -> Live[Snapshot]:
    """The knowledge in use. Raises KnowledgeError or OSError when the folders cannot be used at the start."""

    def make(moment: datetime) -> Snapshot:
        # The knowledge lives long and is large: the collector would walk through all of it while it is built, and later in the middle
        # of an answer.
        gc.disable()
        try:
            snapshot = take_snapshot(settings.knowledge_dir, settings.locales_dir, moment.date(), settings.cache_dir)
            gc.freeze()
        finally:
            gc.enable()
        return snapshot

    return Live((settings.knowledge_dir, settings.locales_dir), make, now)


async def keep_fresh(live: Live[Snapshot], every: float, now: Callable[[], datetime]) -> None:
    """Looks for changed knowledge again and again; faults are logged once each and the last good state stays."""
    told = live.fault
    while every > 0:
        await asyncio.sleep(every)
        if await asyncio.to_thread(live.refresh, now()):
            log.info("knowledge replaced", version=live.value.knowledge.version)
        elif live.fault is not None and live.fault is not told:
            log.error("knowledge refused", problems=[str(problem) for problem in live.fault.problems[:20]])
        told = live.fault


def console_assistant(settings: Settings) -> Assistant:
    """An assistant that remembers nothing beyond this process, for questions on the command line."""
    now = clock(settings.timezone)
    live = open_knowledge(settings, now())
    return Assistant(MemoryStore(), lambda: live.value, now)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[tuple[Assistant, Live[Snapshot], SqlStore]]:
    """An assistant on the configured database, with knowledge that is kept fresh."""
    now = clock(settings.timezone)
    live = open_knowledge(settings, now())
    store = await open_store(settings.database_url.get_secret_value(), settings.privacy_key.get_secret_value(), now())
    fresh = asyncio.create_task(keep_fresh(live, settings.reload_seconds, now))
    try:
        yield Assistant(store, lambda: live.value, now), live, store
    finally:
        fresh.cancel()
        await asyncio.gather(fresh, return_exceptions=True)
        await store.close()


async def serve_telegram(settings: Settings) -> None:
    """Runs until SIGINT or SIGTERM, finishing what has begun. Raises SettingsError when Telegram refuses the token."""
    from bot.channels.telegram_profile import profiles
    from bot.metrics import Metrics
    from bot.web.health import Readiness
    from bot.web.service import TelegramService

    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    metrics = Metrics()
    async with running(settings) as (assistant, live, store):

        async def probe() -> Readiness:
            version, fault = live.value.knowledge.version, live.fault
            metrics.clear("knowledge_info")
            metrics.set("knowledge_info", 1, version=version)
            metrics.set("knowledge_fault", 1 if fault else 0)
            told = f"{len(fault.problems)} problem(s), first: {fault.problems[0]}" if fault else None
            try:
                await store.check()
            except StoreError:
                return Readiness(ready=False, knowledge=version, fault="the database cannot be reached")
            return Readiness(ready=True, knowledge=version, fault=told)

        await TelegramService(settings, assistant, metrics, probe, profiles(live.value.catalogs, live.value.offered())).run(stop)
    log.info("stopped")

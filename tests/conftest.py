"""What many tests share: the real knowledge, read once, and a clock that stands still."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.assistant import Assistant
from bot.dialogue.snapshot import Snapshot, take_snapshot
from bot.storage.memory import MemoryStore

ROOT = Path(__file__).parent.parent
MONDAY_MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
"""A working Monday, an hour after most windows have opened."""


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The knowledge and languages of this repository."""
    return take_snapshot(ROOT / "knowledge", ROOT / "locales", MONDAY_MORNING.date())


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def now() -> Callable[[], datetime]:
    return lambda: MONDAY_MORNING


@pytest.fixture
def assistant(snapshot: Snapshot, store: MemoryStore, now: Callable[[], datetime]) -> Assistant:
    return Assistant(store, lambda: snapshot, now)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden replies anew")

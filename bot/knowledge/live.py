"""The knowledge in use. It is replaced whole; when a new state holds errors, the last good one stays."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from bot.errors import KnowledgeError
from bot.knowledge.problems import Problem

T = TypeVar("T")
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Fault:
    """Why the newest state of the folder is not in use."""

    since: datetime
    problems: tuple[Problem, ...]


class Live(Generic[T]):
    """Holds what `make` builds from the folders, and builds it anew when a file changed.

    `make` raises KnowledgeError or OSError for a state that cannot be used: at the start that error is raised on, later it is kept as
    `fault` and the value stays.
    """

    def __init__(self, folders: Iterable[Path], make: Callable[[datetime], T], now: datetime) -> None:
        self._folders = tuple(folders)
        self._make = make
        self._stamp = stamp(self._folders)
        self.value = make(now)
        self.fault: Fault | None = None

    def refresh(self, now: datetime) -> bool:
        """Builds the value anew if a file changed; True when there is a new value. Reading takes up to seconds: call it in a thread."""
        current = stamp(self._folders)
        if current == self._stamp:
            return False
        self._stamp = current
        try:
            self.value = self._make(now)
        except KnowledgeError as error:
            self.fault = Fault(now, error.problems)
            return False
        except OSError as error:
            self.fault = Fault(now, (Problem(str(error.filename), 1, 1, "unreadable", str(error)),))
            return False
        self.fault = None
        return True


def stamp(folders: Iterable[Path]) -> Stamp:
    """Name, size and time of change of every file; equal stamps mean equal folders."""
    found: list[tuple[str, int, int]] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".yaml", ".csv", ".po"}:
                status = path.stat()
                found.append((str(path), status.st_size, status.st_mtime_ns))
    return tuple(found)

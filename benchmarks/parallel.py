"""The same reading of many things, on all cores."""

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Row = TypeVar("Row")

_reading: tuple[Callable[[Any], Sequence[Any]], Sequence[Any]]


def in_parallel(read: Callable[[Thing], Sequence[Row]], things: Sequence[Thing]) -> list[Row]:
    """Everything read from the things, in their order; each process sees them as they are now."""
    global _reading  # noqa: PLW0603 - processes are forked: what a function closes over cannot be sent to them
    _reading = read, things
    with get_context("fork").Pool() as pool:
        return [row for rows in pool.imap(_read_one, range(len(things))) for row in rows]


def _read_one(number: int) -> list[Any]:
    read, things = _reading
    return list(read(things[number]))

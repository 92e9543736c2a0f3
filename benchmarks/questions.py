"""The questions kept apart from the knowledge, on which nothing is fitted, and other ones, on which confidence is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ASKED = Path(__file__).parent / "asked"


@dataclass(frozen=True, slots=True)
class Question:
    """`entries`: those that answer it, the first one best; empty when none of ours does. `kind`: why it is out of scope, or a facet."""

    text: str
    locale: str
    entries: tuple[str, ...]
    kind: str = ""
    facet: str = ""


def read_questions(folder: Path) -> list[Question]:
    return [question for file in sorted(folder.glob("*/*.yaml")) for question in _read(file, file.parent.name)]


def read_asked() -> list[Question]:
    """The questions in asked/, written for fitting by others than the phrases and the questions kept apart."""
    return [question for file in sorted(ASKED.glob("*.yaml")) for question in _read(file, file.stem)]


def _read(file: Path, locale: str) -> Iterator[Question]:
    for row in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader) or ():  # noqa: S506 - the base loader makes text only
        yield _question(row, locale)


def _question(row: Mapping[str, object], locale: str) -> Question:
    entry, also = row.get("entry"), row.get("also")
    first = () if entry in (None, "", "null", "~") else (str(entry),)
    others = tuple(str(other) for other in also) if isinstance(also, list) else ()
    return Question(str(row["text"]), locale, first + others, str(row.get("kind") or ""), str(row.get("facet") or ""))

"""Held-out questions stay apart from the phrases: none equals one, none is nearly one."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from rapidfuzz import fuzz, process

from bot.dialogue.snapshot import Snapshot
from bot.language.normalize import normalize

FOLDER = Path(__file__).parent
LOCALES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__")
NEARLY = 95


def questions(locale: str) -> list[dict[str, Any]]:
    return [question for file in sorted((FOLDER / locale).glob("*.yaml")) for question in yaml.safe_load(file.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("locale", LOCALES)
def test_no_question_is_a_phrase_or_nearly_one(locale: str, snapshot: Snapshot) -> None:
    phrases = {normalize(phrase): entry.id for entry in snapshot.knowledge.entries.values() for phrase in entry.phrases.get(locale, ())}
    known = list(phrases)
    leaks = []
    for question in questions(locale):
        asked = normalize(question["text"])
        near = process.extractOne(asked, known, scorer=fuzz.ratio, score_cutoff=NEARLY)
        if asked in phrases or near:
            leaks.append((question["text"], near))
    assert leaks == []


@pytest.mark.parametrize("locale", LOCALES)
def test_questions_name_entries_that_exist_once_each(locale: str, snapshot: Snapshot) -> None:
    asked = questions(locale)
    assert len(asked) > 100
    assert len({normalize(question["text"]) for question in asked}) == len(asked)
    named = {name for question in asked for name in (question["entry"], *question.get("also", [])) if name is not None}
    assert named <= snapshot.knowledge.entries.keys()

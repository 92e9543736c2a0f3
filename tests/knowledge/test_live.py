"""The knowledge in use: replaced whole, and never by something worse."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogue.snapshot import Snapshot, take_snapshot
from bot.errors import KnowledgeError
from bot.knowledge.live import Live
from tests.knowledge_cases import BROKEN, SMALL, lay_out

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWER = Path("knowledge/entries/residence-permit/extension/en.yaml")


def live(root: Path) -> Live[Snapshot]:
    folders = (root / "knowledge", root / "locales")
    return Live(folders, lambda moment: take_snapshot(*folders, moment.date()), NOW)


def change(file: Path, before: str, after: str) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    later = file.stat().st_mtime_ns + 1_000_000
    os.utime(file, ns=(later, later))


def test_a_good_change_is_taken_up_a_faulty_one_is_not_and_is_told(tmp_path: Path) -> None:
    root = lay_out(BROKEN / "none", tmp_path)
    current = live(root)
    first = current.value
    assert not current.refresh(NOW)
    change(root / ANSWER, "Go to the hall.", "Walk to the hall.")
    assert current.refresh(NOW)
    assert current.value.knowledge.entries["extension"].texts["en"].steps == ("Walk to the hall.",)
    assert current.value.knowledge.version != first.knowledge.version
    good = current.value
    change(root / ANSWER, "Walk to the hall.", "Walk 10 minutes.")
    assert not current.refresh(NOW + timedelta(minutes=1))
    assert current.value is good
    assert current.fault is not None
    assert [problem.rule for problem in current.fault.problems] == ["bare-digit"]
    change(root / ANSWER, "Walk 10 minutes.", "Run to the hall.")
    assert current.refresh(NOW)
    assert current.fault is None


def test_a_folder_that_vanishes_leaves_the_last_good_state(tmp_path: Path) -> None:
    root = lay_out(BROKEN / "none", tmp_path)
    current = live(root)
    (root / "knowledge").rename(root / "elsewhere")
    assert not current.refresh(NOW)
    assert current.fault is not None
    assert current.value.knowledge.entries


def test_a_faulty_folder_cannot_be_started_with(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        live(lay_out(BROKEN / "bare-digit", tmp_path))
    assert [problem.rule for problem in caught.value.problems] == ["bare-digit"]


def test_the_small_knowledge_is_all_there() -> None:
    knowledge = take_snapshot(SMALL / "knowledge", SMALL / "locales", NOW.date()).knowledge
    assert list(knowledge.entries) == ["extension", "move"]
    extension = knowledge.entries["extension"]
    assert extension.texts["zh-Hant"].title == "許可延期"
    assert extension.phrases.keys() == {"en", "zh-Hans", "fr"}
    assert knowledge.beside == {"weather": {"en": ("will it rain tomorrow",)}}
    assert knowledge.windows["hall"].hours is not None
    assert knowledge.windows["hall"].hours.week[5] == ()
    assert [(i.opens, i.closes) for i in knowledge.windows["hall"].hours.week[0]] == [(540, 720), (810, 1020)]

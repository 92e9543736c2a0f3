"""The snapshot's cache: quicker, never different, never in the way."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.dialogue.cache import KEPT, cached
from bot.dialogue.snapshot import take_snapshot
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from tests.conftest import MONDAY_MORNING
from tests.knowledge_cases import BROKEN, lay_out


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.yaml").write_text("a: b")
    return tmp_path / "source"


class Builder:
    def __init__(self) -> None:
        self.built = 0

    def __call__(self) -> list[int]:
        self.built += 1
        return [self.built]


def test_the_same_state_is_built_once_another_state_anew(tmp_path: Path, source: Path) -> None:
    build, folder = Builder(), tmp_path / "cache"
    assert [cached(folder, [source], build) for _ in range(3)] == [[1], [1], [1]]
    (source / "a.yaml").write_text("a: c")
    assert cached(folder, [source], build) == [2]
    (source / "a.yaml").write_text("a: b")
    assert cached(folder, [source], build) == [1]


def damage(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(b"not a pickle")


def cut(folder: Path) -> None:
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[:-2])


@pytest.mark.parametrize("spoil", [damage, cut])
def test_a_damaged_file_is_built_anew_and_replaced(tmp_path: Path, source: Path, spoil: Callable[[Path], None]) -> None:
    build, folder = Builder(), tmp_path / "cache"
    cached(folder, [source], build)
    spoil(folder)
    assert [cached(folder, [source], build) for _ in range(2)] == [[2], [2]]


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").write_text("")
    assert cached(tmp_path / "file" / "cache", [source], Builder()) == [1]


def test_without_a_folder_nothing_is_kept(source: Path) -> None:
    build = Builder()
    assert [cached(None, [source], build) for _ in range(2)] == [[1], [2]]


def test_only_the_newest_files_stay(tmp_path: Path, source: Path) -> None:
    for number in range(KEPT + 3):
        (source / "a.yaml").write_text(f"a: {number}")
        cached(tmp_path / "cache", [source], Builder())
    assert len(list((tmp_path / "cache").iterdir())) == KEPT


def test_what_fails_is_not_kept(tmp_path: Path, source: Path) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cached(tmp_path / "cache", [source], fail)
    assert not (tmp_path / "cache").exists()


def test_a_snapshot_from_the_cache_ranks_as_the_fresh_one(tmp_path: Path) -> None:
    root = lay_out(BROKEN / "none", tmp_path / "state")
    folders = (root / "knowledge", root / "locales")
    fresh, kept = (take_snapshot(*folders, MONDAY_MORNING.date(), tmp_path / "cache") for _ in range(2))
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert kept.knowledge == fresh.knowledge
    assert kept.locales == fresh.locales
    for text in ("extend permit", "许可快到期了", "my permt expires soon", "weather in Shanghai", "xuke kuai daoqi le"):
        asked = Utterance(text, normalize(text), "en", certain=False)
        assert kept.matcher.rank(asked) == fresh.matcher.rank(asked)
        assert kept.detector.detect(text) == fresh.detector.detect(text)
        assert kept.pinyin.weigh(text) == fresh.pinyin.weigh(text)

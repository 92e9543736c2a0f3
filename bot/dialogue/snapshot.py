"""Everything that belongs to one state of the folders: knowledge, languages, matcher, detector, places and windows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.dialogue.cache import cached
from bot.knowledge.loading import load
from bot.language.catalogs import Catalogs, read_catalogs
from bot.language.detect import Detector
from bot.language.locales import Locale
from bot.language.normalize import normalize_known
from bot.language.pinyin import PinyinReader, pinyin_reader
from bot.language.spacing import Spacing, korean_spacing
from bot.matching.matcher import Matcher
from bot.matching.ranking import build_matcher
from bot.model import Knowledge
from bot.windows.places import PlaceIndex
from bot.windows.router import Router


@dataclass(frozen=True)
class Snapshot:
    """Replaced whole when the folders change, so that its parts always fit each other."""

    knowledge: Knowledge
    locales: Mapping[str, Locale]
    catalogs: Catalogs
    detector: Detector
    matcher: Matcher
    pinyin: PinyinReader
    spacing: Spacing
    places: PlaceIndex
    router: Router

    def has_texts(self, code: str) -> bool:
        """Whether entries are written in that language, or made from one that they are written in."""
        locale = self.locales.get(code)
        return locale is not None and (locale.covers is None or bool(locale.covers) or locale.derived_from is not None)

    def offered(self) -> tuple[tuple[str, str], ...]:
        """Codes and native names of the languages that a person can pick."""
        return tuple((code, locale.native_name) for code, locale in self.locales.items() if self.has_texts(code))


def take_snapshot(knowledge_dir: Path, locales_dir: Path, today: date, cache_dir: Path | None = None) -> Snapshot:
    """Reads, checks and indexes both folders; what takes long is kept in `cache_dir`. Raises KnowledgeError or OSError."""

    def build() -> tuple[Knowledge, Mapping[str, Locale], Detector, Matcher, PinyinReader, Spacing]:
        knowledge, locales = load(knowledge_dir, locales_dir, today)
        parts = knowledge, locales, Detector(knowledge), build_matcher(knowledge), pinyin_reader(knowledge), korean_spacing(knowledge)
        normalize_known.cache_clear()  # as much memory as all phrases, and nobody asks for these texts again
        return parts

    knowledge, locales, detector, matcher, pinyin, spacing = cached(cache_dir, (knowledge_dir, locales_dir), build)
    return Snapshot(
        knowledge=knowledge,
        locales=locales,
        catalogs=read_catalogs(locales_dir, locales),
        detector=detector,
        matcher=matcher,
        pinyin=pinyin,
        spacing=spacing,
        places=PlaceIndex(knowledge.places, knowledge.outside),
        router=Router(knowledge.windows.values()),
    )

"""Public corpora as the same job: entries with k phrases each, a short question, the right entry or none.

The files are not part of this project; give their folder: `python -m benchmarks matching --corpora <folder>`. Their format is
{"kb": {entry: {locale: [phrases]}}, "kb_k": {"10": the same, fixed}, "test": [{"text", "lang", "entry" or null}]}.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.model import CHINESE

Phrases = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    phrases: Phrases
    questions: tuple[tuple[str, str, str | None], ...]
    """Text, locale, entry or None for out of scope."""


def read_corpora(folder: Path, phrases_per_entry: int | None) -> Iterator[Corpus]:
    """With so many phrases for each entry and language, or all."""
    for file in sorted(folder.glob("*.json")):
        yield read_corpus(file, phrases_per_entry)


def read_corpus(file: Path, phrases_per_entry: int | None) -> Corpus:
    data = json.loads(file.read_text(encoding="utf-8"))
    base = data.get("kb_k", {}).get(str(phrases_per_entry)) or data["kb"]
    phrases: dict[str, dict[str, tuple[str, ...]]] = {}
    for entry, of_entry in base.items():
        of_locale = phrases.setdefault(entry, {})
        for code, texts in of_entry.items():
            if texts:
                of_locale[_locale(code)] = (*of_locale.get(_locale(code), ()), *texts[:phrases_per_entry])
    rows = [(str(row["text"]), _locale(row["lang"]), row["entry"]) for row in data["test"]]
    return Corpus(file.stem, phrases, tuple(rows))


def _locale(code: str) -> str:
    """Without the region. Traditional characters have entries of their own in some corpora, so they stay a language of their own."""
    code = code.replace("_", "-")
    if code.startswith("zh"):
        return "hant" if code in ("zh-Hant", "zh-TW", "zh-tw") else CHINESE
    return code.split("-", maxsplit=1)[0]

"""Public corpora as the same job: entries with k phrases each, a short question, the right entry or none.

The files are not part of this project; give their folder: `python -m benchmarks matching --corpora <folder>`. Their format is
{"kb": {entry: {locale: [phrases]}}, "kb_k": {"10": the same, fixed}, "test": [{"text", "lang", "entry" or null}]}.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

Phrases = Mapping[str, Mapping[str, Sequence[str]]]
_ALIASES = {"zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hans", "zh-CN": "zh-Hans", "zh-TW": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    phrases: Phrases
    questions: tuple[tuple[str, str, str | None], ...]
    """Text, locale, entry or None for out of scope."""


def read_corpora(folder: Path, phrases_per_entry: int = 10, at_most: int = 1000) -> Iterator[Corpus]:
    for file in sorted(folder.glob("*.json")):
        yield read_corpus(file, phrases_per_entry, at_most)


def read_corpus(file: Path, phrases_per_entry: int, at_most: int) -> Corpus:
    data = json.loads(file.read_text(encoding="utf-8"))
    base = data.get("kb_k", {}).get(str(phrases_per_entry)) or data["kb"]
    phrases = {
        entry: {_locale(code): tuple(texts[:phrases_per_entry]) for code, texts in of_entry.items() if texts}
        for entry, of_entry in base.items()
    }
    rows = [(str(row["text"]), _locale(row["lang"]), row["entry"]) for row in data["test"]]
    rows = Random(7).sample(rows, min(at_most, len(rows)))
    return Corpus(file.stem, phrases, tuple(rows))


def _locale(code: str) -> str:
    return _ALIASES.get(code, code.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0])

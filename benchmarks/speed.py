"""How fast a matcher is built and answers, and what memory that takes: `python -m benchmarks speed`.

Each is measured in a process of its own, which holds nothing else.
"""

import gc
import re
import resource
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.questions import Question, read_questions
from bot.knowledge.folder import read_folder
from bot.knowledge.loading import build
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching.ranking import PhraseMatcher, Phrases
from bot.model import Concept, Knowledge

ROOT = Path(__file__).parent.parent
LOCALES = ("en", "zh-Hans", "fr", "ja", "ar", "es", "ru", "de", "it", "pt", "ko")


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds of a build and of each question; MB that the process took before the build and at most."""

    build: float
    questions: tuple[float, ...]
    before: float
    most: float


def main(_arguments: Sequence[str] = ()) -> None:
    knowledge = build(read_folder(ROOT / "knowledge", ROOT / "locales"), ROOT / "knowledge")
    print_speed(knowledge, read_questions(ROOT / "tests/questions"))


def print_speed(knowledge: Knowledge, questions: Sequence[Question]) -> None:
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values()}
    print("\nSpeed, one core                 build      p50       p99       memory of the process, phrases alone")
    for name, wanted, beside in (
        ("today's knowledge", phrases, knowledge.beside),
        ("2,000 entries x 11 languages x 10", synthetic(phrases), {}),
    ):
        with get_context("spawn").Pool(1) as pool:
            speed = pool.apply(measure, (wanted, knowledge.concepts, beside, questions))
        seconds = sorted(speed.questions)
        p50, p99 = (1000 * seconds[int(part * (len(seconds) - 1))] for part in (0.5, 0.99))
        print(f"{name:32}{speed.build:5.1f} s {p50:7.2f} ms {p99:7.2f} ms {speed.most:8.0f} MB {speed.before:8.0f} MB")


def measure(phrases: Phrases, concepts: Mapping[str, Concept], beside: Phrases, questions: Sequence[Question]) -> Speed:
    before = _memory()
    started = time.perf_counter()
    matcher = PhraseMatcher(phrases, concepts, beside)
    build = time.perf_counter() - started
    gc.collect()
    gc.freeze()  # as the service does, once it is ready
    seconds = []
    for question in questions:
        started = time.perf_counter()
        matcher.rank(Utterance(question.text, normalize(question.text), question.locale, certain=True))
        seconds.append(time.perf_counter() - started)
    return Speed(build, tuple(seconds), before, _memory())


def synthetic(phrases: Phrases, entries: int = 2000, each: int = 10) -> dict[str, dict[str, tuple[str, ...]]]:
    """More entries in eleven languages, made of real phrases with words of others mixed in."""
    random = Random(1)
    pool = [(texts.get("en", ()), texts) for texts in phrases.values() if texts.get("en")]
    words = [word for english, _ in pool for phrase in english for word in phrase.split()]
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for number in range(entries):
        english, texts = pool[number % len(pool)]
        found[f"entry-{number}"] = {
            code: tuple(
                f"{source[(number + k) % len(source)]} {random.choice(words)} {random.choice(words)}"
                for source in [texts.get(code) or english]
                for k in range(each)
            )
            for code in LOCALES
        }
    return found


def _memory() -> float:
    """The most that the process took so far; where the system does not tell, that of its parent may be in it."""
    status = Path("/proc/self/status")
    most = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return (int(most[1]) if most else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024

"""Fits the constants of bot/matching/calibration.py and prints the thresholds' effect: `python -m benchmarks.fit`.

Only one half of the held-out questions is used (see `Question.for_fitting`). To learn what concepts are worth where a
language has no phrases, the same questions are also asked of knowledge whose phrases in their language are hidden, for all
entries or for most of them.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.questions import Question, read_questions
from bot.knowledge.folder import read_folder
from bot.knowledge.loading import build
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.ranking import PhraseMatcher
from bot.model import Knowledge

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "bot/matching/calibration.py"
Phrases = dict[str, dict[str, Sequence[str]]]
Matrix = NDArray[np.float64]
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Situation:
    """A matcher, and the questions asked of it; `answerable` tells which entries it holds."""

    matcher: PhraseMatcher
    questions: tuple[Question, ...]
    weight: float


def main() -> None:
    knowledge = build(read_folder(ROOT / "knowledge", ROOT / "locales"), ROOT / "knowledge")
    questions = [question for question in read_questions(ROOT / "tests/questions") if question.for_fitting]
    situations = list(_situations(knowledge, questions))
    print(f"{len(questions)} questions, {len(situations)} situations")
    for _ in range(ROUNDS):
        _fit_ranking(situations)
    _fit_probabilities(situations)
    _print_thresholds(situations[0])
    TARGET.write_text(_source(), encoding="utf-8")
    print(f"written to {TARGET.relative_to(ROOT)}")


def _situations(knowledge: Knowledge, questions: Sequence[Question]) -> Iterable[Situation]:
    phrases: Phrases = {e.id: {code: t.phrases for code, t in e.texts.items() if t.phrases} for e in knowledge.entries.values()}
    concepts = knowledge.concepts
    yield Situation(PhraseMatcher(phrases, concepts), tuple(questions), 1.0)
    for locale in ("en", "zh-Hans"):
        own = tuple(question for question in questions if question.locale == locale)
        yield Situation(PhraseMatcher(_hide(phrases, locale, lambda _: True), concepts), own, 0.35)
        yield Situation(PhraseMatcher(_hide(phrases, locale, lambda entry: _chance(entry) < 0.8), concepts), own, 0.35)
    for part in range(4):
        fewer = {entry: texts for entry, texts in phrases.items() if not part / 8 <= _chance(entry) < (part + 1) / 8}
        missing = tuple(q for q in questions if q.entries and not set(q.entries) & set(fewer))
        yield Situation(PhraseMatcher(fewer, concepts), missing, 0.35)


def _hide(phrases: Phrases, locale: str, hidden: Callable[[str], bool]) -> Phrases:
    return {entry: {code: p for code, p in texts.items() if code != locale or not hidden(entry)} for entry, texts in phrases.items()}


def _chance(entry: str) -> float:
    return sha256(entry.encode()).digest()[0] / 256


def _utterance(question: Question) -> Utterance:
    return Utterance(question.text, normalize(question.text), question.locale, certain=True)


def _fit_ranking(situations: Sequence[Situation]) -> None:
    """Conditional logit over the compared entries: the right one is to weigh most."""
    names = [("with", name) for name in calibration.WITH_PHRASES] + [("without", name) for name in calibration.WITHOUT_PHRASES]
    rows: list[tuple[Matrix, list[int], float]] = []
    for situation in situations:
        for question in situation.questions:
            scored = situation.matcher.score(situation.matcher.read(_utterance(question)))
            right = [place for place, entry in enumerate(scored.entries) if situation.matcher.entries[entry] in question.entries]
            if right:
                rows.append((_ranking_matrix(names, scored.features, len(scored.entries)), right, situation.weight))
    start = np.array([_table(side)[name] for side, name in names])
    weights = _conditional_logit(rows, start)
    for (side, name), weight in zip(names, weights, strict=True):
        _table(side)[name] = round(float(weight), 3)


def _table(side: str) -> dict[str, float]:
    table = calibration.WITH_PHRASES if side == "with" else calibration.WITHOUT_PHRASES
    assert isinstance(table, dict)
    return table


def _ranking_matrix(names: Sequence[tuple[str, str]], features: Mapping[str, Sequence[float]], size: int) -> Matrix:
    without = np.array(features["no phrases"])
    matrix = np.zeros((size, len(names)))
    for column, (side, name) in enumerate(names):
        matrix[:, column] = np.array(features[name]) * (without if side == "without" else 1 - without)
    return matrix


def _conditional_logit(rows: Sequence[tuple[Matrix, list[int], float]], start: Matrix) -> Matrix:
    size = max(len(matrix) for matrix, _, _ in rows)
    values = np.zeros((len(rows), size, start.size))
    open_places = np.full((len(rows), size), -1e9)
    right = np.zeros((len(rows), size))
    for number, (matrix, places, _) in enumerate(rows):
        values[number, : len(matrix)] = matrix
        open_places[number, : len(matrix)] = 0
        right[number, places] = 1
    importance = np.array([weight for _, _, weight in rows])[:, None]
    scale = values.reshape(-1, start.size).std(axis=0) + 1e-6
    values /= scale

    def gradient(weights: Matrix) -> Matrix:
        scores = np.exp((s := values @ weights + open_places) - s.max(axis=1, keepdims=True))
        share = scores / scores.sum(axis=1, keepdims=True)
        hit = share * right
        target = hit / np.maximum(hit.sum(axis=1, keepdims=True), 1e-12)
        return np.einsum("qe,qef->f", (share - target) * importance, values) / len(rows) + 1e-3 * weights

    return _descend(gradient, start * scale, positive=True) / scale


def _fit_probabilities(situations: Sequence[Situation]) -> None:
    rows: list[list[float]] = []
    right: list[float] = []
    ours: list[float] = []
    importance: list[float] = []
    names = list(calibration.RIGHT)
    for situation in situations:
        for question in situation.questions:
            query = situation.matcher.read(_utterance(question))
            scored = situation.matcher.score(query)
            if not scored.entries:
                continue
            evidence = situation.matcher.evidence(query, scored)
            rows.append([evidence[name] for name in names])
            right.append(float(situation.matcher.entries[scored.entries[0]] in question.entries))
            ours.append(float(bool(set(question.entries) & set(situation.matcher.entries))))
            importance.append(situation.weight * (1.0 if question.entries else 3.0))
    for table, target in ((calibration.RIGHT, right), (calibration.OURS, ours)):
        assert isinstance(table, dict)
        fitted = _logistic(np.array(rows), np.array(target), np.array(importance))
        table.clear()
        table.update({name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True)})


def _logistic(values: Matrix, target: Matrix, importance: Matrix) -> Matrix:
    scale = np.maximum(values.std(axis=0), 0.05)
    values = values / scale

    def gradient(weights: Matrix) -> Matrix:
        guess = 1 / (1 + np.exp(-values @ weights))
        return values.T @ ((guess - target) * importance) / importance.sum() + 1e-3 * weights

    return _descend(gradient, np.zeros(values.shape[1]), positive=False) / scale


def _descend(gradient: Callable[[Matrix], Matrix], start: Matrix, positive: bool) -> Matrix:
    """Adam; 600 steps of a shrinking size."""
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, 601):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - 0.05 * (1 - step / 700) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        if positive:
            weights = np.maximum(weights, 0)
    return weights


def _print_thresholds(situation: Situation) -> None:
    """What a threshold for answering and one for asking back would do; choose, then write them into verdict.py."""
    found = [(q, situation.matcher.rank(_utterance(q), 3)) for q in situation.questions]
    ours = [(q, r) for q, r in found if q.entries]
    others = [r for q, r in found if not q.entries]
    print("confident at   right   wrong   out of scope answered")
    for percent in range(40, 95, 5):
        answered = [(q, r) for q, r in ours if r.matches and not r.foreign and r.matches[0].score >= percent / 100]
        right = sum(r.matches[0].entry in q.entries for q, r in answered)
        beside = sum(bool(r.matches) and not r.foreign and r.matches[0].score >= percent / 100 for r in others)
        print(f"{percent:8} %  {right / len(ours):8.1%}{(len(answered) - right) / len(ours):8.1%}{beside / len(others):12.1%}")
    print("possible at   in scope kept   out of scope asked")
    for percent in (5, 8, 10, 12, 15, 20, 25, 30):
        kept, asked = (
            sum(not r.foreign and sum(m.score for m in r.matches) >= percent / 100 for r in group)
            for group in ([r for _, r in ours], others)
        )
        print(f"{percent:8} %  {kept / len(ours):8.1%}{asked / len(others):16.1%}")


_DOCUMENTED = (
    ("WITH_PHRASES", "Evidence for an entry that has phrases in the question's language."),
    ("WITHOUT_PHRASES", "Evidence for an entry that has none there, so that concepts alone speak."),
    ("RIGHT", "Evidence that the best entry is the right one."),
    ("OURS", "Evidence that some entry answers the question."),
)


def _source() -> str:
    parts = [
        '"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""\n\n'
        "from collections.abc import Mapping\n"
    ]
    for name, meaning in _DOCUMENTED:
        lines = "".join(f'    "{evidence}": {weight},\n' for evidence, weight in getattr(calibration, name).items())
        parts.append(f'{name}: Mapping[str, float] = {{\n{lines}}}\n"""{meaning}"""\n')
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())

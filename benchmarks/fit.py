"""Fits the constants of bot/matching/calibration.py and prints the thresholds' effect: `python -m benchmarks.fit`.

Everything comes from the knowledge itself and from foreign.yaml; the questions in tests/questions stay unseen. Phrases are hidden and
then asked: some of each entry, all of an entry (so that "I don't know" is right), all of a language, and all of a language for
most entries, as where a translation has only begun.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.questions import Question
from bot.knowledge.folder import read_folder
from bot.knowledge.loading import build
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.matcher import Ranking
from bot.matching.ranking import PhraseMatcher
from bot.model import Knowledge

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "bot/matching/calibration.py"
Phrases = Mapping[str, Mapping[str, Sequence[str]]]
Matrix = NDArray[np.float64]
ROUNDS = 2
FOLDS = 5
"""Neighbouring phrases are alike, so a fifth of an entry's phrases in a row is hidden at once; somebody new would word it otherwise."""
FULL = ("en", "zh-Hans")
BEGUN = 0.18
"""Share of the entries that have phrases in a language whose translation has only begun."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A matcher, and the questions asked of it."""

    name: str
    matcher: PhraseMatcher
    questions: tuple[Question, ...]
    weight: float


def main() -> None:
    knowledge = build(read_folder(ROOT / "knowledge", ROOT / "locales"), ROOT / "knowledge")
    situations = fit(knowledge)
    print("Phrases hidden in parts")
    _print_thresholds(situations[:FOLDS])
    print("Entries hidden, and languages hidden or begun")
    _print_thresholds(situations[FOLDS:])
    TARGET.write_text(_source(), encoding="utf-8")
    print(f"written to {TARGET.relative_to(ROOT)}")


def fit(knowledge: Knowledge) -> list[Situation]:
    """Puts fitted constants into the tables of `calibration`."""
    situations = list(_situations(knowledge, _foreign()))
    for _ in range(ROUNDS):
        _fit_ranking(situations)
    _fit_probabilities(situations)
    return situations


def _foreign() -> tuple[Question, ...]:
    texts = yaml.safe_load((Path(__file__).parent / "foreign.yaml").read_text(encoding="utf-8"))
    return tuple(Question(text, locale, ()) for locale, of_locale in texts.items() for text in of_locale)


def _situations(knowledge: Knowledge, foreign: Sequence[Question]) -> Iterator[Situation]:
    phrases = {e.id: {code: t.phrases for code, t in e.texts.items() if t.phrases} for e in knowledge.entries.values()}
    concepts = knowledge.concepts
    for fold in range(FOLDS):
        kept = _kept(phrases, lambda entry, _code, place, fold=fold: _fold(entry, place) != fold)
        asked = _missing(phrases, kept, every=4)
        own = tuple(question for number, question in enumerate(foreign) if number % FOLDS == fold)
        yield Situation(f"phrases of part {fold + 1} hidden", PhraseMatcher(kept, concepts), asked + own * 2, 1.0)
    for part in range(4):  # light, for a missing entry has close relatives among ours, unlike most of what people ask besides
        fewer = {entry: texts for entry, texts in phrases.items() if not part / 4 <= _chance(entry) < (part + 1) / 4}
        yield Situation(f"entries of part {part + 1} hidden", PhraseMatcher(fewer, concepts), _missing(phrases, fewer, every=25), 0.18)
    for locale in FULL:
        own = tuple(question for question in foreign if question.locale == locale)
        none = _kept(phrases, lambda _entry, code, _place, locale=locale: code != locale)
        yield Situation(f"no phrases in {locale}", PhraseMatcher(none, concepts), _missing(phrases, none, every=25) + own, 1.0)
        for start in (0.0, 0.4, 0.8):
            begun = _kept(
                phrases,
                lambda entry, code, place, locale=locale, start=start: (
                    code != locale or (start <= _chance(entry) < start + BEGUN and _fold(entry, place) > 0)
                ),
            )
            asked = tuple(question for question in _missing(phrases, begun, every=9, block=0) if question.locale == locale)
            yield Situation(f"few phrases in {locale} ({start})", PhraseMatcher(begun, concepts), asked + own, 1.5)


def _kept(phrases: Phrases, keep: Callable[[str, str, float], bool]) -> dict[str, dict[str, tuple[str, ...]]]:
    """`keep` is asked with entry, locale and the phrase's place among the others, 0 to 1."""
    found = {
        entry: {code: tuple(p for n, p in enumerate(of) if keep(entry, code, n / len(of))) for code, of in texts.items()}
        for entry, texts in phrases.items()
    }
    return {entry: {code: of for code, of in texts.items() if of} for entry, texts in found.items()}


def _missing(phrases: Phrases, kept: Phrases, every: int, block: int | None = None) -> tuple[Question, ...]:
    """About one of `every` hidden phrases as questions, of one fold only when told so."""
    return tuple(
        Question(phrase, code, (entry,))
        for entry, texts in phrases.items()
        for code, of in texts.items()
        for number, phrase in enumerate(of)
        if phrase not in kept.get(entry, {}).get(code, ())
        and (block is None or _fold(entry, number / len(of)) == block)
        and sha256(phrase.encode()).digest()[1] % every == 0
    )


def _fold(entry: str, place: float) -> int:
    return int((place + _chance(entry)) % 1 * FOLDS)


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
    in_scope = np.array(ours) * np.array(importance)
    for table, target, weights in ((calibration.RIGHT, right, in_scope), (calibration.OURS, ours, np.array(importance))):
        assert isinstance(table, dict)
        fitted = _logistic(np.array(rows), np.array(target), weights)
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


def _print_thresholds(situations: Sequence[Situation]) -> None:
    """What a threshold for answering and one for asking back would do, by language; choose, then write them into verdict.py."""
    found: dict[str, list[tuple[bool, Question, Ranking]]] = defaultdict(list)
    for situation in situations:
        entries = set(situation.matcher.entries)
        for question in situation.questions:
            ranking = situation.matcher.rank(_utterance(question), 3)
            found[question.locale].append((bool(entries.intersection(question.entries)), question, ranking))
    for locale, rows in sorted(found.items()):
        ours = [(question, ranking) for known, question, ranking in rows if known]
        others = [ranking for known, _, ranking in rows if not known]
        first = sum(bool(r.matches) and r.matches[0].entry in q.entries for q, r in ours) / max(len(ours), 1)
        print(f"{locale}: {len(ours)} in scope, first {first:.1%}; {len(others)} out of scope")
        print("   answered at: right/wrong/out of scope " + "  ".join(_at(percent / 100, ours, others) for percent in range(50, 80, 4)))
        print("   asked back at: in scope/out of scope " + "  ".join(_asked(p / 100, ours, others) for p in (5, 8, 10, 12, 15, 20)))


def _asked(least: float, ours: Sequence[tuple[Question, Ranking]], others: Sequence[Ranking]) -> str:
    kept, asked = (
        sum(not r.foreign and sum(m.score for m in r.matches) >= least for r in group) / max(len(group), 1)
        for group in ([r for _, r in ours], others)
    )
    return f"{least:.0%}: {kept:.1%}/{asked:.1%}"


def _at(least: float, ours: Sequence[tuple[Question, Ranking]], others: Sequence[Ranking]) -> str:
    answered = [(q, r) for q, r in ours if r.matches and not r.foreign and r.matches[0].score >= least]
    right = sum(r.matches[0].entry in q.entries for q, r in answered)
    beside = sum(bool(r.matches) and not r.foreign and r.matches[0].score >= least for r in others)
    of = max(len(ours), 1)
    return f"{least:.0%}: {right / of:.1%}/{(len(answered) - right) / of:.1%}/{beside / max(len(others), 1):.1%}"


_DOCUMENTED = (
    ("WITH_PHRASES", "Evidence for an entry that has phrases in the question's language."),
    ("WITHOUT_PHRASES", "Evidence for an entry that has none there, so that concepts alone speak."),
    ("RIGHT", "Evidence that the best entry is the right one, when some entry is."),
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

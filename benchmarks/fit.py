"""Fits the constants of bot/matching/calibration.py and prints the thresholds' effect: `python -m benchmarks fit`.

The questions in tests/questions stay unseen. What is fitted on: questions in asked/, written for this by people who saw neither phrases
nor those questions; foreign.yaml; and phrases of the knowledge that are hidden and then asked: some of each entry, all of an entry (so
that "I don't know" is right), all of a language, and all of a language for most entries, as where a translation has only begun.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from benchmarks.parallel import in_parallel
from benchmarks.questions import Question, read_asked
from bot.knowledge.folder import read_folder
from bot.knowledge.loading import build
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.calibration import Weights
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
ASKED_WEIGHT = 10.0
"""What is really asked counts more than what is hidden: hidden phrases are the odd ones, written to add to the others."""
BESIDE_WEIGHT = 2.0
"""There are fewer questions out of scope than others; answering one is as bad as answering wrongly."""
PARTS = 10
ALL = "all"
MOST_WRONG, MOST_BESIDE = 0.03, 0.02
RIDGE = 3.0
"""How strongly the weights of the probabilities are held back, in questions."""
FULL = ("en", "zh-Hans")
BEGUN = 0.18
"""Share of the entries that have phrases in a language whose translation has only begun."""


PLAIN = ("always", "membership", "letters coverage")
"""Evidence that tells as much in any other knowledge as in ours: all that is weighed where nobody has written terms."""
FEW, FEW_DRAWS = 10, 1
"""Phrases per entry and language of a knowledge that somebody has just begun, and how many such are fitted on for each part hidden."""
FEW_BESIDE = 2
"""Phrases per subject that is not ours in a language that somebody has just begun."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A matcher, and the questions asked of it; how much they count for ranking, for being right (the best entry having
    phrases in the language, or none), and for being ours at all."""

    name: str
    matcher: PhraseMatcher
    questions: tuple[Question, ...]
    ranking: float = 0.0
    right: float = 0.0
    right_without_phrases: float = 0.0
    ours: float = 0.0


@dataclass(frozen=True, slots=True)
class _Judged:
    """Evidence, whether the best entry is right, whether any is, and how much the question counts for either."""

    locale: str
    evidence: dict[str, float]
    right: bool
    ours: bool
    for_right: float
    for_ours: float


def main(arguments: Sequence[str] = ()) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks fit")
    options.add_argument("--keep-ranking", action="store_true", help="fit only the probabilities anew")
    options.add_argument("--tables", action="store_true", help="what thresholds would do in each situation")
    chosen = options.parse_args(list(arguments))
    knowledge = build(read_folder(ROOT / "knowledge", ROOT / "locales"), ROOT / "knowledge")
    with_terms, without_terms = fit(knowledge, 0 if chosen.keep_ranking else ROUNDS)
    print("Asked")
    _print_thresholds(with_terms[:1])
    if chosen.tables:
        print("Phrases hidden in parts")
        _print_thresholds(with_terms[1 : 1 + FOLDS])
        print("Entries and subjects hidden, and languages hidden or begun")
        _print_thresholds(with_terms[1 + FOLDS :])
        print("Phrases hidden in parts, a knowledge without terms")
        _print_thresholds(without_terms)
    TARGET.write_text(_source(), encoding="utf-8")
    print(f"written to {TARGET.relative_to(ROOT)}")


def fit(knowledge: Knowledge, rounds: int = ROUNDS) -> tuple[list[Situation], list[Situation]]:
    """Puts fitted constants into the tables of `calibration`."""
    with_terms = [*_situations(knowledge, _foreign()), *_begun(knowledge)]
    without_terms = list(_situations_without_terms(knowledge))
    for situations, weights in ((with_terms, calibration.WITH_TERMS), (without_terms, calibration.WITHOUT_TERMS)):
        for _ in range(rounds):
            _fit_ranking(situations, weights)
            for situation in situations:
                situation.matcher.weigh(weights)
        _fit_probabilities(situations, weights, None if weights is calibration.WITH_TERMS else PLAIN)
    return with_terms, without_terms


def _foreign() -> tuple[Question, ...]:
    texts = yaml.safe_load((Path(__file__).parent / "foreign.yaml").read_text(encoding="utf-8"))
    return tuple(Question(text, locale, ()) for locale, of_locale in texts.items() for text in of_locale)


def _situations(knowledge: Knowledge, foreign: Sequence[Question]) -> Iterator[Situation]:
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values()}
    yield Situation("asked", PhraseMatcher(phrases, knowledge.concepts, knowledge.beside), tuple(read_asked()), ASKED_WEIGHT, 1.0, 1.0, 1.0)
    for fold in range(FOLDS):
        kept, beside, asked = _without_fold(knowledge, fold)
        own = tuple(question for number, question in enumerate(foreign) if number % FOLDS == fold)
        yield Situation(f"phrases of part {fold + 1} hidden", PhraseMatcher(kept, knowledge.concepts, beside), asked + own * 2, 1.0)
    for part in range(4):  # light, for a missing entry has close relatives among ours, unlike most of what people ask besides
        fewer, others = ({name: texts for name, texts in of.items() if not _is_in(name, part)} for of in (phrases, knowledge.beside))
        matcher = PhraseMatcher(fewer, knowledge.concepts, others)
        yield Situation(f"entries of part {part + 1} hidden", matcher, _missing(phrases, fewer, every=31), ours=0.18)
        asked = tuple(_as_beside(question) for question in _missing(knowledge.beside, others, every=5))
        yield Situation(f"subjects of part {part + 1} hidden", matcher, asked, right_without_phrases=0.25, ours=0.25)
    for locale in FULL:
        own = tuple(question for question in foreign if question.locale == locale)
        none = _kept(phrases, lambda _entry, code, _place, locale=locale: code != locale)
        others = _kept(knowledge.beside, lambda _entry, code, _place, locale=locale: code != locale)
        asked = _missing(phrases, none, every=31) + own
        yield Situation(f"no phrases in {locale}", PhraseMatcher(none, knowledge.concepts, others), asked, 1.0, 0.0, 1.0, 1.0)
        for start in (0.0, 0.4, 0.8):
            begun = _kept(
                phrases,
                lambda entry, code, place, locale=locale, start=start: (
                    code != locale or (start <= _chance(entry) < start + BEGUN and _fold(entry, place) > 0)
                ),
            )
            asked = tuple(question for question in _missing(phrases, begun, every=11, block=0) if question.locale == locale)
            matcher = PhraseMatcher(begun, knowledge.concepts, knowledge.beside)
            yield Situation(f"few phrases in {locale} ({start})", matcher, asked + own, 1.0, 0.0, 1.0, 1.0)


def _begun(knowledge: Knowledge) -> Iterator[Situation]:
    """Languages in which somebody has written some phrases for every entry, and few of what is not ours."""
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values()}
    asked = read_asked()
    for locale in sorted({question.locale for question in asked}):
        few, beside = (
            {name: {code: _few(of, 0)[:most] if code == locale else of for code, of in texts.items()} for name, texts in of_all.items()}
            for of_all, most in ((phrases, FEW), (knowledge.beside, FEW_BESIDE))
        )
        own = tuple(question for question in asked if question.locale == locale)
        yield Situation(f"begun in {locale}", PhraseMatcher(few, knowledge.concepts, beside), own, 0.0, 0.3, 0.0, 0.3)


def _situations_without_terms(knowledge: Knowledge) -> Iterator[Situation]:
    """A knowledge for which nobody has written terms: words and letters alone; how sure to be is learnt where phrases are few."""
    for fold in range(0, FOLDS, 2):
        kept, _, asked = _without_fold(knowledge, fold)
        fewer = {name: texts for name, texts in kept.items() if not _is_in(name, fold % 4)}
        yield Situation(f"no terms, part {fold + 1} hidden", PhraseMatcher(fewer, {}, {}), asked, ranking=1.0)
        for number in range(FEW_DRAWS):
            few = {name: {code: _few(of, number) for code, of in texts.items()} for name, texts in fewer.items()}
            yield Situation(f"no terms, few phrases ({fold + 1}.{number + 1})", PhraseMatcher(few, {}, {}), asked, 0.0, 1.0, 1.0, 1.0)


def _without_fold(knowledge: Knowledge, fold: int) -> tuple[Phrases, Phrases, tuple[Question, ...]]:
    """What stays of the phrases of entries and of subjects beside them, and questions from the rest."""
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values()}
    kept, others = (_kept(of, lambda name, _code, place: _fold(name, place) != fold) for of in (phrases, knowledge.beside))
    beside = tuple(_as_beside(question) for question in _missing(knowledge.beside, others, every=4))
    return kept, others, _missing(phrases, kept, every=7) + beside


def _few(phrases: Sequence[str], draw: int) -> tuple[str, ...]:
    """As many phrases as somebody writes who begins: spread over all, others in each draw."""
    return tuple(sorted(phrases, key=lambda phrase: sha256(f"{draw} {phrase}".encode()).digest())[:FEW])


def _as_beside(question: Question) -> Question:
    return Question(question.text, question.locale, ())


def _is_in(name: str, part: int) -> bool:
    return part / 4 <= _chance(name) < (part + 1) / 4


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


def _fit_ranking(situations: Sequence[Situation], weights: Weights) -> None:
    """Conditional logit over the compared entries: the right one is to weigh most."""
    tables = {"with": weights.with_phrases, "without": weights.without_phrases}
    names = [(side, name) for side, table in tables.items() for name in table]

    def read(situation: Situation) -> list[tuple[Matrix, list[int], float]]:
        rows = []
        entries = situation.matcher.entries
        for question in situation.questions if situation.ranking else ():
            scored = situation.matcher.score(situation.matcher.read(_utterance(question)))
            right = [place for place, entry in enumerate(scored.entries) if entry < len(entries) and entries[entry] in question.entries]
            if right:
                rows.append((_ranking_matrix(names, scored.features, len(scored.entries)), right, situation.ranking))
        return rows

    start = np.array([tables[side][name] for side, name in names])
    fitted = _conditional_logit(in_parallel(read, situations), start)
    for (side, name), weight in zip(names, fitted, strict=True):
        table = tables[side]
        assert isinstance(table, dict)
        table[name] = round(float(weight), 3)


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

    return _descend(gradient, start * scale) / scale


def _fit_probabilities(situations: Sequence[Situation], weights: Weights, chosen: Sequence[str] | None) -> None:
    """Logistic regressions: whether the best entry is right, with and without phrases in the language; whether any entry is.

    `chosen`: the evidence to use, None for all.
    """

    def read(situation: Situation) -> list[_Judged]:
        rows = []
        entries = situation.matcher.entries
        for question in situation.questions if situation.ours else ():
            query = situation.matcher.read(_utterance(question))
            scored = situation.matcher.score(query)
            best = next((entry for entry in scored.entries if entry < len(entries)), None)
            if best is not None:
                heavy = 1.0 if question.entries else BESIDE_WEIGHT
                evidence = situation.matcher.evidence(query, scored)
                right, ours = entries[best] in question.entries, bool(set(question.entries) & set(entries))
                for_right = situation.right_without_phrases if evidence["no phrases"] else situation.right
                rows.append(_Judged(question.locale, evidence, right, ours, heavy * for_right, heavy * situation.ours))
        return rows

    rows = in_parallel(read, situations)
    names = list(chosen or rows[0].evidence)
    values = np.array([[row.evidence[name] for name in names] for row in rows])
    without = np.array([bool(row.evidence["no phrases"]) for row in rows])
    right, ours = np.array([float(row.right) for row in rows]), np.array([float(row.ours) for row in rows])
    for_right, for_ours = np.array([row.for_right for row in rows]), np.array([row.for_ours for row in rows])
    asked = (for_right > 0) & ~without
    _print_choice([row for row, is_asked in zip(rows, asked.tolist(), strict=True) if is_asked], values[asked])
    for table, target, importance in (
        (weights.right, right, for_right * ~without),
        (weights.right_without_phrases, right, for_right * without),
        (weights.ours, ours, for_ours),
    ):
        assert isinstance(table, dict)
        table.clear()
        known = importance > 0
        if known.any():
            fitted = _logistic(values[known], target[known], importance[known])
            table.update({name: round(float(weight), 3) for name, weight in zip(names, fitted, strict=True) if round(float(weight), 3)})
        else:
            table.update({"always": -5.0})


def _print_choice(rows: Sequence[_Judged], values: Matrix) -> None:
    """The least probabilities from which at most 3 % are wrong and 2 % beside the point, each question judged without itself."""
    right, ours = np.array([float(row.right) for row in rows]), np.array([row.ours for row in rows])
    importance = np.array([row.for_right for row in rows])
    part = np.random.default_rng(0).integers(0, PARTS, len(rows))
    found = np.zeros(len(rows))
    for number in range(PARTS):
        others = part != number
        weights = _logistic(values[others], right[others], importance[others])
        found[~others] = 1 / (1 + np.exp(-values[~others] @ weights))
    print("Judged without themselves: least probability, right, wrong, out of scope answered")
    for locale in (*sorted({row.locale for row in rows}), ALL):
        here = np.array([locale in (row.locale, ALL) for row in rows])
        inside, outside = here & ours, here & ~ours
        best = (1.0, 0.0, 0.0, 0.0)
        for percent in range(99, 0, -1):
            answered = found >= percent / 100
            shares = [(answered & inside & (right > 0)).sum() / inside.sum(), (answered & inside & (right == 0)).sum() / inside.sum()]
            shares.append((answered & outside).sum() / max(outside.sum(), 1))
            if shares[1] > MOST_WRONG or shares[2] > MOST_BESIDE:
                break
            best = (percent / 100, *map(float, shares))
        print(f"   {locale:8} {best[0]:.2f}  {best[1]:.1%} / {best[2]:.1%} / {best[3]:.1%}")


def _logistic(values: Matrix, target: Matrix, importance: Matrix) -> Matrix:
    """Weights for values whose first column is always 1; Newton's method, the others held back by a ridge."""
    middle = np.average(values, axis=0, weights=importance)
    middle[0] = 0
    scale = np.maximum(values.std(axis=0), 0.02)
    scale[0] = 1
    values = (values - middle) / scale
    ridge = np.full(values.shape[1], RIDGE)
    ridge[0] = 1e-6
    weights = np.zeros(values.shape[1])
    for _ in range(30):
        guess = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ ((guess - target) * importance) + ridge * weights
        curve = (values * (guess * (1 - guess) * importance)[:, None]).T @ values + np.diag(ridge)
        weights = weights - np.linalg.solve(curve, slope)
    fitted: Matrix = weights / scale
    fitted[0] -= float((fitted[1:] * middle[1:]).sum())
    return fitted


def _descend(gradient: Callable[[Matrix], Matrix], start: Matrix) -> Matrix:
    """Adam; 600 steps of a shrinking size, never below zero."""
    weights, mean, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, 601):
        slope = gradient(weights)
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights = weights - 0.05 * (1 - step / 700) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = np.maximum(weights, 0)
    return weights


def _print_thresholds(situations: Sequence[Situation]) -> None:
    """What a threshold for answering and one for asking back would do, by language; choose, then write them into verdict.py."""
    found: dict[str, list[tuple[bool, Question, Ranking]]] = defaultdict(list)

    def read(situation: Situation) -> list[tuple[bool, Question, Ranking]]:
        entries = set(situation.matcher.entries)
        return [(bool(entries.intersection(q.entries)), q, situation.matcher.rank(_utterance(q), 3)) for q in situation.questions]

    for row in in_parallel(read, situations):
        found[row[1].locale].append(row)
    for locale, rows in sorted(found.items()):
        ours = [(question, ranking) for known, question, ranking in rows if known]
        others = [ranking for known, _, ranking in rows if not known]
        first = sum(bool(r.matches) and r.matches[0].entry in q.entries for q, r in ours) / max(len(ours), 1)
        print(f"{locale}: {len(ours)} in scope, first {first:.1%}; {len(others)} out of scope")
        print("   answered at: right/wrong/out of scope " + "  ".join(_at(percent / 100, ours, others) for percent in range(40, 96, 5)))
        print("   asked back at: in scope/out of scope " + "  ".join(_asked(p / 100, ours, others) for p in (5, 8, 10, 12, 15, 20)))


def _asked(least: float, ours: Sequence[tuple[Question, Ranking]], others: Sequence[Ranking]) -> str:
    kept, asked = (
        sum(sum(m.score for m in r.matches) >= least for r in group) / max(len(group), 1) for group in ([r for _, r in ours], others)
    )
    return f"{least:.0%}: {kept:.1%}/{asked:.1%}"


def _at(least: float, ours: Sequence[tuple[Question, Ranking]], others: Sequence[Ranking]) -> str:
    answered = [(q, r) for q, r in ours if r.matches and r.matches[0].score >= least]
    right = sum(r.matches[0].entry in q.entries for q, r in answered)
    beside = sum(bool(r.matches) and r.matches[0].score >= least for r in others)
    of = max(len(ours), 1)
    return f"{least:.0%}: {right / of:.1%}/{(len(answered) - right) / of:.1%}/{beside / max(len(others), 1):.1%}"


def _source() -> str:
    """The module anew: its classes as they are, the tables as fitted."""
    kept = TARGET.read_text(encoding="utf-8").split("WITH_TERMS = ")[0]
    parts = [
        f"{name} = Weights(\n"
        + "".join(
            f"    {field.name}={{\n" + "".join(f'        "{e}": {w},\n' for e, w in getattr(weights, field.name).items()) + "    },\n"
            for field in fields(weights)
        )
        + f')\n"""{meaning}"""\n'
        for name, weights, meaning in (
            ("WITH_TERMS", calibration.WITH_TERMS, "For a knowledge with terms."),
            ("WITHOUT_TERMS", calibration.WITHOUT_TERMS, "For one without, where words and letters alone speak."),
        )
    ]
    return kept + "\n".join(parts)

"""How well and how fast questions find their entries: `python -m benchmarks matching`. See README.md for how to read it."""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks import peers
from benchmarks.corpora import Corpus, read_corpora
from benchmarks.noise import BY_SOUND, NOISES
from benchmarks.questions import Question, read_asked, read_questions
from benchmarks.speed import print_speed
from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot, take_snapshot
from bot.knowledge.folder import read_folder
from bot.knowledge.loading import build
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.calibration import Weights
from bot.matching.ranking import PhraseMatcher
from bot.matching.verdict import Ambiguous, Confident, judge
from bot.model import BASE_LOCALE, CHINESE, Knowledge

ROOT = Path(__file__).parent.parent
Phrases = dict[str, dict[str, tuple[str, ...]]]
NOBODY = "nobody:"
"""Before the name of a subject that is not ours: the peers see these phrases too, and answer nothing when one of them is nearest."""


MAIN = ("ar", "en", "fr", "ja", "zh-Hans")
OTHERS = "others"
"""Languages with hundreds of questions each, and the name of all others together."""


@dataclass(slots=True)
class Tally:
    """Outcomes of the questions of one language; all shares are of the questions in scope, except `answered` and `asked` out of scope."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def share(self, name: str, of: str = "in scope") -> float:
        return self.counts[name] / max(self.counts[of], 1)


def main(arguments: Sequence[str] = ()) -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks matching")
    options.add_argument("--corpora", type=Path, help="folder with public corpora (see corpora.py)")
    options.add_argument("--quick", action="store_true", help="only the questions")
    chosen = options.parse_args(list(arguments))
    knowledge = build(read_folder(ROOT / "knowledge", ROOT / "locales"), ROOT / "knowledge")
    questions = read_questions(ROOT / "tests/questions")
    phrases = phrases_of(knowledge)
    matcher = PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)
    print(f"{len(phrases)} entries, {_count(phrases)} phrases, {_count(knowledge.beside)} beside them, {len(questions)} questions")
    snapshot = take_snapshot(ROOT / "knowledge", ROOT / "locales", datetime.now(ZoneInfo("Asia/Shanghai")).date())
    heard = outcomes(matcher, questions, listen=lambda text, locale: hear(text, Session(), locale, snapshot))
    print_outcomes("Questions kept apart, as they are heard in a conversation", heard | _grouped(heard))
    print_confusions(matcher, questions)
    if chosen.quick:
        return
    print_peers(phrases, knowledge, questions)
    print_ablation(phrases, knowledge, questions)
    print_calibration(matcher, questions)
    print_robustness(matcher, questions, snapshot)
    print_taken_for_pinyin(questions, snapshot, chosen.corpora)
    print_speed(knowledge, questions)
    if chosen.corpora:
        print_corpora(chosen.corpora)


def _grouped(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """Languages with few questions each are taken together."""
    others = {code: tally for code, tally in tallies.items() if code not in MAIN}
    return {code: tally for code, tally in tallies.items() if code in MAIN} | ({OTHERS: _summed(others)} if others else {})


def _count(phrases: Mapping[str, Mapping[str, Sequence[str]]]) -> int:
    return sum(len(of_locale) for texts in phrases.values() for of_locale in texts.values())


def phrases_of(knowledge: Knowledge) -> Phrases:
    return {entry.id: dict(entry.phrases) for entry in knowledge.entries.values()}


def _utterance(text: str, locale: str) -> Utterance:
    """The text in a language that is known for certain."""
    return Utterance(text, normalize(text), locale, certain=True)


def outcomes(
    matcher: PhraseMatcher,
    questions: Iterable[Question],
    spoil: Callable[[str], str] = str,
    listen: Callable[[str, str], Utterance] = _utterance,
) -> dict[str, Tally]:
    tallies: dict[str, Tally] = defaultdict(Tally)
    for question in questions:
        text = spoil(question.text)
        started = time.perf_counter()
        ranking = matcher.rank(listen(text, question.locale))
        verdict = judge(ranking)
        tally = tallies[question.locale]
        tally.seconds.append(time.perf_counter() - started)
        if not question.entries:
            tally.counts.update(["out of scope", *(["answered"] if isinstance(verdict, Confident) else [])])
            tally.counts.update(["asked"] if isinstance(verdict, Ambiguous) else [])
            continue
        found = [match.entry for match in ranking.matches]
        tally.counts.update(["in scope"])
        tally.counts.update(["first"] if found[:1] and found[0] in question.entries else [])
        match verdict:
            case Confident(match):
                tally.counts.update(["right" if match.entry in question.entries else "wrong"])
            case Ambiguous(matches):
                tally.counts.update(["clarified" if any(match.entry in question.entries for match in matches) else "clarified without"])
            case _:
                tally.counts.update(["unknown"])
    return tallies


def print_outcomes(title: str, tallies: Mapping[str, Tally]) -> None:
    print(f"\n{title}")
    print("language   n     first  right  clarified  right+clar.  wrong  unknown | out of scope: n  answered  asked back")
    for locale, tally in sorted(tallies.items()):
        right, clarified = tally.share("right"), tally.share("clarified")
        print(
            f"{locale:9}{tally.counts['in scope']:5}   {tally.share('first'):6.1%} {right:6.1%} {clarified:8.1%} {right + clarified:11.1%} "
            f"{tally.share('wrong'):8.1%} {tally.share('unknown') + tally.share('clarified without'):7.1%}  |"
            f"{tally.counts['out of scope']:15}  {tally.share('answered', 'out of scope'):7.1%} {tally.share('asked', 'out of scope'):9.1%}"
        )


def print_confusions(matcher: PhraseMatcher, questions: Iterable[Question]) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for question in questions:
        matches = matcher.rank(Utterance(question.text, normalize(question.text), question.locale, certain=True), 1).matches
        if question.entries and matches and matches[0].entry not in question.entries:
            pairs[question.entries[0], matches[0].entry] += 1
    print("\nOftenest confused (right entry, first entry found)")
    for (right, found), count in pairs.most_common(12):
        print(f"{count:4}  {right} < {found}")


def print_peers(phrases: Phrases, knowledge: Knowledge, questions: Sequence[Question]) -> None:
    rows = [(entry, code, phrase) for entry, texts in phrases.items() for code, of in texts.items() for phrase in of]
    rows += [(NOBODY + name, code, phrase) for name, texts in knowledge.beside.items() for code, of in texts.items() for phrase in of]
    print("\nPeers, all languages that have phrases          first   right   wrong   out of scope answered   ms per question")
    with_phrases = {code for texts in phrases.values() for code in texts}
    asked = [question for question in questions if question.locale in with_phrases]
    ours = _summed(outcomes(PhraseMatcher(phrases, knowledge.concepts, knowledge.beside), asked))
    print(
        f"{'ours':45}{ours.share('first'):8.1%}{ours.share('right'):8.1%}{ours.share('wrong'):8.1%}"
        f"{ours.share('answered', 'out of scope'):16.1%}{1000 * float(np.median(ours.seconds)):18.2f}"
    )
    for name, make, cut in (
        ("RapidFuzz WRatio, cut-off 80", peers.wratio, 80.0),
        ("RapidFuzz token_set_ratio, cut-off 80", peers.token_set_ratio, 80.0),
        ("BM25, cut-off for 3 % wrong", peers.bm25, None),
        ("TF-IDF + logistic regression, same", peers.trained, None),
    ):
        peer = make(rows)
        threshold = _cut_off(peer, asked) if cut is None else cut
        _print_peer(name, peer, asked, threshold)


def _print_peer(name: str, peer: peers.Peer, questions: Iterable[Question], threshold: float) -> None:
    tally = Tally()
    for question in questions:
        started = time.perf_counter()
        guess = peer(question.text, question.locale)
        tally.seconds.append(time.perf_counter() - started)
        answered = guess.score >= threshold and not (guess.entry or "").startswith(NOBODY)
        if question.entries:
            fits = guess.entry in question.entries
            tally.counts.update(["in scope", *(["first"] if fits else []), *([("right" if fits else "wrong")] if answered else [])])
        else:
            tally.counts.update(["out of scope", *(["answered"] if answered else [])])
    print(
        f"{name:45}{tally.share('first'):8.1%}{tally.share('right'):8.1%}{tally.share('wrong'):8.1%}"
        f"{tally.share('answered', 'out of scope'):16.1%}{1000 * float(np.median(tally.seconds)):18.2f}"
    )


def _cut_off(peer: peers.Peer, questions: Sequence[Question]) -> float:
    guesses = sorted(
        (
            (guess.score, guess.entry in q.entries)
            for q in questions
            if q.entries
            for guess in [peer(q.text, q.locale)]
            if not (guess.entry or "").startswith(NOBODY)
        ),
        reverse=True,
    )
    wrong = np.cumsum([not fits for _, fits in guesses])
    allowed = int((wrong <= 0.03 * sum(bool(q.entries) for q in questions)).sum())
    return guesses[max(allowed - 1, 0)][0]


def _summed(tallies: Mapping[str, Tally]) -> Tally:
    whole = Tally()
    for tally in tallies.values():
        whole.counts.update(tally.counts)
        whole.seconds.extend(tally.seconds)
    return whole


def _weights_without(*names: str) -> Weights:
    """Every formula without some pieces of evidence."""
    tables = {of.name: getattr(calibration.WITH_TERMS, of.name) for of in fields(calibration.WITH_TERMS)}
    return Weights(
        **{
            of: {name: 0.0 if any(part in name for part in names) else weight for name, weight in table.items()}
            for of, table in tables.items()
        }
    )


def print_ablation(phrases: Phrases, knowledge: Knowledge, questions: Sequence[Question]) -> None:
    print("\nWithout ...                     first / right / wrong / out of scope answered in each language")

    def show(name: str, matcher: PhraseMatcher, asked: Sequence[Question] = questions) -> None:
        tallies = sorted(_grouped(outcomes(matcher, asked)).items())
        shown = (
            f"{code} {t.share('first'):.1%} / {t.share('right'):.1%} / {t.share('wrong'):.1%} / {t.share('answered', 'out of scope'):.1%}"
            for code, t in tallies
        )
        print(f"{name:34}" + "  ".join(shown))

    everything = PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)
    show("nothing", everything)
    show("terms (words alone, own weights)", PhraseMatcher(phrases, {}, knowledge.beside))
    unspoken = PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)
    unspoken._doubt.meant = lambda _found: []  # type: ignore[method-assign]
    show("concepts in the ranking", unspoken)
    show("what is not ours", PhraseMatcher(phrases, knowledge.concepts))
    for name, parts in (
        ("letter runs", ("letters",)),
        ("words", ("words ",)),
        ("pairs of concepts", ("pairs",)),
        ("nearest phrase", ("nearest",)),
        ("regression", ("regression", "chance")),
    ):
        everything.weigh(_weights_without(*parts))
        show(name, everything)
    unmended = PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)
    unmended._spotter._mended = lambda _unit, _searched: None  # type: ignore[method-assign]
    show("mending (RapidFuzz)", unmended)
    rest = {code for texts in phrases.values() for code in texts} - {*MAIN}
    for name, codes in (*((code, {code}) for code in MAIN), (OTHERS, rest)):
        hidden, beside = (
            {owner: {other: p for other, p in texts.items() if other not in codes} for owner, texts in of.items()}
            for of in (phrases, knowledge.beside)
        )
        show(f"all {name} phrases", PhraseMatcher(hidden, knowledge.concepts, beside), [q for q in questions if q.locale in codes])


def print_calibration(matcher: PhraseMatcher, questions: Sequence[Question]) -> None:
    """What the calibrated probability is worth beside the plain share of the best among the candidates."""
    print("\nRight, and out of scope answered, when 3 % may be wrong: by calibrated probability, by share among the candidates")
    for locale in MAIN:
        ranked = [(q, matcher.rank(_utterance(q.text, locale), 1)) for q in questions if q.locale == locale]
        calibrated = [(q, r.matches[0].entry, r.matches[0].score) for q, r in ranked if r.matches]
        shares = [(q, r.matches[0].entry, r.evidence["share"]) for q, r in ranked if r.matches]
        print(f"{locale:12}" + "   ".join(_at_three_percent(guesses) for guesses in (calibrated, shares)))


def _at_three_percent(guesses: Sequence[tuple[Question, str, float]]) -> str:
    ours = sorted(((score, entry in q.entries) for q, entry, score in guesses if q.entries), reverse=True)
    kept = int((np.cumsum([not fits for _, fits in ours]) <= 0.03 * len(ours)).sum())
    others = [score for q, _, score in guesses if not q.entries]
    beside = sum(score >= ours[max(kept - 1, 0)][0] for score in others)
    return f"{sum(fits for _, fits in ours[:kept]) / len(ours):.1%} / {beside / max(len(others), 1):.1%}"


def print_robustness(matcher: PhraseMatcher, questions: Sequence[Question], snapshot: Snapshot) -> None:
    print("\nSpoiled questions                 first (wrong) in each language")
    ours = [question for question in questions if question.entries]
    chinese = [question for question in ours if question.locale == CHINESE]

    def listen(text: str, locale: str) -> Utterance:
        return hear(text, Session(), locale, snapshot)

    def listen_to_a_foreigner(text: str, _locale: str) -> Utterance:
        return hear(text, Session(), BASE_LOCALE, snapshot)

    for name, spoil in NOISES.items():
        tallies = outcomes(matcher, chinese, spoil, listen_to_a_foreigner) if name in BY_SOUND else outcomes(matcher, ours, spoil, listen)
        shown = (f"{code} {tally.share('first'):.1%} ({tally.share('wrong'):.1%})" for code, tally in sorted(_grouped(tallies).items()))
        print(f"{name:34}" + "  ".join(shown))


def print_taken_for_pinyin(questions: Sequence[Question], snapshot: Snapshot, folder: Path | None) -> None:
    """How many texts in other languages, and in Chinese characters, are read as pinyin; each of them is a mistake."""
    print("\nTaken for pinyin, of so many texts")
    texts = {(question.locale, question.text) for question in (*questions, *read_asked())}
    for corpus in read_corpora(folder, 10) if folder else ():
        texts |= {(f"{corpus.name} {locale}", text) for text, locale, _ in corpus.questions}
    counts, taken = Counter(kind for kind, _ in texts), Counter(kind for kind, text in texts if snapshot.pinyin.read(text))
    print("  ".join(f"{kind} {taken[kind]}/{count}" for kind, count in sorted(counts.items())))


def print_corpora(folder: Path) -> None:
    print("\nPublic corpora, without concepts: first, and how well the score tells known from unknown (area under the curve)")
    for phrases_per_entry in (10, None):
        print(f"{phrases_per_entry or 'All'} phrases per entry and language")
        for corpus in read_corpora(folder, phrases_per_entry):
            _print_corpus(corpus)


def _print_corpus(corpus: Corpus) -> None:
    matcher = PhraseMatcher(corpus.phrases, {})
    first, known, unknown = [], [], []
    for text, locale, entry in corpus.questions:
        matches = matcher.rank(Utterance(text, normalize(text), locale, certain=True), 1).matches
        score = matches[0].score if matches else 0.0
        (unknown if entry is None else known).append(score)
        if entry is not None:
            first.append(bool(matches) and matches[0].entry == entry)
    told = f"{_area(known, unknown):.3f}" if unknown else "-"
    print(f"{corpus.name:16}{len(first):6} {float(np.mean(first)):.3f}   {told}")


def _area(known: Sequence[float], unknown: Sequence[float]) -> float:
    """Area under the curve: chance that a known question scores higher than an unknown one."""
    ranks = np.argsort(np.argsort(np.array([*known, *unknown]), kind="stable")) + 1
    return float((ranks[: len(known)].sum() - len(known) * (len(known) + 1) / 2) / (len(known) * len(unknown)))

"""From ranked matches to confident, ambiguous or unknown. The thresholds stand here and nowhere else."""

from dataclasses import dataclass

from bot.matching.matcher import Match, Ranking

CONFIDENT = 0.65
"""Least probability of the best entry for an answer; see benchmarks/README.md for what it does."""
POSSIBLE = 0.20
"""Least probability that one of the choices is right, for asking back."""
POSSIBLE_THOUGH_FOREIGN = 0.25
"""The same where terms of other countries, cities or subjects speak against all entries; then nothing is answered outright."""
WORTH_OFFERING = 0.01
"""Least probability of a choice that is offered."""
CHOICES = 3


ONE_CONCEPT = 0.2
"""The evidence "concept count" of a single concept."""
LIKE_A_PHRASE = 0.3
"""Similarity to the nearest phrase from which one concept is enough: "drone bee life span" names a drone, and asks nothing of ours."""


@dataclass(frozen=True, slots=True)
class Confident:
    match: Match


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """One to three entries, best first."""

    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    pass


Verdict = Confident | Ambiguous | Unknown


def judge(ranking: Ranking) -> Verdict:
    if not ranking.matches or ranking.elliptic:
        return Unknown()
    best = ranking.matches[0]
    if best.score >= CONFIDENT and not ranking.foreign and not _hangs_on_one_word(ranking):
        return Confident(best)
    choices = tuple(match for match in ranking.matches[:CHOICES] if match.score >= WORTH_OFFERING)
    possible = POSSIBLE_THOUGH_FOREIGN if ranking.foreign else POSSIBLE
    if choices and sum(match.score for match in choices) >= possible:
        return Ambiguous(choices)
    return Unknown()


def _hangs_on_one_word(ranking: Ranking) -> bool:
    """Whether a single concept carries the match and no phrase is like the question: then it is asked back."""
    evidence = {one.name: one.value for one in ranking.evidence}
    return evidence.get("concept count", 1.0) <= ONE_CONCEPT and evidence.get("nearest phrase", 1.0) < LIKE_A_PHRASE

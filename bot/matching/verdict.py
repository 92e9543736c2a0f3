"""From ranked matches to confident, ambiguous or unknown. The thresholds stand here and nowhere else."""

from dataclasses import dataclass

from bot.matching.matcher import Match, Ranking

CONFIDENT = 0.75
"""Least probability of the best entry for an answer; see benchmarks/README.md for what it does."""
POSSIBLE = 0.20
"""Least probability that one of the choices is right, for asking back."""
WORTH_OFFERING = 0.002
"""Least probability of a choice that is offered."""
CHOICES = 3
_AGAINST = ("unknown words", "no concept", "other subject", "other country", "other city")


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
    if best.score >= CONFIDENT:
        return Confident(best)
    choices = tuple(match for match in ranking.matches[:CHOICES] if match.score >= WORTH_OFFERING)
    if choices and (sum(match.score for match in choices) >= POSSIBLE or _speaks_of_ours_only(ranking)):
        return Ambiguous(choices)
    return Unknown()


def _speaks_of_ours_only(ranking: Ranking) -> bool:
    """Whether every word is one of our subjects ("visa", "marriage Beijing"): too little to answer, enough to ask back."""
    return all(ranking.evidence.get(name, 1.0) == 0 for name in _AGAINST)

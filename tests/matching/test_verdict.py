"""Confident, ambiguous or unknown."""

import pytest

from bot.matching.matcher import Match, Ranking
from bot.matching.verdict import CONFIDENT, POSSIBLE, Ambiguous, Confident, Unknown, judge


def ranking(*scores: float, elliptic: bool = False) -> Ranking:
    return Ranking(tuple(Match(f"entry-{n}", score) for n, score in enumerate(scores)), elliptic=elliptic)


def test_an_entry_is_answered_from_one_probability_on() -> None:
    assert judge(ranking(CONFIDENT, 0.1)) == Confident(Match("entry-0", CONFIDENT))
    assert isinstance(judge(ranking(CONFIDENT - 0.005, 0.1)), Ambiguous)


@pytest.mark.parametrize(("against", "expected"), [("unknown words", Unknown), ("other city", Unknown), (None, Ambiguous)])
def test_a_subject_of_ours_alone_is_asked_back_however_unlikely_each_entry(against: str | None, expected: type) -> None:
    names = ("unknown words", "no concept", "other subject", "other country", "other city")
    evidence = {name: float(name == against) for name in names}
    assert isinstance(judge(Ranking((Match("visa-l", POSSIBLE / 10),), evidence=evidence)), expected)


def test_near_ties_are_asked_back_with_three_choices_at_most() -> None:
    verdict = judge(ranking(0.3, 0.28, 0.2, 0.15))
    assert isinstance(verdict, Ambiguous)
    assert [match.entry for match in verdict.matches] == ["entry-0", "entry-1", "entry-2"]


def test_choices_that_are_hardly_possible_are_not_offered() -> None:
    verdict = judge(ranking(0.5, 0.001, 0.0))
    assert isinstance(verdict, Ambiguous)
    assert len(verdict.matches) == 1


@pytest.mark.parametrize(
    "unclear",
    [ranking(), ranking(POSSIBLE / 4, POSSIBLE / 4), ranking(0.99, elliptic=True)],
)
def test_anything_else_is_unknown(unclear: Ranking) -> None:
    assert judge(unclear) == Unknown()

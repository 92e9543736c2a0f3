"""Confident, ambiguous or unknown."""

import pytest

from bot.matching.matcher import Match, Ranking
from bot.matching.verdict import CONFIDENT, POSSIBLE, Ambiguous, Confident, Unknown, judge


def ranking(*scores: float, foreign: bool = False, elliptic: bool = False) -> Ranking:
    return Ranking(tuple(Match(f"entry-{n}", score) for n, score in enumerate(scores)), foreign=foreign, elliptic=elliptic)


def test_a_probable_entry_is_answered() -> None:
    assert judge(ranking(CONFIDENT, 0.1)) == Confident(Match("entry-0", CONFIDENT))


def test_near_ties_are_asked_back_with_three_choices_at_most() -> None:
    verdict = judge(ranking(0.3, 0.28, 0.2, 0.15))
    assert isinstance(verdict, Ambiguous)
    assert [match.entry for match in verdict.matches] == ["entry-0", "entry-1", "entry-2"]


def test_choices_that_are_hardly_possible_are_not_offered() -> None:
    verdict = judge(ranking(0.5, 0.001, 0.0))
    assert isinstance(verdict, Ambiguous)
    assert len(verdict.matches) == 1


def test_what_speaks_of_elsewhere_is_never_answered_outright() -> None:
    assert isinstance(judge(ranking(0.99, foreign=True)), Ambiguous)


@pytest.mark.parametrize(
    "unclear",
    [ranking(), ranking(POSSIBLE / 4, POSSIBLE / 4), ranking(POSSIBLE, foreign=True), ranking(0.99, elliptic=True)],
)
def test_anything_else_is_unknown(unclear: Ranking) -> None:
    assert judge(unclear) == Unknown()

"""Which side of an entry is asked for, and whether a subject is named."""

import pytest

from bot.matching.ranking import PhraseMatcher
from bot.model import Facet
from tests.matching.conftest import say


@pytest.mark.parametrize(
    ("text", "locale", "facet", "elliptic"),
    [
        ("how much is it?", "en", Facet.FEE, True),
        ("and where is that", "en", Facet.WHERE, True),
        ("¿cuánto cuesta esto?", "es", Facet.FEE, True),
        ("多少钱", "zh-Hans", Facet.FEE, True),
        ("residence permit extension fee", "en", Facet.FEE, False),
        ("where do i extend my visa", "en", Facet.WHERE, False),
        ("how much is a bicycle", "en", Facet.FEE, False),
        ("lost passport", "en", None, False),
        ("is it", "en", None, False),
        ("", "en", None, False),
    ],
)
def test_facet_and_missing_subject(matcher: PhraseMatcher, text: str, locale: str, facet: Facet | None, elliptic: bool) -> None:
    ranking = matcher.rank(say(text, locale))
    assert (ranking.facet, ranking.elliptic) == (facet, elliptic)


@pytest.mark.parametrize(
    ("text", "another"),
    [("residence permit france", 1.0), ("french passport, visa for china", 0.0), ("i am from france, extend my visa", 0.0)],
)
def test_a_country_beside_a_permit_is_another_country(matcher: PhraseMatcher, text: str, another: float) -> None:
    assert matcher.rank(say(text)).evidence["another country"] == another

"""Which side of an entry a question asks for, and whether it names a subject of its own."""

from collections.abc import Mapping

from bot.language.function_words import function_words
from bot.matching.concepts import Spotting
from bot.model import Concept, Facet

_SUBJECTLESS = frozenset({"facet", "meta", "politeness"})
_COUNTRIES = frozenset({"country-name", "world-city"})
_HERE = frozenset({"beijing", "china", "chinese-citizen", "hk-macao-taiwan-resident", "passport", "embassy"})
_HERE_WRITTEN = frozenset({"chinese", "china"})
_PERMITS = frozenset({"permit-kind", "visa-letter"})
_STAYING = frozenset({"overstay"})
_FOR_ANY_NATIONALITY = frozenset({"visa-free", "driving-licence", "international-driving-permit", "temporary-driving-permit"})
_PRECEDENCE = (Facet.SOURCE, Facet.FEE, Facet.DEADLINE, Facet.DOCUMENTS, Facet.TIME, Facet.WHERE, Facet.STEPS)
"""When words name several sides, the first of these leads: "how do I pay, how much is it" asks for the fee."""


def facet_of(spotting: Spotting, concepts: Mapping[str, Concept]) -> Facet | None:
    named = {concepts[spot.concept].facet for spot in spotting.spots}
    return next((facet for facet in _PRECEDENCE if facet in named), None)


def is_elliptic(spotting: Spotting, concepts: Mapping[str, Concept], locale: str) -> bool:
    """True when only words of a facet, pronouns and small words stand there, so that the subject must be the last one spoken of."""
    if not spotting.spots:
        return False
    if any(concepts[spot.concept].group not in _SUBJECTLESS for spot in spotting.spots):
        return False
    covered = {position for spot in spotting.spots for position in range(spot.start, spot.end)}
    small = function_words(locale)
    return all(position in covered or unit in small or len(unit) == 1 for position, unit in enumerate(spotting.units))


def names_another_country(spotting: Spotting, concepts: Mapping[str, Concept]) -> bool:
    """True for a country beside a permit or a word for staying ("overstay Vietnam") when China is not spoken of."""
    countries = [spot for spot in spotting.spots if spot.concept in _COUNTRIES]
    if not countries or any(spot.concept in _HERE for spot in spotting.spots) or not _HERE_WRITTEN.isdisjoint(spotting.units):
        return False
    permits = [
        spot
        for spot in spotting.spots
        if (concepts[spot.concept].group in _PERMITS or spot.concept in _STAYING) and spot.concept not in _FOR_ANY_NATIONALITY
    ]
    return any(0 <= max(one.start - other.end, other.start - one.end) <= 1 for one in countries for other in permits)

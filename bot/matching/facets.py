"""Which side of an entry a question asks for, and whether it names a subject of its own."""

from collections.abc import Mapping

from bot.language.function_words import function_words
from bot.matching.concepts import Spotting
from bot.model import Concept, Facet

_SUBJECTLESS = frozenset({"facet", "meta", "politeness"})
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

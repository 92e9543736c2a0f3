"""What the dialogue asks of a matcher, and what it gets back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.language.utterance import Utterance
from bot.model import Facet

Evidence = Mapping[str, float]
"""Reasons for or against, for `ask --explain`: what was weighed ("letters coverage", "other city") and how much of it there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Weighed(Mapping[str, float]):
    """One place of a table. Only `ask --explain` looks at it, so nothing is made for it before."""

    features: Mapping[str, Sequence[float]]
    place: int

    def __getitem__(self, name: str) -> float:
        return self.features[name][self.place]

    def __iter__(self) -> Iterator[str]:
        return iter(self.features)

    def __len__(self) -> int:
        return len(self.features)


@dataclass(frozen=True, slots=True)
class Match:
    """An entry and the calibrated probability, 0 to 1, that it is what was asked for."""

    entry: str
    score: float
    evidence: Evidence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Entries best first, at most the limit asked for; equal input gives equal output, ties broken by entry id.

    `concepts` are those spotted in the utterance; `facet` is the side of an entry that the words ask for; `elliptic` is true when the
    words name no subject of their own ("how much is it?"), so that they can only speak of the last entry; `foreign` is true when terms
    of other countries, cities or subjects speak against every entry; `locale` is the language that was searched first.
    """

    matches: tuple[Match, ...]
    concepts: tuple[str, ...] = ()
    facet: Facet | None = None
    elliptic: bool = False
    foreign: bool = False
    locale: str = ""
    evidence: Evidence = field(default_factory=dict)


class Matcher(Protocol):
    def rank(self, utterance: Utterance, limit: int = 5) -> Ranking: ...

"""How much each piece of evidence counts. The tables are written by `python -m benchmarks fit`; do not edit them by hand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by the name of the evidence.

    `with_phrases`: for an entry that has phrases in the question's language; `without_phrases`: for one that has none there, so that
    concepts alone speak. `right`: that the best entry is the right one, when some entry is. `ours`: that some entry answers the question.
    """

    with_phrases: Mapping[str, float]
    without_phrases: Mapping[str, float]
    right: Mapping[str, float]
    ours: Mapping[str, float]


WITH_TERMS = Weights(
    with_phrases={
        "words frequency": 0.27,
        "words odds": 0.0,
        "letters frequency": 0.0,
        "letters odds": 0.19,
        "letters coverage": 0.0,
        "concepts frequency": 0.0,
        "concepts odds": 0.26,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest phrase": 0.5,
        "nearest concepts": 3.0,
        "nearest": 0.0,
        "regression": 0.4,
    },
    without_phrases={
        "concepts frequency": 0.0,
        "concepts odds": 0.26,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest concepts": 3.0,
        "regression": 0.4,
        "no phrases": 0.0,
    },
    right={
        "always": -2.0,
        "lead": 0.0,
        "share": 4.0,
        "local chance": 0.0,
        "agreed chance": 0.0,
        "nearest lead": 0.0,
        "beside": 0.0,
        "known letters": 0.0,
        "letters coverage": 0.0,
        "concepts coverage": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.0,
        "strange words": 0.0,
        "foreign": 0.0,
        "unknown words": 0.0,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
    ours={
        "always": 0.0,
        "lead": 0.0,
        "share": 1.0,
        "local chance": 0.0,
        "agreed chance": 0.0,
        "nearest lead": 0.0,
        "beside": 0.0,
        "known letters": 0.0,
        "letters coverage": 0.0,
        "concepts coverage": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.0,
        "strange words": 0.0,
        "foreign": 0.0,
        "unknown words": 0.0,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
)
"""For a knowledge with terms."""

WITHOUT_TERMS = Weights(
    with_phrases={
        "words frequency": 0.27,
        "words odds": 0.0,
        "letters frequency": 0.0,
        "letters odds": 0.19,
        "letters coverage": 0.0,
        "concepts frequency": 0.0,
        "concepts odds": 0.26,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest phrase": 0.5,
        "nearest concepts": 3.0,
        "nearest": 0.0,
        "regression": 0.4,
    },
    without_phrases={
        "concepts frequency": 0.0,
        "concepts odds": 0.26,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest concepts": 3.0,
        "regression": 0.4,
        "no phrases": 0.0,
    },
    right={
        "always": -2.0,
        "lead": 0.0,
        "share": 4.0,
        "local chance": 0.0,
        "agreed chance": 0.0,
        "nearest lead": 0.0,
        "beside": 0.0,
        "known letters": 0.0,
        "letters coverage": 0.0,
        "concepts coverage": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.0,
        "strange words": 0.0,
        "foreign": 0.0,
        "unknown words": 0.0,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
    ours={
        "always": 0.0,
        "lead": 0.0,
        "share": 1.0,
        "local chance": 0.0,
        "agreed chance": 0.0,
        "nearest lead": 0.0,
        "beside": 0.0,
        "known letters": 0.0,
        "letters coverage": 0.0,
        "concepts coverage": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.0,
        "strange words": 0.0,
        "foreign": 0.0,
        "unknown words": 0.0,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
)
"""For one without."""

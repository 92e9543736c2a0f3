"""How much each piece of evidence counts. The tables are written by `python -m benchmarks fit`; do not edit them by hand."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by the name of the evidence.

    `with_phrases`: for an entry that has phrases in the question's language; `without_phrases`: for one that has none there, so that
    concepts alone speak. `right`: that the best entry answers the question, when it has phrases in the language; `right_without_phrases`:
    the same when it has none. `ours`: that some entry answers it.
    """

    with_phrases: Mapping[str, float]
    without_phrases: Mapping[str, float]
    right: Mapping[str, float]
    right_without_phrases: Mapping[str, float]
    ours: Mapping[str, float]


WITH_TERMS = Weights(
    with_phrases={
        "words frequency": 0.725,
        "words odds": 0.0,
        "letters frequency": 0.0,
        "letters odds": 0.187,
        "letters coverage": 0.0,
        "concepts frequency": 1.323,
        "concepts odds": 0.056,
        "concepts coverage": 0.055,
        "pairs frequency": 0.721,
        "pairs odds": 0.019,
        "nearest phrase": 0.0,
        "nearest concepts": 1.79,
        "nearest": 0.0,
        "regression": 0.468,
    },
    without_phrases={
        "concepts frequency": 2.549,
        "concepts odds": 0.358,
        "concepts coverage": 0.0,
        "pairs frequency": 0.98,
        "pairs odds": 0.0,
        "nearest concepts": 1.103,
        "regression": 0.495,
        "no phrases": 0.0,
    },
    right={
        "always": -2.0,
        "share": 4.0,
    },
    right_without_phrases={
        "always": -2.0,
        "share": 4.0,
    },
    ours={
        "always": -2.0,
        "share": 4.0,
    },
)
"""For a knowledge with terms."""

WITHOUT_TERMS = Weights(
    with_phrases={
        "words frequency": 0.785,
        "words odds": 0.0,
        "letters frequency": 0.123,
        "letters odds": 0.082,
        "letters coverage": 0.0,
        "concepts frequency": 0.0,
        "concepts odds": 0.0,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "regression": 1.034,
    },
    without_phrases={
        "concepts frequency": 0.0,
        "concepts odds": 0.0,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest concepts": 0.0,
        "regression": 0.0,
        "no phrases": 0.0,
    },
    right={
        "always": -2.0,
        "share": 4.0,
    },
    right_without_phrases={
        "always": -2.0,
        "share": 4.0,
    },
    ours={
        "always": -2.0,
        "share": 4.0,
    },
)
"""For one without, where words and letters alone speak."""

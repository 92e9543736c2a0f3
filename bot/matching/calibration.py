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
        "words frequency": 0.299,
        "words odds": 0.003,
        "letters frequency": 0.0,
        "letters odds": 0.139,
        "letters coverage": 0.0,
        "concepts frequency": 1.084,
        "concepts odds": 0.125,
        "concepts coverage": 0.0,
        "pairs frequency": 0.601,
        "pairs odds": 0.015,
        "nearest phrase": 0.0,
        "nearest concepts": 2.599,
        "nearest": 0.0,
        "regression": 0.449,
    },
    without_phrases={
        "concepts frequency": 0.0,
        "concepts odds": 0.481,
        "concepts coverage": 0.0,
        "pairs frequency": 1.094,
        "pairs odds": 0.028,
        "nearest concepts": 0.0,
        "regression": 0.59,
        "no phrases": 0.0,
    },
    right={
        "always": -2.284,
        "lead": 1.275,
        "share": 2.29,
        "local chance": 0.347,
        "agreed chance": 0.722,
        "nearest lead": -0.718,
        "beside": 1.784,
        "known letters": 0.656,
        "letters coverage": -0.267,
        "concepts coverage": -0.376,
        "nearest phrase": -0.644,
        "nearest concepts": 0.58,
        "nearest": -0.941,
        "another country": -1.339,
        "subject": 0.148,
        "agreement": 1.458,
        "strange words": -0.644,
        "foreign": 0.42,
        "unknown words": -0.876,
        "concept count": 0.124,
        "no phrases": -0.168,
    },
    ours={
        "always": -2.782,
        "lead": 1.191,
        "share": 1.175,
        "local chance": -2.764,
        "agreed chance": 1.238,
        "nearest lead": -3.766,
        "beside": -4.535,
        "known letters": 0.609,
        "letters coverage": -0.756,
        "concepts coverage": -0.464,
        "nearest phrase": 0.204,
        "nearest concepts": 0.386,
        "nearest": 2.702,
        "another country": -4.001,
        "subject": 0.685,
        "agreement": 0.279,
        "strange words": -1.142,
        "foreign": -3.969,
        "unknown words": 1.646,
        "concept count": 3.784,
        "no phrases": 1.669,
    },
)
"""For a knowledge with terms."""

WITHOUT_TERMS = Weights(
    with_phrases={
        "words frequency": 0.511,
        "words odds": 0.0,
        "letters frequency": 0.159,
        "letters odds": 0.019,
        "letters coverage": 0.0,
        "concepts frequency": 0.0,
        "concepts odds": 0.0,
        "concepts coverage": 0.0,
        "pairs frequency": 0.0,
        "pairs odds": 0.0,
        "nearest phrase": 0.0,
        "nearest concepts": 0.0,
        "nearest": 0.0,
        "regression": 1.166,
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
        "always": -0.696,
        "lead": 1.624,
        "share": 2.744,
        "local chance": 1.242,
        "agreed chance": 0.725,
        "nearest lead": -1.355,
        "beside": 0.0,
        "known letters": -0.531,
        "letters coverage": -0.473,
        "concepts coverage": 0.0,
        "nearest phrase": -1.276,
        "nearest concepts": 0.0,
        "nearest": -1.276,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.662,
        "strange words": -1.284,
        "foreign": 0.0,
        "unknown words": -0.696,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
    ours={
        "always": -2.438,
        "lead": -0.848,
        "share": 2.473,
        "local chance": -0.398,
        "agreed chance": 0.689,
        "nearest lead": -2.377,
        "beside": 0.0,
        "known letters": 2.191,
        "letters coverage": -0.356,
        "concepts coverage": 0.0,
        "nearest phrase": 0.865,
        "nearest concepts": 0.0,
        "nearest": 0.865,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 1.957,
        "strange words": -1.723,
        "foreign": 0.0,
        "unknown words": -2.438,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
)
"""For one without, where words and letters alone speak."""

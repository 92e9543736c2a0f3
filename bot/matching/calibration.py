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
        "always": -3.083,
        "lead": 1.873,
        "share": 1.982,
        "local chance": -0.534,
        "agreed chance": 1.51,
        "nearest lead": -1.439,
        "beside": 2.185,
        "known letters": 0.214,
        "letters coverage": 0.231,
        "concepts coverage": -0.167,
        "nearest phrase": -0.073,
        "nearest concepts": 0.36,
        "nearest": -0.078,
        "another country": -0.952,
        "subject": 0.46,
        "agreement": 1.278,
        "strange words": -0.63,
        "foreign": 0.19,
        "unknown words": 0.111,
        "concept count": 0.869,
        "no phrases": -0.304,
    },
    ours={
        "always": -4.082,
        "lead": 0.556,
        "share": -0.081,
        "local chance": -1.462,
        "agreed chance": 1.314,
        "nearest lead": -1.563,
        "beside": -5.386,
        "known letters": 0.753,
        "letters coverage": 0.622,
        "concepts coverage": 0.282,
        "nearest phrase": 0.022,
        "nearest concepts": 0.447,
        "nearest": 0.904,
        "another country": -3.295,
        "subject": 0.654,
        "agreement": 1.217,
        "strange words": -1.524,
        "foreign": -3.928,
        "unknown words": 2.026,
        "concept count": 4.157,
        "no phrases": 2.46,
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
        "always": -0.732,
        "lead": 1.256,
        "share": 2.694,
        "local chance": 1.935,
        "agreed chance": 0.737,
        "nearest lead": -1.847,
        "beside": 0.0,
        "known letters": -0.831,
        "letters coverage": -0.341,
        "concepts coverage": 0.0,
        "nearest phrase": -1.11,
        "nearest concepts": 0.0,
        "nearest": -1.11,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 0.639,
        "strange words": -1.483,
        "foreign": 0.0,
        "unknown words": -0.732,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
    ours={
        "always": -2.676,
        "lead": -1.697,
        "share": 2.226,
        "local chance": 0.543,
        "agreed chance": 1.627,
        "nearest lead": -2.104,
        "beside": 0.0,
        "known letters": 2.611,
        "letters coverage": 0.349,
        "concepts coverage": 0.0,
        "nearest phrase": -0.145,
        "nearest concepts": 0.0,
        "nearest": -0.145,
        "another country": 0.0,
        "subject": 0.0,
        "agreement": 1.953,
        "strange words": -2.551,
        "foreign": 0.0,
        "unknown words": -2.676,
        "concept count": 0.0,
        "no phrases": 0.0,
    },
)
"""For one without, where words and letters alone speak."""

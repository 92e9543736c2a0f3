"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.217,
    "words odds": 0.127,
    "letters frequency": 0.0,
    "letters odds": 0.338,
    "letters coverage": 0.0,
    "concepts frequency": 0.846,
    "concepts odds": 0.307,
    "concepts coverage": 0.0,
    "nearest phrase": 0.718,
    "nearest concepts": 1.743,
    "regression": 0.419,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.994,
    "concepts odds": 0.6,
    "concepts coverage": 0.0,
    "nearest concepts": 2.584,
    "regression": 0.5,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -5.723,
    "lead": 1.385,
    "share": 2.839,
    "known letters": 0.191,
    "letters coverage": 0.475,
    "concepts coverage": -0.646,
    "nearest phrase": 2.057,
    "nearest concepts": 2.75,
    "foreign": -5.422,
    "unknown words": -1.034,
    "concept count": 1.672,
    "no phrases": 1.06,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -4.51,
    "lead": 0.927,
    "share": 0.556,
    "known letters": 0.423,
    "letters coverage": 1.055,
    "concepts coverage": -0.984,
    "nearest phrase": 2.375,
    "nearest concepts": 3.325,
    "foreign": -6.04,
    "unknown words": -0.585,
    "concept count": 2.795,
    "no phrases": 1.954,
}
"""Evidence that some entry answers the question."""

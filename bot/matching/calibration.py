"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.16,
    "words odds": 0.08,
    "letters frequency": 0.0,
    "letters odds": 0.292,
    "letters coverage": 0.0,
    "concepts frequency": 0.861,
    "concepts odds": 0.323,
    "concepts coverage": 0.0,
    "nearest phrase": 1.981,
    "nearest concepts": 2.245,
    "regression": 0.56,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.778,
    "concepts odds": 0.701,
    "concepts coverage": 0.0,
    "nearest concepts": 3.404,
    "regression": 0.577,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -7.903,
    "lead": 1.351,
    "share": 2.925,
    "known letters": 0.582,
    "letters coverage": 1.389,
    "concepts coverage": -0.608,
    "nearest phrase": 0.414,
    "nearest concepts": 3.062,
    "another country": -1.371,
    "subject": 0.814,
    "agreement": 1.644,
    "strange words": -0.006,
    "foreign": -4.699,
    "unknown words": -0.693,
    "concept count": 1.682,
    "no phrases": 1.367,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -6.25,
    "lead": 1.097,
    "share": 0.154,
    "known letters": 1.039,
    "letters coverage": 1.136,
    "concepts coverage": -0.064,
    "nearest phrase": 1.246,
    "nearest concepts": 2.657,
    "another country": -0.815,
    "subject": 0.998,
    "agreement": 2.234,
    "strange words": 0.57,
    "foreign": -5.49,
    "unknown words": -0.782,
    "concept count": 2.221,
    "no phrases": 1.947,
}
"""Evidence that some entry answers the question."""

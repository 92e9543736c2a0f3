"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.275,
    "words odds": 0.006,
    "letters frequency": 0.0,
    "letters odds": 0.189,
    "letters coverage": 0.0,
    "concepts frequency": 0.0,
    "concepts odds": 0.259,
    "concepts coverage": 0.0,
    "nearest phrase": 0.0,
    "nearest concepts": 4.622,
    "regression": 0.251,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.0,
    "concepts odds": 0.746,
    "concepts coverage": 0.0,
    "nearest concepts": 3.298,
    "regression": 0.474,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -5.345,
    "lead": 0.143,
    "share": 4.051,
    "known letters": 0.209,
    "letters coverage": 0.061,
    "concepts coverage": -0.891,
    "nearest phrase": -0.826,
    "nearest concepts": 2.753,
    "another country": -5.376,
    "subject": 0.671,
    "agreement": 1.045,
    "strange words": 0.295,
    "foreign": -4.516,
    "unknown words": -0.296,
    "concept count": 1.175,
    "no phrases": -0.647,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -4.922,
    "lead": -0.788,
    "share": 2.319,
    "known letters": 0.26,
    "letters coverage": 0.192,
    "concepts coverage": -0.142,
    "nearest phrase": 0.932,
    "nearest concepts": 2.561,
    "another country": -5.654,
    "subject": 1.542,
    "agreement": 1.078,
    "strange words": 1.418,
    "foreign": -6.124,
    "unknown words": 1.294,
    "concept count": 2.571,
    "no phrases": -0.481,
}
"""Evidence that some entry answers the question."""

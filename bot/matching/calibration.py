"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.138,
    "words odds": 0.133,
    "letters frequency": 0.0,
    "letters odds": 0.344,
    "letters coverage": 0.0,
    "concepts frequency": 1.237,
    "concepts odds": 0.113,
    "concepts coverage": 0.0,
    "nearest phrase": 1.691,
    "nearest concepts": 1.313,
    "regression": 0.351,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 1.722,
    "concepts odds": 0.474,
    "concepts coverage": 0.0,
    "nearest concepts": 2.163,
    "regression": 0.461,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -5.965,
    "lead": 0.851,
    "share": 3.361,
    "known letters": 0.106,
    "letters coverage": 0.512,
    "concepts coverage": -0.691,
    "nearest phrase": 2.261,
    "nearest concepts": 2.951,
    "foreign": -5.093,
    "unknown words": -0.611,
    "concept count": 1.642,
    "no phrases": 0.901,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -4.85,
    "lead": 0.135,
    "share": 1.496,
    "known letters": 0.546,
    "letters coverage": 1.27,
    "concepts coverage": -0.726,
    "nearest phrase": 2.309,
    "nearest concepts": 2.53,
    "foreign": -6.21,
    "unknown words": 0.521,
    "concept count": 2.866,
    "no phrases": 2.038,
}
"""Evidence that some entry answers the question."""

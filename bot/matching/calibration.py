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
    "always": -1.92,
    "lead": 1.536,
    "share": 3.633,
    "known letters": 0.067,
    "letters coverage": -0.129,
    "concepts coverage": -1.495,
    "nearest phrase": -1.264,
    "nearest concepts": 1.845,
    "another country": -0.01,
    "subject": 0.142,
    "agreement": 0.568,
    "strange words": -0.373,
    "foreign": -1.23,
    "unknown words": -1.053,
    "concept count": -0.063,
    "no phrases": -0.595,
}
"""Evidence that the best entry is the right one, when some entry is."""

OURS: Mapping[str, float] = {
    "always": -4.775,
    "lead": -0.928,
    "share": 2.581,
    "known letters": 0.29,
    "letters coverage": -0.106,
    "concepts coverage": -0.195,
    "nearest phrase": 0.974,
    "nearest concepts": 2.556,
    "another country": -6.007,
    "subject": 2.087,
    "agreement": 1.105,
    "strange words": 1.567,
    "foreign": -6.679,
    "unknown words": 1.474,
    "concept count": 2.958,
    "no phrases": -1.016,
}
"""Evidence that some entry answers the question."""

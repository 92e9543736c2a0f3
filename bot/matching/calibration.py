"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.204,
    "words odds": 0.072,
    "letters frequency": 0.0,
    "letters odds": 0.247,
    "letters coverage": 0.645,
    "concepts frequency": 0.0,
    "concepts odds": 0.457,
    "concepts coverage": 0.0,
    "nearest phrase": 2.189,
    "nearest concepts": 3.636,
    "regression": 0.423,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.056,
    "concepts odds": 0.879,
    "concepts coverage": 0.0,
    "nearest concepts": 4.104,
    "regression": 0.503,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -8.313,
    "lead": 1.593,
    "share": 2.69,
    "known letters": 0.32,
    "letters coverage": 1.51,
    "concepts coverage": -0.713,
    "nearest phrase": 0.682,
    "nearest concepts": 3.489,
    "another country": -1.405,
    "subject": 0.402,
    "agreement": 1.485,
    "strange words": -0.44,
    "foreign": -4.863,
    "unknown words": 0.036,
    "concept count": 2.333,
    "no phrases": 1.212,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -6.988,
    "lead": 1.011,
    "share": 0.744,
    "known letters": 0.144,
    "letters coverage": 1.745,
    "concepts coverage": -0.033,
    "nearest phrase": 1.853,
    "nearest concepts": 2.696,
    "another country": -1.033,
    "subject": 0.703,
    "agreement": 1.783,
    "strange words": 0.057,
    "foreign": -5.776,
    "unknown words": 0.446,
    "concept count": 3.087,
    "no phrases": 1.813,
}
"""Evidence that some entry answers the question."""

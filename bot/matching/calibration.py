"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.166,
    "words odds": 0.118,
    "letters frequency": 0.0,
    "letters odds": 0.338,
    "letters coverage": 0.0,
    "concepts frequency": 0.514,
    "concepts odds": 0.364,
    "concepts coverage": 0.0,
    "nearest phrase": 1.101,
    "nearest concepts": 1.653,
    "regression": 0.417,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.615,
    "concepts odds": 0.679,
    "concepts coverage": 0.0,
    "nearest concepts": 2.477,
    "regression": 0.538,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -6.505,
    "lead": 1.581,
    "share": 2.605,
    "known letters": 0.396,
    "letters coverage": 0.577,
    "concepts coverage": -0.108,
    "nearest phrase": 1.437,
    "nearest concepts": 2.463,
    "another country": -1.835,
    "subject": 0.793,
    "agreement": 0.672,
    "strange words": -0.139,
    "foreign": -4.593,
    "unknown words": -0.52,
    "concept count": 1.537,
    "no phrases": 1.056,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -5.791,
    "lead": 0.733,
    "share": 0.642,
    "known letters": 0.673,
    "letters coverage": 1.135,
    "concepts coverage": -0.409,
    "nearest phrase": 1.718,
    "nearest concepts": 2.805,
    "another country": -1.369,
    "subject": 1.006,
    "agreement": 1.391,
    "strange words": 0.298,
    "foreign": -6.271,
    "unknown words": 0.003,
    "concept count": 2.921,
    "no phrases": 1.963,
}
"""Evidence that some entry answers the question."""

"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.185,
    "words odds": 0.074,
    "letters frequency": 0.0,
    "letters odds": 0.297,
    "letters coverage": 0.0,
    "concepts frequency": 0.667,
    "concepts odds": 0.394,
    "concepts coverage": 0.0,
    "nearest phrase": 1.771,
    "nearest concepts": 2.203,
    "regression": 0.5,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.727,
    "concepts odds": 0.74,
    "concepts coverage": 0.0,
    "nearest concepts": 3.281,
    "regression": 0.556,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -7.597,
    "lead": 1.334,
    "share": 2.979,
    "known letters": 0.675,
    "letters coverage": 1.091,
    "concepts coverage": -0.844,
    "nearest phrase": 0.281,
    "nearest concepts": 3.118,
    "another country": -1.4,
    "subject": 0.85,
    "agreement": 1.727,
    "strange words": -0.047,
    "foreign": -4.706,
    "unknown words": -0.731,
    "concept count": 1.665,
    "no phrases": 1.124,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -5.938,
    "lead": 0.99,
    "share": 0.448,
    "known letters": 1.098,
    "letters coverage": 0.973,
    "concepts coverage": -0.417,
    "nearest phrase": 1.191,
    "nearest concepts": 2.693,
    "another country": -0.907,
    "subject": 1.026,
    "agreement": 2.155,
    "strange words": 0.591,
    "foreign": -5.516,
    "unknown words": -0.702,
    "concept count": 2.143,
    "no phrases": 1.85,
}
"""Evidence that some entry answers the question."""

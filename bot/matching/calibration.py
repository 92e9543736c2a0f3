"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.21,
    "words odds": 0.061,
    "letters frequency": 0.0,
    "letters odds": 0.25,
    "letters coverage": 0.635,
    "concepts frequency": 0.033,
    "concepts odds": 0.43,
    "concepts coverage": 0.0,
    "nearest phrase": 2.306,
    "nearest concepts": 3.624,
    "regression": 0.46,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.122,
    "concepts odds": 0.853,
    "concepts coverage": 0.0,
    "nearest concepts": 4.316,
    "regression": 0.516,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -8.664,
    "lead": 1.584,
    "share": 2.602,
    "known letters": 0.598,
    "letters coverage": 1.497,
    "concepts coverage": -0.617,
    "nearest phrase": 0.662,
    "nearest concepts": 3.182,
    "another country": -1.449,
    "subject": 0.354,
    "agreement": 2.029,
    "strange words": -0.384,
    "foreign": -4.921,
    "unknown words": 0.032,
    "concept count": 2.376,
    "no phrases": 1.328,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -7.442,
    "lead": 0.98,
    "share": 0.615,
    "known letters": 0.573,
    "letters coverage": 1.716,
    "concepts coverage": 0.103,
    "nearest phrase": 1.591,
    "nearest concepts": 2.435,
    "another country": -0.506,
    "subject": 0.679,
    "agreement": 2.39,
    "strange words": 0.126,
    "foreign": -5.945,
    "unknown words": 0.473,
    "concept count": 3.189,
    "no phrases": 1.887,
}
"""Evidence that some entry answers the question."""

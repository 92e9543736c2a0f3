"""How much each piece of evidence counts. Written by `python -m benchmarks.fit`; do not edit by hand."""

from collections.abc import Mapping

WITH_PHRASES: Mapping[str, float] = {
    "words frequency": 0.274,
    "words odds": 0.008,
    "letters frequency": 0.0,
    "letters odds": 0.189,
    "letters coverage": 0.0,
    "concepts frequency": 0.0,
    "concepts odds": 0.26,
    "concepts coverage": 0.0,
    "nearest phrase": 0.0,
    "nearest concepts": 4.724,
    "regression": 0.241,
}
"""Evidence for an entry that has phrases in the question's language."""

WITHOUT_PHRASES: Mapping[str, float] = {
    "concepts frequency": 0.0,
    "concepts odds": 0.746,
    "concepts coverage": 0.0,
    "nearest concepts": 3.374,
    "regression": 0.461,
    "no phrases": 0.0,
}
"""Evidence for an entry that has none there, so that concepts alone speak."""

RIGHT: Mapping[str, float] = {
    "always": -5.48,
    "lead": 0.107,
    "share": 4.095,
    "known letters": 0.266,
    "letters coverage": 0.038,
    "concepts coverage": -0.908,
    "nearest phrase": -0.916,
    "nearest concepts": 2.814,
    "another country": -5.348,
    "subject": 0.7,
    "agreement": 1.075,
    "strange words": 0.269,
    "foreign": -4.287,
    "unknown words": -0.271,
    "concept count": 1.226,
    "no phrases": -0.669,
}
"""Evidence that the best entry is the right one."""

OURS: Mapping[str, float] = {
    "always": -4.891,
    "lead": -0.781,
    "share": 2.424,
    "known letters": 0.318,
    "letters coverage": 0.185,
    "concepts coverage": -0.214,
    "nearest phrase": 0.706,
    "nearest concepts": 2.553,
    "another country": -5.583,
    "subject": 1.574,
    "agreement": 0.985,
    "strange words": 1.421,
    "foreign": -5.839,
    "unknown words": 1.266,
    "concept count": 2.618,
    "no phrases": -0.534,
}
"""Evidence that some entry answers the question."""

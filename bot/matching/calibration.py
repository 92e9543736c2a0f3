"""From the evidence for the best entry to the probability that it is right. The constants are made by `python -m benchmarks.fit`."""

from collections.abc import Mapping
from math import exp

INTERCEPT = -5.0
WEIGHTS: Mapping[str, float] = {
    "similarity": 3.0,
    "margin": 2.0,
    "local": 2.5,
    "local margin": 1.5,
    "words": 2.0,
    "concepts": 1.0,
    "known words": 1.0,
    "known concepts": 1.0,
    "no phrases": 0.5,
    "foreign": -6.0,
    "concept count": 0.5,
}


def probability(evidence: Mapping[str, float]) -> float:
    """0 to 1."""
    total = INTERCEPT + sum(weight * evidence[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))

"""A small kernel ridge regression, solved while a question waits: nothing is trained ahead, so knowledge can change at any moment."""

from collections.abc import Sequence
from math import exp, log

import numpy as np

from bot.matching.arrays import Floats, Numbers

_RIDGE = 0.1
"""How much of a row's own similarity is taken for noise."""
_SHARPNESS = 10
"""What a difference of 1 between two memberships is worth in log odds."""


def memberships(kernel: Floats, query: Floats, classes: Numbers, count: int) -> list[float]:
    """How far the query is of each of `count` classes, which weigh the same however many rows they have: near 1 for its own, 0 for the
    others, and 0 for all when it is like none; for a class without rows, that of the least.

    `kernel`: similarities of the rows to each other, positive semidefinite; its diagonal is changed. `query`: of the query to the
    rows; `classes`: the class of each row.
    """
    sizes = np.bincount(classes, minlength=count)
    ridge = (_RIDGE * count / max(classes.size, 1)) * sizes
    kernel.ravel()[:: classes.size + 1] += ridge.take(classes)
    exact = kernel.astype(np.float64)  # solved faster than what is half as exact
    found: list[float] = np.bincount(classes, np.linalg.solve(exact, query), count).tolist()
    least = min(found)
    return [of_class if size else least for of_class, size in zip(found, sizes.tolist(), strict=True)]


def log_chances(memberships: Sequence[float]) -> list[float]:
    """Logarithm of the chance of each class."""
    most = max(memberships)
    scores = [_SHARPNESS * (membership - most) for membership in memberships]
    whole = log(sum(map(exp, scores)))
    return [score - whole for score in scores]


def softmax(scores: Sequence[float]) -> list[float]:
    most = max(scores)
    exponents = [exp(score - most) for score in scores]
    whole = sum(exponents)
    return [exponent / whole for exponent in exponents]

"""A small kernel ridge regression, solved while a question waits: nothing is trained ahead, so knowledge can change at any moment."""

import numpy as np

from bot.matching.arrays import Floats, Numbers

_RIDGE = 0.1
"""How much of a row's own similarity is taken for noise."""
_SHARPNESS = np.float32(10)
"""What a difference of 1 between two memberships is worth in log odds."""


def memberships(kernel: Floats, query: Floats, classes: Numbers, count: int) -> Floats:
    """How far the query is of each of `count` classes, which weigh the same however many rows they have: near 1 for its own, 0 for the
    others, and 0 for all when it is like none; for a class without rows, that of the least.

    `kernel`: similarities of the rows to each other, positive semidefinite; its diagonal is changed. `query`: of the query to the
    rows; `classes`: the class of each row.
    """
    sizes = np.bincount(classes, minlength=count)
    ridge = (_RIDGE * count / max(classes.size, 1)) * sizes
    kernel.ravel()[:: classes.size + 1] += ridge.take(classes)
    found = np.bincount(classes, np.linalg.solve(kernel, query), count).astype(np.float32)
    found[sizes == 0] = found.min()
    return found


def log_chances(memberships: Floats) -> Floats:
    """Logarithm of the chance of each class."""
    scores = _SHARPNESS * (memberships - memberships.max())
    chances: Floats = scores - np.log(np.exp(scores).sum())
    return chances


def softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max())
    result: Floats = exponents / exponents.sum()
    return result

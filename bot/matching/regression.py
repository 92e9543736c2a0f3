"""A small kernel logistic regression, solved while a question waits: nothing is trained ahead, so knowledge can change at any moment."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

_STEPS = 25
_RIDGE = np.float32(0.02)


def probabilities(kernel: Floats, query: Floats, classes: Numbers, count: int) -> Floats:
    """How likely the query belongs to each of `count` classes, which weigh the same however many rows they have.

    `kernel`: similarities of the rows to each other; `query`: of the query to the rows; `classes`: the class of each row.
    """
    if count == 1:
        return np.ones(1, dtype=np.float32)
    rows = classes.size
    target = np.zeros((rows, count), dtype=np.float32)
    target[np.arange(rows), classes] = 1
    balance = (rows / count / np.bincount(classes, minlength=count)).astype(np.float32)[classes][:, None]
    step = np.float32(1 / (0.5 * float(balance.max()) * _largest_eigenvalue(kernel) + float(_RIDGE)))
    coefficients = np.zeros((rows, count), dtype=np.float32)
    ahead: Floats = coefficients
    momentum = 1.0
    for _ in range(_STEPS):
        scores = kernel @ ahead
        np.exp(scores - scores.max(axis=1, keepdims=True), out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        gradient = (scores - target) * balance + _RIDGE * ahead
        following: Floats = (ahead - step * gradient).astype(np.float32)
        next_momentum = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = (following + np.float32((momentum - 1) / next_momentum) * (following - coefficients)).astype(np.float32)
        coefficients, momentum = following, next_momentum
    return softmax(query @ coefficients)


def softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max())
    result: Floats = exponents / exponents.sum()
    return result


def _largest_eigenvalue(kernel: Floats) -> float:
    """An upper bound: no eigenvalue exceeds the largest sum of a row."""
    return float(np.abs(kernel).sum(axis=1).max())

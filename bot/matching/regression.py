"""A small kernel logistic regression, solved while a question waits: nothing is trained ahead, so knowledge can change at any moment."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

_STEPS = 12
_RIDGE = np.float32(0.02)


def _momenta() -> Iterator[np.float32]:
    """How far each step of Nesterov's method looks ahead."""
    before = 1.0
    for _ in range(_STEPS):
        after = (1 + (1 + 4 * before**2) ** 0.5) / 2
        yield np.float32((before - 1) / after)
        before = after


_MOMENTA = tuple(_momenta())


def probabilities(kernel: Floats, query: Floats, classes: Numbers, count: int) -> Floats:
    """How likely the query belongs to each of `count` classes, which weigh the same however many rows they have.

    `kernel`: similarities of the rows to each other; `query`: of the query to the rows; `classes`: the class of each row.
    """
    if count == 1:
        return np.ones(1, dtype=np.float32)
    target = np.zeros((count, classes.size), dtype=np.float32)
    target[classes, np.arange(classes.size)] = 1
    balance = (classes.size / count / np.bincount(classes, minlength=count)).astype(np.float32)[classes]
    step = np.float32(1 / (0.5 * float(balance.max()) * _largest_eigenvalue(kernel) + float(_RIDGE)))
    shrink, pull = 1 - step * _RIDGE, step * balance
    coefficients = np.zeros_like(target)
    ahead: Floats = coefficients
    for momentum in _MOMENTA:
        scores = ahead @ kernel
        np.exp(scores, out=scores)  # at most some 50: coefficients grow by less than their row's share of the bound in each step
        scores /= scores.sum(axis=0)
        scores -= target
        scores *= pull
        following: Floats = ahead * shrink
        following -= scores
        ahead = following - coefficients
        ahead *= momentum
        ahead += following
        coefficients = following
    return softmax(coefficients @ query)


def softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max())
    result: Floats = exponents / exponents.sum()
    return result


def _largest_eigenvalue(kernel: Floats) -> float:
    """An upper bound: no eigenvalue exceeds the largest sum of a row."""
    return float(np.abs(kernel).sum(axis=1).max())

"""A small kernel ridge regression, solved while a question waits: nothing is trained ahead, so knowledge can change at any moment."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

_RIDGE = 1.0
_SHARPNESS = np.float32(6)
"""Makes the chances of well told classes about those of a logistic regression, which takes three times as long."""


def probabilities(kernel: Floats, query: Floats, classes: Numbers, count: int) -> Floats:
    """How likely the query belongs to each of `count` classes, which weigh the same however many rows they have.

    `kernel`: similarities of the rows to each other, which is changed; `query`: of the query to the rows; `classes`: the class of each row.
    """
    if count == 1:
        return np.ones(1, dtype=np.float32)
    of_class = np.bincount(classes, minlength=count)
    kernel.ravel()[:: classes.size + 1] += (_RIDGE * count / classes.size * of_class)[classes]
    scores = np.bincount(classes, np.linalg.solve(kernel, query), count).astype(np.float32)
    return softmax(_SHARPNESS * scores)


def softmax(scores: Floats) -> Floats:
    exponents = np.exp(scores - scores.max())
    result: Floats = exponents / exponents.sum()
    return result

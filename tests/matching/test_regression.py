"""The local kernel logistic regression."""

import numpy as np

from bot.matching.regression import probabilities


def test_the_class_of_the_similar_rows_is_likeliest_whatever_its_size() -> None:
    kernel = np.eye(4, dtype=np.float32)
    kernel[0, 1] = kernel[1, 0] = 0.5
    found = probabilities(kernel, np.array([0.1, 0.1, 0.1, 0.9], dtype=np.float32), np.array([0, 0, 0, 1]), 2)
    assert found[1] > found[0]
    assert abs(float(found.sum()) - 1) < 1e-5


def test_a_single_class_is_certain() -> None:
    assert probabilities(np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32), np.array([0, 0]), 1).tolist() == [1.0]

"""The local kernel ridge regression."""

import numpy as np
import pytest

from bot.matching.regression import probabilities


def test_the_class_of_the_similar_rows_is_likeliest_whatever_its_size() -> None:
    kernel = np.eye(4, dtype=np.float32)
    kernel[0, 1] = kernel[1, 0] = 0.5
    found = probabilities(kernel, np.array([0.1, 0.1, 0.1, 0.9], dtype=np.float32), np.array([0, 0, 0, 1]), 2)
    assert found[1] > found[0]
    assert abs(float(found.sum()) - 1) < 1e-5


def test_rows_that_say_the_same_count_once() -> None:
    kernel = np.eye(4, dtype=np.float32)
    kernel[:2, :2] = 1
    found = probabilities(kernel, np.array([0.5, 0.5, 0.5, 0.5], dtype=np.float32), np.array([0, 0, 1, 1]), 2)
    assert found[1] > found[0]


def test_a_class_without_rows_is_the_least_likely() -> None:
    found = probabilities(np.eye(2, dtype=np.float32), np.array([0.5, 0.2], dtype=np.float32), np.array([0, 2]), 3)
    assert found.argsort().tolist() == [1, 2, 0]


@pytest.mark.parametrize("rows", [0, 2])
def test_a_single_class_is_certain(rows: int) -> None:
    assert probabilities(np.eye(rows, dtype=np.float32), np.zeros(rows), np.zeros(rows, dtype=np.intp), 1).tolist() == [1.0]

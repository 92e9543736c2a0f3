"""The local kernel ridge regression."""

import numpy as np

from bot.matching.regression import log_chances, memberships


def test_the_class_of_the_similar_rows_is_likeliest_whatever_its_size() -> None:
    kernel = np.eye(4, dtype=np.float32)
    kernel[0, 1] = kernel[1, 0] = 0.5
    found = memberships(kernel, np.array([0.1, 0.1, 0.1, 0.9], dtype=np.float32), np.array([0, 0, 0, 1]), 2)
    assert found[1] > found[0]
    chances = np.exp(log_chances(found))
    assert chances[1] > chances[0]
    assert abs(float(chances.sum()) - 1) < 1e-5


def test_rows_that_say_the_same_count_once() -> None:
    kernel = np.eye(4, dtype=np.float32)
    kernel[:2, :2] = 1
    found = memberships(kernel, np.array([0.5, 0.5, 0.5, 0.5], dtype=np.float32), np.array([0, 0, 1, 1]), 2)
    assert found[1] > found[0]


def test_what_is_like_no_row_is_of_no_class() -> None:
    found = memberships(np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32), np.array([0, 1]), 2)
    assert found == [0.0, 0.0]


def test_a_class_without_rows_is_the_least_likely() -> None:
    kernel = np.eye(2, dtype=np.float32)
    found = memberships(kernel, np.array([0.2, 0.6], dtype=np.float32), np.array([0, 2]), 3)
    assert found[1] <= found[0] < found[2]


def test_a_single_class_is_certain() -> None:
    found = memberships(np.eye(2, dtype=np.float32), np.zeros(2, dtype=np.float32), np.array([0, 0]), 1)
    assert log_chances(found) == [0.0]

"""Phrases word for word."""

import numpy as np

from bot.matching.said import Said


def test_a_phrase_belongs_to_its_owner_in_its_language_alone() -> None:
    said = Said(np.array([0, 1, 2]), ["en", "fr", "en"], ["renew visa", "visa", "visa"])
    assert [said.owner("en", "renew visa"), said.owner("en", "visa"), said.owner("fr", "visa")] == [0, 2, 1]
    assert said.owner("fr", "renew visa") is None
    assert said.owner("en", "renew") is None


def test_nothing_is_said_where_there_are_no_phrases() -> None:
    assert Said(np.zeros(0, dtype=np.int32), [], []).owner("en", "visa") is None

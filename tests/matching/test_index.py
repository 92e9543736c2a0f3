"""Phrases as features."""

import numpy as np

from bot.matching.features import character_features, word_features, words
from bot.matching.index import ConceptIndex, WordIndex, ranges


def test_words_are_stems_with_neighbours_and_edges() -> None:
    assert word_features(("renewing", "permits"), "en") == ["renew", "permit", "\x02 renew", "renew permit", "permit \x02"]


def test_scripts_without_spaces_have_shorter_runs() -> None:
    assert words("办签证 now") == ("办签证", "now")
    assert {"签", "签证", "办签证", "\x02办", "证\x02"} <= set(character_features("办签证"))
    assert set(character_features("비자")) == {"비", "자", "비자"}
    assert {" v", "vi", "isa ", " vis"} <= set(character_features("visa"))


def test_a_phrase_is_most_similar_to_itself_and_fully_covered() -> None:
    index = WordIndex("en", ["lost passport", "renew visa", "visa fee"], [0, 1, 1], 2)
    query = index.encode("lost passport")
    assert query.known > 0.999
    similar = index.similarities(query, np.arange(3))
    assert abs(similar[0] - 1) < 1e-5
    assert similar[1] < 0.2
    by_words, by_letters = index.find(query)
    assert by_words.coverage.tolist()[0] > 0.99
    assert by_letters.frequency[0] > by_letters.frequency[1]


def test_the_kernel_agrees_with_the_similarities() -> None:
    index = WordIndex("en", ["renew my visa", "renew my permit", "dogs"], [0, 0, 1], 2)
    kernel = index.kernel(np.arange(3))
    expected = index.similarities(index.encode("renew my visa"), np.arange(3))
    assert np.allclose(kernel[0], expected, atol=1e-5)
    assert np.allclose(kernel, kernel.T)


def test_unknown_words_lower_what_is_known() -> None:
    index = WordIndex("en", ["renew visa"], [0], 1)
    assert index.encode("renew visa quickly").known < index.encode("renew visa").known
    assert index.encode("").known == 0.0
    assert index.knows("visas")
    assert not index.knows("quickly")


def test_rare_concepts_weigh_more() -> None:
    index = ConceptIndex([["visa", "fee"], ["visa", "lose"], ["visa"]], [0, 1, 2], 3)
    query = index.encode(["visa", "lose"])
    assert index.similarities(query, np.arange(3)).argmax() == 1
    found = index.postings.find(query)
    assert found.frequency.argmax() == found.odds.argmax() == found.coverage.argmax() == 1


def test_ranges_are_joined() -> None:
    assert ranges(np.array([2, 7, 5]), np.array([4, 7, 8])).tolist() == [2, 3, 5, 6, 7]

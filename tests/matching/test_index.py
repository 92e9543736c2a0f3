"""Phrases as features."""

import numpy as np

from bot.matching.features import character_features, word_features, words
from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.postings import ranges


def word_index(phrases: list[str], owners: list[int], entries: int) -> WordIndex:
    return WordIndex("en", phrases, np.array(owners), entries, np.zeros(len(phrases), dtype=np.int32))


def test_words_are_stems_with_neighbours_and_edges() -> None:
    assert word_features(("renewing", "permits"), "en") == ["renew", "permit", "\x02 renew", "renew permit", "permit \x02"]


def test_scripts_without_spaces_have_shorter_runs() -> None:
    assert words("办签证 now") == ("办签证", "now")
    assert {"签", "签证", "办签证", "\x02办", "证\x02"} <= set(character_features("办签证"))
    assert set(character_features("비자")) == {"비", "자", "비자"}
    assert {" v", "vi", "isa ", " vis"} <= set(character_features("visa"))


def test_a_phrase_is_most_similar_to_itself_and_fully_covered() -> None:
    index = word_index(["lost passport", "renew visa", "visa fee"], [0, 1, 1], 2)
    query = index.encode("lost passport")
    assert query.known > 0.999
    similar = index.similarities(query, np.arange(2))
    assert abs(similar[0] - 1) < 1e-5
    assert similar[1] < 0.2
    found = index.postings.find(query)
    assert np.allclose(found.coverage[:, 0], 1)
    assert found.frequency[1, 0] > found.frequency[1, 1]


def test_the_kernel_agrees_with_the_similarities() -> None:
    index = word_index(["renew my visa", "renew my permit", "dogs"], [0, 0, 1], 2)
    kernel = index.kernel(np.arange(3))
    expected = index.similarities(index.encode("renew my visa"), np.arange(2))
    assert np.allclose(kernel[0], expected, atol=1e-5)
    assert np.allclose(kernel, kernel.T)


def test_unknown_words_lower_what_is_known() -> None:
    index = word_index(["renew visa"], [0], 1)
    assert index.encode("renew visa quickly").known < index.encode("renew visa").known
    assert index.encode("").known == 0.0
    assert index.knows("visas")
    assert not index.knows("quickly")


def test_rare_concepts_weigh_more() -> None:
    index = ConceptIndex([["visa", "fee"], ["visa", "lose"], ["visa"]], np.array([0, 1, 2]), 3)
    query = index.encode(["visa", "lose"])
    assert index.similarities(query, np.arange(3)).argmax() == 1
    found = index.postings.find(query)
    assert (found.frequency.argmax(axis=1) == 1).all()
    assert (found.odds.argmax(axis=1) == 1).all()
    assert (found.coverage.argmax(axis=1) == 1).all()


def test_equal_sets_of_concepts_share_a_row() -> None:
    index = ConceptIndex([["visa", "fee"], ["fee", "visa"], ["visa"], ["visa", "fee"]], np.array([0, 0, 0, 1]), 2)
    assert index.row_of_phrase.tolist() == [0, 0, 1, 2]
    assert index.rows.of(np.array([1, 0]))[0].tolist() == [2, 0, 1]
    assert index.rows.of(np.array([1, 0]))[1].tolist() == [0, 1, 1]


def test_two_concepts_named_together_count_apart() -> None:
    index = ConceptIndex([["visa", "fee"], ["dog"], ["visa"], ["fee"]], np.array([0, 0, 1, 1]), 2)
    together = index.postings.find(index.encode(["visa", "fee"]))
    assert together.odds[0, 0] == together.odds[0, 1]
    assert together.odds[1, 0] > together.odds[1, 1]


def test_ranges_are_joined() -> None:
    assert ranges(np.array([2, 7, 5]), np.array([4, 7, 8])).tolist() == [2, 3, 5, 6, 7]

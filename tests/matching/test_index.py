"""Phrases as features."""

from itertools import pairwise

import numpy as np
import pytest

from bot.matching import tokens, vocabulary
from bot.matching.arrays import Lists, distinct, joint, ranges, split
from bot.matching.concepts import units
from bot.matching.features import character_features, words
from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.postings import products
from bot.matching.spotted import Named, told_once
from bot.matching.tokens import tokenised, units_of
from bot.matching.vocabulary import hashes_of, read


def word_index(phrases: list[str], owners: list[int], entries: int) -> WordIndex:
    return WordIndex("en", tokenised(phrases), np.array(owners), entries, np.zeros(len(phrases), dtype=np.int32))


def named(*phrases: str) -> Named:
    """As if every word was a concept."""
    words = [phrase.split() for phrase in phrases]
    names = sorted({name for found in words for name in found})
    told = [(number, names.index(name)) for number, found in enumerate(words) for name in found]
    return told_once(names, *np.array(told).T)


def test_words_are_stems_with_neighbours_and_edges() -> None:
    hashes, count = hashes_of("renewing permits", "en")
    assert count == 5
    assert hashes[:count].tolist() == hashes_of("renew permit", "en")[0][:count].tolist()
    assert len({*hashes[:count].tolist()} & {*hashes_of("permit renew", "en")[0][:5].tolist()}) == 2
    assert len({*hashes[:count].tolist()} & {*hashes_of("my permit", "en")[0][:5].tolist()}) == 2
    assert hashes_of("办签证", "zh-Hans")[1] == 0


def test_scripts_without_spaces_have_shorter_runs() -> None:
    assert words("办签证 now") == ("办签证", "now")
    assert {"签", "签证", "办签证", "\x02办", "证\x02"} <= set(character_features("办签证"))
    assert set(character_features("비자")) == {"비", "자", "비자"}
    assert set(character_features("visa")) == {" vi", "vis", "isa", "sa "}


def test_a_phrase_is_most_similar_to_itself_and_fully_covered() -> None:
    index = word_index(["lost passport", "renew visa", "visa fee"], [0, 1, 1], 2)
    query = index.encode("lost passport")
    assert query.known > 0.999
    similar = index.similarities(query, np.arange(2), np.arange(3))
    assert abs(similar[0] - 1) < 1e-5
    assert similar[1] < 0.2
    for of_plain in (True, False):
        found = index.postings.find(query, of_plain)
        assert abs(found.coverage[0] - 1) < 1e-5
        assert found.coverage[1] < 0.5
    assert found.plain[0] > found.plain[1]
    assert found.others[0] > found.others[1]


def test_similarities_come_in_the_order_of_the_entries() -> None:
    index = word_index(["lost passport", "renew visa", "visa fee"], [0, 1, 1], 3)
    rows, counts = index.rows.of(np.array([1, 2, 0]))
    assert (rows.tolist(), counts.tolist()) == ([1, 2, 0], [2, 0, 1])
    similar = index.similarities(index.encode("lost passport"), np.array([1, 2, 0]), rows)
    assert similar.argmax() == 2


def test_texts_without_letters_or_without_words_are_similar_to_nothing() -> None:
    index = WordIndex("zh-Hans", tokenised(["护照丢了", "visa", "签证"]), np.array([0, 1, 1]), 2, np.zeros(3, dtype=np.int32))
    similar = index.similarities(index.encode("护照"), np.arange(2), np.arange(3))
    assert similar[0] > 0
    assert similar[1:].tolist() == [0, 0]
    assert index.similarities(index.encode("xyz"), np.arange(2), np.arange(3)).tolist() == [0, 0, 0]


def test_the_kernel_holds_the_similarities() -> None:
    phrases = [
        f"{verb} my {thing} {when}" for verb in ("renew", "lose") for thing in ("visa", "permit", "dog") for when in ("now", "later")
    ]
    index = word_index(phrases, [0] * len(phrases), 1)
    rows = np.arange(len(phrases))
    exact = np.stack([index.similarities(index.encode(phrase), np.arange(1), rows) for phrase in phrases])
    kernel = products([index.vectors(rows, 1.0)], rows.size)
    assert np.allclose(kernel, kernel.T)
    assert np.allclose(np.diagonal(kernel), 1)
    assert np.allclose(kernel, exact, atol=1e-5)


def test_unknown_words_lower_what_is_known() -> None:
    index = word_index(["renew visa"], [0], 1)
    assert index.encode("renew visa quickly").known < index.encode("renew visa").known
    assert index.encode("").known == 0.0
    assert index.knows(["visas", "quickly"]).tolist() == [True, False]
    assert index.knows([]).tolist() == []


def test_rare_concepts_weigh_more() -> None:
    index = ConceptIndex(named("visa fee", "visa lose", "visa"), np.array([0, 1, 2]), 3)
    query = index.encode(["visa", "lose"])
    assert index.similarities(query, np.arange(3)).argmax() == 1
    found = index.postings.find(query, of_plain=True)
    assert [found.plain.argmax(), found.others.argmax(), found.coverage.argmax()] == [1, 1, 1]


def test_equal_sets_of_concepts_share_a_row() -> None:
    index = ConceptIndex(named("visa fee", "fee visa", "visa", "visa fee"), np.array([0, 0, 0, 1]), 2)
    assert index.row_of_phrase.tolist() == [0, 0, 1, 2]
    assert index.rows.of(np.array([1, 0]))[0].tolist() == [2, 0, 1]
    assert index.rows.of(np.array([1, 0]))[1].tolist() == [1, 2]


def test_two_concepts_named_together_count_apart() -> None:
    index = ConceptIndex(named("visa fee", "dog", "visa", "fee"), np.array([0, 0, 1, 1]), 2)
    together = index.postings.find(index.encode(["visa", "fee"]), of_plain=False)
    assert abs(together.plain[0] - together.plain[1]) < 0.02
    assert together.others[0] > 0
    assert together.others[1] == 0
    assert together.coverage.tolist() == [1, 0]


def test_a_feature_of_many_entries_counts_as_one_of_few() -> None:
    phrases = [f"visa {word}" for word in ("fee", "loss", "dog", "tax", "exit", "school")]
    for entries in (6, 60):  # "visa" is common among six, not among sixty
        index = ConceptIndex(named(*phrases), np.arange(6), entries)
        found = index.postings.find(index.encode(["visa", "dog"]), of_plain=True)
        assert found.plain.argmax() == found.coverage.argmax() == 2
        assert (found.plain[:6] > 0).all()
        assert (found.plain[6:] == 0).all()


def test_ranges_are_joined() -> None:
    assert ranges(np.array([2, 7, 5]), np.array([4, 7, 8])).tolist() == [2, 3, 5, 6, 7]


def test_two_numbers_are_joined_and_split_again() -> None:
    for left, width in (([3, 0, 2], 5), ([70_000, 0, 2], 90_000)):
        keys = joint(np.array(left), np.array([4, 1, 0]), width)
        assert [part.tolist() for part in split(keys, width)] == [left, [4, 1, 0]]
    assert [part.tolist() for part in distinct(np.array([2, 1, 2]))] == [[1, 2], [1, 2]]


def test_lists_stand_at_their_places() -> None:
    lists = Lists.of([[4, 5], [], [6]])
    values, counts = lists.at(np.array([2, 1, 0, 2]))
    assert (values.tolist(), counts.tolist()) == ([6, 4, 5, 6], [1, 0, 2, 1])
    assert Lists.of([]).at(np.zeros(0, dtype=np.intp))[0].size == 0


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_phrases_become_numbers_of_words_and_of_units(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_AT_ONCE", at_once)
    phrases = ["renew visa visa", "", "办签证 now办", "visa"]
    for found, split_up in ((tokenised(phrases), words), (units_of(tokenised(phrases)), units)):
        ends = found.lengths.cumsum().tolist()
        read_again = [tuple(found.words[number] for number in found.numbers[begin:end]) for begin, end in pairwise([0, *ends])]
        assert read_again == [split_up(phrase) for phrase in phrases]
        assert len(set(found.words)) == len(found.words)
    assert tokenised([]).lengths.size == units_of(tokenised([])).numbers.size == 0


def test_phrases_are_read_as_texts_are() -> None:
    phrases = ["renew my visa visa", "办签证 now", "", "now"]
    known, features, lengths = read(tokenised(phrases), "en")
    ends = lengths.cumsum().tolist()
    for phrase, begin, end in zip(phrases, [0, *ends], ends, strict=False):
        hashes, words = hashes_of(phrase, "en")
        assert known[features[begin:end]].tolist() == sorted(hashes.tolist())
        assert (hashes[:words] < 2**31).all()
        assert (hashes[words:] >= 2**31).all()


def test_thousands_of_phrases_are_read_as_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = [f"renew {number} visa {number % 7} now 办签证{number % 5}" for number in range(50)]
    whole = read(tokenised(phrases), "en")
    monkeypatch.setattr(vocabulary, "_AT_ONCE", 7)
    for part, expected in zip(read(tokenised(phrases), "en"), whole, strict=True):
        assert part.tolist() == expected.tolist()

"""Phrases as features."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from bot.matching import tokens, vocabulary
from bot.matching.arrays import Floats, Lists, distinct, joint, ranges, split
from bot.matching.concepts import units
from bot.matching.features import character_features, words
from bot.matching.index import CONCEPTS_FOR_WORDS, ConceptIndex, WordIndex
from bot.matching.postings import Collected, Encoded, Postings
from bot.matching.rows import products
from bot.matching.spotted import Named, told_once
from bot.matching.tokens import tokenised, units_of
from bot.matching.vocabulary import hashes_of, read

NOTHING = Encoded(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32), 0, 0)


def word_index(phrases: list[str], owners: list[int], entries: int, locale: str = "en", concepts: Sequence[str] = ()) -> WordIndex:
    """`concepts`: for each phrase, the concepts that it names."""
    return collected_index(phrases, owners, entries, locale, concepts)[0]


def collected_index(
    phrases: list[str], owners: list[int], entries: int, locale: str = "en", concepts: Sequence[str] = ()
) -> tuple[WordIndex, ConceptIndex, Collected]:
    collected = Collected(entries)
    by_concept = ConceptIndex(named(*(concepts or [""] * len(phrases))), np.array(owners), collected)
    return WordIndex(locale, tokenised(phrases), np.array(owners), by_concept, by_concept.row_of_phrase, collected), by_concept, collected


def concept_index(phrases: Named, owners: list[int], entries: int) -> tuple[ConceptIndex, Postings]:
    collected = Collected(entries)
    return ConceptIndex(phrases, np.array(owners), collected), collected.postings()


def similarities(index: WordIndex, text: str, entries: list[int]) -> Floats:
    """By words and letters alone."""
    rows, _ = index.rows.of(np.array(entries))
    return index.similarities(index.encode(text), NOTHING, np.array(entries), rows)[:, 1:].sum(axis=1)


def named(*phrases: str) -> Named:
    """As if every word was a concept."""
    words = [phrase.split() for phrase in phrases]
    names = sorted({name for found in words for name in found})
    told = [(number, names.index(name)) for number, found in enumerate(words) for name in found]
    return told_once(names, *np.array(told, dtype=np.int32).reshape(-1, 2).T)


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
    index, _, collected = collected_index(["lost passport", "renew visa", "visa fee"], [0, 1, 1], 2)
    query = index.encode("lost passport")
    assert query.known > 0.999
    similar = similarities(index, "lost passport", [0, 1])
    assert abs(similar[0] - 1) < 1e-5
    assert similar[1] < 0.2
    frequency, coverage = collected.postings().find([query], slice(0, 2))
    assert frequency.shape == coverage.shape == (2, 2)
    assert np.allclose(coverage[:, 0], 1)
    assert (coverage[:, 1] < 0.5).all()
    assert (frequency[:, 0] > frequency[:, 1]).all()


def test_kinds_of_features_are_told_apart() -> None:
    index, by_concept, collected = collected_index(["lost passport", "renew visa"], [0, 1], 2, concepts=["lose passport", "visa"])
    texts = [index.encode("renew visa"), by_concept.encode(["lose", "passport"])]
    postings = collected.postings()
    frequency, coverage = postings.find(texts, slice(1, 3))
    assert (frequency[:2].argmax(axis=1).tolist(), frequency[2:].argmax(axis=1).tolist()) == ([1, 1], [0, 0])
    assert coverage.tolist() == [[coverage[0, 0], 1], [1, 0]]
    assert coverage[0, 0] < 0.5
    for number, text in enumerate(texts):
        of_one, covered = postings.find([text], slice(0, 2))
        assert np.allclose(of_one, frequency[2 * number : 2 * number + 2])
        assert np.allclose(covered[1 - number], coverage[number])


def test_similarities_come_in_the_order_of_the_entries() -> None:
    index = word_index(["lost passport", "renew visa", "visa fee"], [0, 1, 1], 3)
    rows, counts = index.rows.of(np.array([1, 2, 0]))
    assert (rows.tolist(), counts.tolist()) == ([1, 2, 0], [2, 0, 1])
    assert similarities(index, "lost passport", [1, 2, 0]).argmax() == 2


def test_texts_without_letters_or_without_words_are_similar_to_nothing() -> None:
    index = word_index(["护照丢了", "visa", "签证"], [0, 1, 1], 2, "zh-Hans")
    similar = similarities(index, "护照", [0, 1])
    assert similar[0] > 0
    assert similar[1:].tolist() == [0, 0]
    assert similarities(index, "xyz", [0, 1]).tolist() == [0, 0, 0]


def test_the_kernel_holds_the_similarities() -> None:
    phrases = [
        f"{verb} my {thing} {when}" for verb in ("renew", "lose") for thing in ("visa", "permit", "dog") for when in ("now", "later")
    ]
    index, by_concept, _ = collected_index(phrases, [0] * len(phrases), 1, concepts=phrases)
    rows, common = np.arange(len(phrases)), by_concept.rows.width
    by_words = np.stack([similarities(index, phrase, [0]) for phrase in phrases])
    of_row = by_concept.row_of_phrase
    by_concepts = np.stack([by_concept.similarities(by_concept.encode(phrase.split()), np.arange(1), rows)[of_row] for phrase in phrases])
    for share in (1.0, 0.7):
        kernel = products([index.vectors(rows, share)], rows.size, common)
        assert np.allclose(kernel, kernel.T)
        assert np.allclose(np.diagonal(kernel), 1)
        assert np.allclose(kernel, share * by_words + (1 - share) * by_concepts, atol=1e-5)


def test_phrases_of_several_languages_have_concepts_alone_in_common() -> None:
    english, by_concept, collected = collected_index(["lose visa", "visa"], [0, 0], 1, concepts=["lose visa", "visa"])
    french = WordIndex("fr", tokenised(["visa", "visa perdu"]), np.zeros(2, dtype=np.intp), by_concept, np.array([1, 0]), collected)
    parts = [english.vectors(np.arange(2), 0.5), french.vectors(np.arange(2), 0.5), by_concept.vectors(np.arange(2), 0.5)]
    parts = [replace(part, row=part.row + 2 * number) for number, part in enumerate(parts)]
    kernel = products(parts, 6, by_concept.rows.width)
    concepts = products([by_concept.vectors(np.array([0, 1, 1, 0, 0, 1]), 0.0)], 6, by_concept.rows.width)
    for here in (slice(0, 2), slice(2, 4), slice(4, 6)):
        apart = np.ones(6, dtype=np.bool_)
        apart[here] = False
        assert np.allclose(kernel[here, apart], 0.5 * concepts[here, apart], atol=1e-6)
    assert kernel[0, 1] > 0.5 * concepts[0, 1]
    assert kernel[4, 5] == pytest.approx((0.5 + 0.5 * CONCEPTS_FOR_WORDS) * concepts[4, 5])


def test_unknown_words_lower_what_is_known() -> None:
    index = word_index(["renew visa"], [0], 1)
    assert index.encode("renew visa quickly").known < index.encode("renew visa").known
    assert index.encode("").known == 0.0
    assert index.knows(["visas", "quickly"]).tolist() == [True, False]
    assert index.knows([]).tolist() == []


def test_rare_concepts_weigh_more() -> None:
    index, postings = concept_index(named("visa fee", "visa lose", "visa"), [0, 1, 2], 3)
    query = index.encode(["visa", "lose"])
    assert index.similarities(query, np.arange(3), np.arange(3)).argmax() == 1
    frequency, coverage = postings.find([query], slice(0, 2))
    assert frequency.argmax(axis=1).tolist() == coverage.argmax(axis=1).tolist() == [1, 1]


def test_equal_sets_of_concepts_share_a_row() -> None:
    index, _ = concept_index(named("visa fee", "fee visa", "visa", "visa fee"), [0, 0, 0, 1], 2)
    assert index.row_of_phrase.tolist() == [0, 0, 1, 2]
    assert index.rows.of(np.array([1, 0]))[0].tolist() == [2, 0, 1]
    assert index.rows.of(np.array([1, 0]))[1].tolist() == [1, 2]


def test_two_concepts_named_together_count_apart() -> None:
    index, postings = concept_index(named("visa fee", "dog", "visa", "fee"), [0, 0, 1, 1], 2)
    (alone, together), coverage = postings.find([index.encode(["visa", "fee"])], slice(1, 2))
    assert abs(alone[0] - alone[1]) < 0.02
    assert together[0] > 0
    assert together[1] == 0
    assert coverage.tolist() == [[1, 0]]


def test_a_feature_of_many_entries_counts_as_one_of_few() -> None:
    phrases = [f"visa {word}" for word in ("fee", "loss", "dog", "tax", "exit", "school")]
    for entries in (6, 60):  # "visa" is common among six, not among sixty
        index, postings = concept_index(named(*phrases), [*range(6)], entries)
        (alone, _), (coverage,) = postings.find([index.encode(["visa", "dog"])], slice(0, 1))
        assert alone.argmax() == coverage.argmax() == 2
        assert (alone[:6] > 0).all()
        assert (alone[6:] == 0).all()


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

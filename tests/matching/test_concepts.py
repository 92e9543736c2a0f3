"""Spotting terms in what people write."""

import pickle
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.snapshot import Snapshot
from bot.language.normalize import normalize
from bot.matching.concepts import Spot, Spotter, Spotting, units
from bot.matching.tokens import tokenised
from bot.model import Concept
from tests.matching.conftest import CONCEPTS, concept


def spotter_of(concepts: Mapping[str, Concept]) -> Spotter:
    spotter = Spotter(concepts)
    spotter.read(tokenised(["reset my fedora", "现在reset"]), "en")
    return spotter


def named(spotter: Spotter, locale: str, *phrases: str) -> list[set[str]]:
    """The concepts of phrases, found at once."""
    found = spotter.read(tokenised(list(map(normalize, phrases))), locale)
    return [{found.names[number] for number in found.concept[found.phrase == phrase]} for phrase in range(len(phrases))]


@pytest.fixture(scope="module")
def spotter() -> Spotter:
    return spotter_of(CONCEPTS)


def found(spotter: Spotter, text: str, locale: str = "en", certain: bool = True) -> tuple[str, ...]:
    return spotter.spot(normalize(text), locale, certain).concepts()


def test_words_and_characters_are_units() -> None:
    assert units("q1签证 renewal") == ("q1", "签", "证", "renewal")
    assert units("вид на жительство") == ("вид", "на", "жительство")
    assert units("") == units(" ") == ()


def test_the_longest_term_wins(spotter: Spotter) -> None:
    assert found(spotter, "work visa") == ("work-visa",)
    assert found(spotter, "work, visa please") == ("work-visa", "politeness")
    assert found(spotter, "a visa and work") == ("visa", "work")


def test_inflected_words_are_found_by_their_stem(spotter: Spotter) -> None:
    assert found(spotter, "extending residence permits") == ("extend", "residence-permit")


def test_a_star_stands_for_any_ending(spotter: Spotter) -> None:
    assert found(spotter, "Verlängerung", "de") == ("extend",)
    assert found(spotter, "ich verlängere", "de") == ("extend",)


def test_chinese_terms_are_found_without_spaces_and_inside_mixed_text(spotter: Spotter) -> None:
    assert found(spotter, "我的 work permit 丢了怎么办", "zh-Hans") == ("work-permit", "lose")
    assert found(spotter, "居留許可延期", "zh-Hant") == ("residence-permit", "extend")


def test_pinyin_is_found_joined_and_in_syllables(spotter: Spotter) -> None:
    assert found(spotter, "juliuxuke") == found(spotter, "ju liu xu ke") == ("residence-permit",)


def test_a_typing_error_is_mended_and_marked(spotter: Spotter) -> None:
    spotting = spotter.spot("pasport exension", "en", certain=True)
    assert [(spot.concept, spot.exact) for spot in spotting.spots] == [("passport", False), ("extend", False)]


def test_known_and_short_words_are_not_mended(spotter: Spotter) -> None:
    assert found(spotter, "rosted visum fedora") == ()
    assert found(spotter, "loss vise") == ()


def test_small_words_of_the_language_are_not_taken_for_english_terms() -> None:
    concepts = {
        "die": CONCEPTS["work"].__class__("die", "action", True, None, {"en": CONCEPTS["work"].terms["en"].__class__("die", "die")})
    }
    spotter = Spotter(concepts)
    assert spotter.spot("die kosten", "de", certain=True).concepts() == ()
    assert spotter.spot("did he die", "en", certain=True).concepts() == ("die",)


def test_without_a_certain_language_all_languages_of_the_script_are_searched(spotter: Spotter) -> None:
    assert found(spotter, "pasaporte", "en", certain=False) == ("passport",)
    assert found(spotter, "perdí mi pasaporte", "fr", certain=True) == ("passport",)


def test_equal_text_gives_equal_spots(spotter: Spotter) -> None:
    assert spotter.spot("renew visa", "en", True) == spotter.spot("renew visa", "en", True)


def test_a_phrase_names_what_a_question_would(spotter: Spotter) -> None:
    assert named(spotter, "en", "extending work permits", "", "visa visa") == [{"extend", "work-permit"}, set(), {"visa"}]
    assert named(spotter, "en") == []


def test_a_phrase_is_right_as_it_is() -> None:
    spotter = Spotter(CONCEPTS)
    assert found(spotter, "pasport") == ("passport",)
    assert named(spotter, "en", "pasport") == [set()]
    assert found(spotter, "pasport") == ()


_OVERLAPPING = {
    name: concept(name, "document", {"en": words, "zh-Hans": chinese})
    for name, words, chinese in (
        ("one", "card;card for work;for card", "卡;juliuxuke"),
        ("two", "for work;work for;card for work and", "卡工;工卡;liuxu kejuan"),
        ("three", "work and rest;rest;and;card card", "卡工卡;ju liu"),
        ("four", "card for work;rest for work;res*", "工工;工卡工"),
    )
}
_WORDS = ("card", "cards", "for", "work", "and", "rest", "卡", "工", "卡工工", "ju", "liu", "xu", "ke", "juliuxuke", "kejuan")


@settings(max_examples=300)
@given(st.lists(st.lists(st.sampled_from(_WORDS), max_size=9), max_size=6))
def test_many_phrases_name_what_each_of_them_does(phrases: list[list[str]]) -> None:
    texts = list(map(" ".join, phrases))
    for locale in ("en", "zh-Hans"):
        spotter = Spotter(_OVERLAPPING)
        assert named(spotter, locale, *texts) == [set(found(spotter, text, locale)) for text in texts]


def test_the_phrases_of_the_knowledge_name_what_questions_would(snapshot: Snapshot) -> None:
    spotter = Spotter(snapshot.knowledge.concepts)
    for locale in ("en", "zh-Hans", "fr", "ja", "ar"):
        phrases = [text for entry in snapshot.knowledge.entries.values() for text in entry.phrases.get(locale, ())][::10]
        assert len(phrases) > 500
        assert named(spotter, locale, *phrases) == [set(found(spotter, text, locale)) for text in phrases]


def test_terms_that_begin_alike_are_told_apart() -> None:
    words = {"one": "card", "two": "card for work", "three": "card for work and rest", "four": "card for sale", "five": "card for sale"}
    spotter = Spotter({name: concept(name, "document", {"en": word}) for name, word in words.items()})
    assert found(spotter, "cards for") == ("one",)
    assert found(spotter, "card for work and") == ("two",)
    assert found(spotter, "card for works and rests") == ("three",)
    assert found(spotter, "card for sale") == ("five", "four")
    assert found(spotter, "card card for work") == ("one", "two")


def test_the_last_word_of_a_longer_term_may_have_any_ending() -> None:
    spotter = Spotter({"permit": concept("permit", "permit-kind", {"ru": "вид на жительств*", "ko": "거류 허가*"})})
    assert found(spotter, "вид на жительством", "ru") == found(spotter, "거류 허가증", "ko") == ("permit",)
    assert found(spotter, "видом на жительством", "ru") == found(spotter, "거류 허", "ko") == ()


def test_terms_are_at_most_twelve_units_long() -> None:
    letters = "abcdefghijklm"
    concepts = {name: concept(name, "document", {"en": " ".join(letters[:length])}) for name, length in (("long", 12), ("longer", 13))}
    assert found(Spotter(concepts), " ".join(letters)) == ("long",)


def test_what_was_remembered_can_be_forgotten_and_is_not_kept(spotter: Spotter) -> None:
    asked = [("extending my residence permits", "en"), ("ju liu xu ke", "zh-Hans"), ("pasport", "en"), ("verlängere", "de")]
    before = [spotter.spot(normalize(text), locale, certain) for text, locale in asked for certain in (True, False)]
    kept = pickle.dumps(spotter)
    spotter.forget()
    assert len(pickle.dumps(spotter)) == len(kept)
    for again in (spotter, pickle.loads(kept)):  # noqa: S301 - made above
        assert before == [again.spot(normalize(text), locale, certain) for text, locale in asked for certain in (True, False)]


def test_memory_is_bounded_and_changes_nothing(spotter: Spotter, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [("how much is extending my residence permit", "en"), ("我的签证丢了", "zh-Hans"), ("perdí mi pasaporte", "es")]
    before = [spotter.spot(normalize(text), locale, certain) for text, locale in asked for certain in (True, False)]
    monkeypatch.setattr("bot.matching.term_tree.MOST_REMEMBERED", 1)
    monkeypatch.setattr("bot.matching.concepts.MOST_REMEMBERED", 1)
    monkeypatch.setattr("bot.matching.concepts._MOST_SEARCHES", 1)
    forgetful = spotter_of(CONCEPTS)
    assert before == [forgetful.spot(normalize(text), locale, certain) for text, locale in asked for certain in (True, False)]
    assert len(pickle.dumps(forgetful._searches)) < len(pickle.dumps(spotter._searches))


def test_words_of_some_concepts_can_be_left_out() -> None:
    spoken = Spotting(("请", "问", "护", "照", "fee", "please"), (Spot("please", 0, 2), Spot("passport", 2, 4), Spot("please", 5, 6)))
    assert spoken.without({"please"}) == "护照 fee"
    assert spoken.without({"passport", "please"}) == "fee"
    assert spoken.without(()) == "请问护照 fee please"

"""Spotting terms in what people write."""

import pytest

from bot.language.normalize import normalize
from bot.matching.concepts import Spotter, units
from tests.matching.conftest import CONCEPTS


@pytest.fixture(scope="module")
def spotter() -> Spotter:
    return Spotter(CONCEPTS, {"reset", "fedora"})


def found(spotter: Spotter, text: str, locale: str = "en", certain: bool = True) -> tuple[str, ...]:
    return spotter.spot(normalize(text), locale, certain).concepts()


def test_words_and_characters_are_units() -> None:
    assert units("q1签证 renewal") == ("q1", "签", "证", "renewal")


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
    spotter = Spotter(concepts, ())
    assert spotter.spot("die kosten", "de", certain=True).concepts() == ()
    assert spotter.spot("did he die", "en", certain=True).concepts() == ("die",)


def test_without_a_certain_language_all_languages_of_the_script_are_searched(spotter: Spotter) -> None:
    assert found(spotter, "pasaporte", "en", certain=False) == ("passport",)
    assert found(spotter, "perdí mi pasaporte", "fr", certain=True) == ("passport",)


def test_equal_text_gives_equal_spots(spotter: Spotter) -> None:
    assert spotter.spot("renew visa", "en", True) == spotter.spot("renew visa", "en", True)

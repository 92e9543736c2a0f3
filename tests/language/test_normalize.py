"""Text made comparable."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.normalize import MAX_LENGTH, normalize, simplified


@pytest.mark.parametrize(
    ("written", "comparable"),
    [
        ("How do I RENEW my permit?!", "how do i renew my permit"),
        ("  much\t space\n ", "much space"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("Élève à Paris, straße, Łódź, đường", "eleve a paris strasse lodz duong"),
        ("what's, don't", "whats dont"),
        ("l'entretien d'embauche", "l entretien d embauche"),
        ("居留許可證", "居留许可证"),
        ("検査と発行", "检查と发行"),
        ("الإِقَامَةُ المُؤقّتة", "الاقامه الموقته"),
        ("تـــمديد ٣٠ یوم", "تمديد 30 يوم"),
        ("ещё ёлка", "еще елка"),
        ("Зөвшөөрөл түрээс", "зовшоорол турээс"),
        ("क्या मुझे वीज़ा", "क्या मुझे वीजा"),
        ("कहाँ पढ़ाई", "कहां पढाई"),
        ("ที่อยู่", "ที่อยู่"),
        ("pleeeease helllp", "pleease hellp"),
        ("Q1-visa (S2)", "q1 visa s2"),
        ("zero\u200bwidth\x00\x07", "zero width"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👍👍 !!!", ""),
        ("", ""),
    ],
)
def test_what_is_written_differently_compares_equal(written: str, comparable: str) -> None:
    assert normalize(written) == comparable


def test_the_same_word_typed_on_two_keyboards_is_the_same() -> None:
    assert normalize("ｶﾞｲｺｸ") == normalize("ガイコク")
    assert normalize("résidence") == normalize("re\u0301sidence") == "residence"
    assert normalize("اقامتی") == normalize("اقامتي")


def test_traditional_and_japanese_characters_become_simplified_ones() -> None:
    assert [simplified(character) for character in "證發気许a"] == ["证", "发", "气", "许", "a"]


@given(st.text(max_size=300))
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize("piece", ["a", "许", "\ufdfa", "e\u0301", "\x00", "🏳️‍🌈", " ", "ไ", "'s"])
def test_a_hundred_thousand_characters_cost_no_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    normalize(text)
    started = time.perf_counter()
    result = normalize(text)
    assert time.perf_counter() - started < 0.05
    assert len(result) <= MAX_LENGTH

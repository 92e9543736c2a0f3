"""The language of a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.detect import Detector
from bot.language.scripts import script_of, scripts_of


@pytest.fixture(scope="module")
def detector(snapshot: Snapshot) -> Detector:
    return snapshot.detector


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("How much does it cost to extend my permit?", "en"),
        ("Combien coûte la prolongation ?", "fr"),
        ("¿Cuánto cuesta renovar el permiso?", "es"),
        ("Quanto custa renovar a autorização de residência?", "pt"),
        ("Wie verlängere ich meine Aufenthaltserlaubnis?", "de"),
        ("Quanto costa il permesso di soggiorno?", "it"),
        ("Berapa biaya perpanjangan izin tinggal?", "id"),
        ("gia hạn giấy phép cư trú ở đâu", "vi"),
        ("Где продлить вид на жительство?", "ru"),
        ("Оршин суух зөвшөөрлөө хаана сунгах вэ", "mn"),
        ("أين يمكنني تمديد الإقامة؟", "ar"),
        ("کجا می‌توانم اقامتم را تمدید کنم؟", "fa"),
        ("مجھے اپنا رہائشی اجازت نامہ کہاں سے ملے گا", "ur"),
        ("निवास परमिट कैसे बढ़ाएँ", "hi"),
        ("ต่ออายุใบอนุญาตพำนักที่ไหน", "th"),
        ("在留許可の延長はどこでできますか", "ja"),
        ("체류 허가 연장은 어디서 하나요", "ko"),
        ("我的居留许可快到期了", "zh-Hans"),
        ("我的居留許可快到期了", "zh-Hant"),
    ],
)
def test_a_sentence_shows_its_language(detector: Detector, text: str, locale: str) -> None:
    guess = detector.detect(text)
    assert (guess.locale, guess.certain) == (locale, True)


@pytest.mark.parametrize("text", ["visa", "Visa?", "ok", "Z", "hotel", "居留"])
def test_one_word_has_no_certain_language(detector: Detector, text: str) -> None:
    guess = detector.detect(text)
    assert not guess.certain or text == "居留"
    assert guess.locale in guess.candidates


@pytest.mark.parametrize("text", ["", "12345", "😀😀", "???", "\x00\u200b", "ԱԲԳ"])
def test_without_known_letters_there_is_no_language(detector: Detector, text: str) -> None:
    guess = detector.detect(text)
    assert guess.locale is None
    assert not guess.certain


def test_languages_mixed_in_halves_are_not_certain(detector: Detector) -> None:
    assert not detector.detect("permesso di soggiorno 居留许可").certain


def test_letters_of_one_language_only_are_noticed(detector: Detector) -> None:
    assert detector.detect("đường").locale == "vi"
    assert detector.detect("ß Größe").locale == "de"


@given(st.text(max_size=200))
def test_nothing_makes_it_fail(snapshot: Snapshot, text: str) -> None:
    guess = snapshot.detector.detect(text)
    assert guess.locale is not None or not guess.certain


def test_scripts_are_told_by_their_letters() -> None:
    assert scripts_of("abc 许可 виза") == {"Latn", "Hani", "Cyrl"}
    assert [script_of(locale) for locale in ("fr", "ru", "ja", "zh-Hant", "ko", "th")] == ["Latn", "Cyrl", "Kana", "Hani", "Hang", "Thai"]


@pytest.mark.parametrize("text", ["居留許可", "在留資格", "外国人", "就業"])
def test_chinese_characters_alone_may_be_japanese(detector: Detector, text: str) -> None:
    guess = detector.detect(text)
    assert not guess.certain
    assert "ja" in guess.candidates
    assert guess.closed


@pytest.mark.parametrize(("text", "locale"), [("护照", "zh-Hans"), ("簽證", "zh-Hant"), ("居留許可需要什麼", "zh-Hant")])
def test_characters_that_japanese_lacks_are_clear_evidence(detector: Detector, text: str, locale: str) -> None:
    guess = detector.detect(text)
    assert guess.certain
    assert guess.locale == locale


@pytest.mark.parametrize(("hint", "locale", "certain"), [("ja", "ja", False), ("zh-hans", "zh-Hant", True), ("en", "zh-Hant", True)])
def test_a_noun_in_chinese_characters_keeps_a_japanese_reader(snapshot: Snapshot, hint: str, locale: str, certain: bool) -> None:
    heard = hear("居留許可", Session(), hint, snapshot)
    assert (heard.locale, heard.certain) == (locale, certain)


@pytest.mark.parametrize("hint", ["ar", "ur", "ja", None])
def test_latin_letters_of_no_clear_language_may_be_a_transcription(snapshot: Snapshot, hint: str | None) -> None:
    heard = hear("eqama", Session(), hint, snapshot)
    assert not heard.certain
    assert heard.locale == hint if hint in ("ar", "ur") else heard.locale in heard.candidates


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("mera permit agle hafte khatam ho raha hai, kya karna chahiye", "hi"),
        ("eghamatam tamum shode, bayad chikar konam", "fa"),
        ("zovshoorliin hugatsaa duusah gej bn, yaj sungah ve", "mn"),
        ("el eqama betnte7y el osboo3 elgay, a3mel eh", "ar"),
    ],
)
@pytest.mark.parametrize("hint", [None, "en"])
def test_a_sentence_in_latin_letters_shows_its_language(snapshot: Snapshot, text: str, locale: str, hint: str | None) -> None:
    heard = hear(text, Session(), hint, snapshot)
    assert (heard.locale, heard.certain) == (locale, True)


@pytest.mark.parametrize(("hint", "locale"), [("ur", "ur"), ("hi", "hi"), ("fr", "hi")])
def test_hindi_and_urdu_in_latin_letters_are_what_the_person_speaks(snapshot: Snapshot, hint: str, locale: str) -> None:
    heard = hear("bhai permit ke liye kaunse kagaz chahiye aur kitne din lagte hain", Session(), hint, snapshot)
    assert (heard.locale, heard.certain) == (locale, True)


def test_a_clear_language_is_no_transcription(snapshot: Snapshot) -> None:
    heard = hear("how do I extend my residence permit?", Session(), "ar", snapshot)
    assert (heard.locale, heard.certain) == ("en", True)

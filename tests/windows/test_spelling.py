import pytest

from bot.windows.spelling import compact, forms, plain_spelling, units


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Wu Dao Kou", "wudaokou"),
        ("WUDAOKOU", "ｗｕｄａｏｋｏｕ"),
        ("Xi'erqi", "xierqi"),
        ("Pékin-Sud", "pekin sud"),
        ("三元橋", "三元桥"),
        ("豊台駅", "丰台驿"),
        ("朝陽區", "朝阳区"),
        ("Triều Dương", "trieu duong"),
        ("دونگ‌چنگ", "دونگچنگ"),
        ("پکن", "پكن"),
        ("منطقة", "منطقه"),
        ("북경 남역", "북경남역"),
    ],
)
def test_ways_of_writing_one_name_are_the_same(written: str, same: str) -> None:
    assert compact(written) == compact(same)


def test_vowel_signs_of_hindi_and_thai_and_voice_marks_of_kana_stay() -> None:
    for word in ("हाइडियन", "ไห่เตี้ยน", "ダーシン"):
        assert plain_spelling(word) == word


def test_words_are_units_where_spaces_separate_and_characters_where_they_do_not() -> None:
    assert [unit.text for unit in units("near 五道口 T3")] == ["near", "五", "道", "口", "t3"]


def test_a_name_begins_only_at_the_first_syllable_of_a_korean_word() -> None:
    assert [unit.begins for unit in units("왕징에 살아")] == [True, False, False, True, False]


def test_what_grammar_ties_to_a_word_can_be_left_away() -> None:
    assert forms("بالصين") == ("بالصين", "صين")
    assert forms("чаояне") == ("чаояне", "чаоян")
    assert forms("метро") == ("метро",)
    assert forms("housing") == ("housing",)

"""Characters that only sound like what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.bigrams import Bigrams
from bot.language.homophones import Homophones

PHRASES = ["护照丢了怎么办", "我的护照过期了", "签证到期", "免签能待几天", "会被拘留吗", "居留许可", "申请签证"] * 20


@pytest.fixture(scope="module")
def homophones() -> Homophones:
    return Homophones(Bigrams(PHRASES))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("护找丢了", "护照丢了"),
        ("签正到期", "签证到期"),
        ("我的护找丢了 签正怎么办", "我的护照丢了 签证怎么办"),
        ("visa 护找", "visa 护照"),
    ],
)
def test_a_character_of_the_same_sound_is_put_right(homophones: Homophones, typed: str, meant: str) -> None:
    assert homophones.mend(typed) == meant


@pytest.mark.parametrize("text", ["护照丢了怎么办", "会被拘留吗", "拘留", "找到了护照", "天气真好", "户找", "", "passport", "护"])
def test_what_is_a_word_or_unlike_any_of_ours_stays(homophones: Homophones, text: str) -> None:
    assert homophones.mend(text) == text


@given(st.text(alphabet="护照找签正证拘居留许可到期 az1", max_size=40))
def test_length_and_other_scripts_stay(homophones: Homophones, text: str) -> None:
    mended = homophones.mend(text)
    assert len(mended) == len(text)
    assert all(after == before for before, after in zip(text, mended, strict=True) if before.isascii())


def test_nothing_is_mended_without_knowledge() -> None:
    assert Homophones(Bigrams([])).mend("护找丢了") == "护找丢了"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("我的户照在地铁上丢了", "我的护照在地铁上丢了"),
        ("續簽證要帶什麼才料", "续签证要带什么材料"),
        ("护照をなくしました", "护照をなくしました"),
    ],
)
def test_a_question_is_heard_as_it_was_meant(snapshot: Snapshot, text: str, normal: str) -> None:
    assert hear(text, Session(), None, snapshot).normal == normal

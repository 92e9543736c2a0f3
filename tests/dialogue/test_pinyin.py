"""Questions typed in pinyin, from what is heard to the reply's language."""

from dataclasses import dataclass

import pytest

from benchmarks.noise import BY_SOUND
from benchmarks.questions import read_questions
from bot.dialogue.decide import decide
from bot.dialogue.hearing import hear, place_in
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.explain import explain
from bot.language.scripts import LATIN, script_of
from bot.matching.verdict import Confident, judge
from bot.messages import Incoming
from bot.model import CHINESE, Facet
from bot.rendering.content import Answer, Talk, WindowList
from tests.conftest import MONDAY_MORNING, ROOT

LOST = "wo de hu zhao diu le zen me ban"
QUESTIONS = read_questions(ROOT / "tests/questions")


@dataclass(frozen=True)
class Asked:
    """What is known of the person, and the language they are to be answered in."""

    session: Session
    hint: str | None
    replied: str


@pytest.mark.parametrize(
    "asked",
    [
        Asked(Session(), None, "zh-Hans"),
        Asked(Session(), "zh-CN", "zh-Hans"),
        Asked(Session(heard="zh-Hans"), "en", "zh-Hans"),
        Asked(Session(chosen="zh-Hans"), "en", "zh-Hans"),
        Asked(Session(), "en", "en"),
        Asked(Session(), "fr-FR", "fr"),
        Asked(Session(), "nl", "en"),
        Asked(Session(heard="ja"), "en", "ja"),
        Asked(Session(chosen="ar"), "zh-CN", "ar"),
    ],
)
def test_the_reply_is_in_the_language_the_person_is_known_to_read(snapshot: Snapshot, asked: Asked) -> None:
    turn = decide(asked.session, Incoming("a", "1", text=LOST, language_hint=asked.hint), snapshot, MONDAY_MORNING)
    assert isinstance(turn.content, Answer)
    assert turn.content.entry.id == "lost-passport"
    assert turn.locale == asked.replied


@pytest.mark.parametrize(("hint", "heard"), [(None, "zh-Hans"), ("zh", "zh-Hans"), ("en", None), ("fr", None)])
def test_pinyin_is_remembered_as_chinese_only_for_whoever_is_answered_in_it(
    snapshot: Snapshot, hint: str | None, heard: str | None
) -> None:
    turn = decide(Session(), Incoming("a", "1", text=LOST, language_hint=hint), snapshot, MONDAY_MORNING)
    assert turn.session.heard == heard


def test_what_is_heard(snapshot: Snapshot) -> None:
    heard = hear(LOST, Session(), "en", snapshot)
    assert (heard.text, heard.normal, heard.locale, heard.certain, heard.by_sound) == (LOST, "我的护照丢了怎么办", CHINESE, True, True)


@pytest.mark.parametrize(
    ("text", "locale"), [("我的 juliu xuke 到期了 zenme ban", "zh-Hans"), ("我的居留許可 diu le zenme ban ne", "zh-Hant")]
)
def test_whoever_types_characters_too_reads_them(snapshot: Snapshot, text: str, locale: str) -> None:
    heard = hear(text, Session(), "en", snapshot)
    assert (heard.locale, heard.certain, heard.by_sound) == (locale, True, False)


@pytest.mark.parametrize("text", ["how do I renew my juliu xuke", "juliuxuke", "ni hao", "wudaokou", "can he change me"])
def test_other_texts_are_heard_as_before(snapshot: Snapshot, text: str) -> None:
    assert not hear(text, Session(), "en", snapshot).by_sound


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("wudaokou", "area-wudaokou"),
        ("wo zhu zai wudaokou, qu nali ban juliu xuke", "area-wudaokou"),
        ("wo zhu zai wu dao kou, qu na li ban ju liu xu ke", "area-wudaokou"),
        ("wozhuzaiwudaokou, qunalibanjuliuxuke", "area-wudaokou"),
        ("wo xiang zai chao yang qu ban ju liu xu ke", "district-chaoyang"),
    ],
)
def test_places_are_found_in_pinyin(snapshot: Snapshot, text: str, place: str) -> None:
    reading = place_in(hear(text, Session(), "en", snapshot), snapshot)
    assert [match.place.id for match in reading.best] == [place]


@pytest.mark.parametrize("text", ["wo yao ban qian zheng de dong xi", "ju liu xu ke fen ji zhong, wo gai ban na yi zhong"])
def test_syllables_that_sound_like_a_place_are_none(snapshot: Snapshot, text: str) -> None:
    reading = place_in(hear(text, Session(), "en", snapshot), snapshot)
    assert (reading.best, reading.outside) == ((), None)


def test_a_place_typed_in_pinyin_leads_to_its_windows(snapshot: Snapshot) -> None:
    text = "wo zhu zai wudaokou, qu nali ban juliu xuke yanqi"
    turn = decide(Session(), Incoming("a", "1", text=text, language_hint="en"), snapshot, MONDAY_MORNING)
    assert isinstance(turn.content, WindowList | Answer)
    assert turn.content.windows[0].window.district == "haidian"
    assert turn.locale == "en"


def test_a_question_in_pinyin_may_speak_of_the_last_topic(snapshot: Snapshot) -> None:
    turn = decide(Session(entry="rp-extension"), Incoming("a", "1", text="ta xuyao duoshao qian"), snapshot, MONDAY_MORNING)
    assert isinstance(turn.content, Answer)
    assert (turn.content.entry.id, turn.content.facet) == ("rp-extension", Facet.FEE)


def test_small_talk_in_pinyin_is_small_talk(snapshot: Snapshot) -> None:
    turn = decide(Session(), Incoming("a", "1", text="ni shi ji qi ren ma", language_hint="fr"), snapshot, MONDAY_MORNING)
    assert isinstance(turn.content, Talk)
    assert (turn.content.talk.id, turn.locale) == ("who-are-you", "fr")


def test_ask_explain_says_that_it_was_pinyin(snapshot: Snapshot) -> None:
    told = explain(snapshot, LOST, None)
    assert "compared as  我的护照丢了怎么办" in told
    assert "typed as pinyin" in told


@pytest.mark.parametrize("noise", BY_SOUND)
def test_chinese_questions_in_pinyin_find_their_entries(snapshot: Snapshot, noise: str) -> None:
    """Gates a point beside what is reached, on every fourth question; wrong answers as rare as for characters."""
    asked = [question for question in QUESTIONS if question.locale == CHINESE and question.entries][::4]
    first = wrong = 0
    for question in asked:
        ranking = snapshot.matcher.rank(hear(BY_SOUND[noise](question.text), Session(), "en", snapshot))
        first += ranking.matches[:1] != () and ranking.matches[0].entry in question.entries
        verdict = judge(ranking)
        wrong += isinstance(verdict, Confident) and verdict.match.entry not in question.entries
    assert first / len(asked) >= 0.89
    assert wrong / len(asked) <= 0.035


def test_no_question_of_another_language_or_in_characters_is_taken_for_pinyin(snapshot: Snapshot) -> None:
    assert [question.text for question in QUESTIONS if snapshot.pinyin.read(question.text) is not None] == []
    assert {question.locale for question in QUESTIONS if script_of(question.locale) == LATIN} >= {"en", "fr", "vi"}

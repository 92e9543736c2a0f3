"""Whole conversations with the running program, over real HTTP, by polling and by webhook, in five languages."""

import itertools

import pytest

from tests.botapi.faults import Fault
from tests.botapi.person import Person
from tests.botapi.waiting import until
from tests.e2e.running_bot import Running
from tests.e2e.words import WORDS, Words

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENGLISH = WORDS[0]
SANLITUN = (39.9339, 116.4498)
_numbers = itertools.count(1)


def someone(running: Running, language: str | None) -> Person:
    return running[1].person(next(_numbers), language)


def data(message: dict[str, object]) -> list[str]:
    markup = message.get("reply_markup")
    rows = markup["inline_keyboard"] if isinstance(markup, dict) else []
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


each_language = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.locale)


@each_language
async def test_a_question_is_answered_in_its_language(running: Running, words: Words) -> None:
    person = someone(running, words.hint)
    person.says(words.question)
    answer = await person.reads()
    assert answer["text"].splitlines()[0] == words.title
    assert any(entity["type"] == "text_link" for entity in answer["entities"])


@each_language
async def test_the_words_decide_when_the_app_tells_no_language(running: Running, words: Words) -> None:
    person = someone(running, None)
    person.says(words.question)
    assert (await person.reads())["text"].splitlines()[0] == words.title


@each_language
async def test_a_vague_question_brings_a_choice_and_the_choice_its_answer_in_place(running: Running, words: Words) -> None:
    person = someone(running, words.hint)
    for vague in words.vague:
        person.says(vague)
        question = await person.reads()
        if "none" in data(question):
            break
    assert "none" in data(question)
    chosen = person.labels(question)[0]
    person.presses(chosen)
    answer = await person.reads()
    assert answer["edited"]
    assert answer["message_id"] == question["message_id"]
    assert answer["text"].splitlines()[0] == chosen


@each_language
async def test_a_chosen_language_wins_over_the_apps_and_lasts(running: Running, words: Words) -> None:
    native, stranger = someone(running, words.hint), someone(running, "fr" if words.locale != "fr" else "ja")
    native.says("/privacy")
    expected = (await native.reads())["text"]
    stranger.says("/privacy")
    assert (await stranger.reads())["text"] != expected
    stranger.says("/language")
    await stranger.reads()
    stranger.presses(words.language)
    assert (await stranger.reads())["edited"]
    stranger.says("/privacy")
    assert (await stranger.reads())["text"] == expected


@each_language
async def test_a_shared_position_brings_the_nearest_offices(running: Running, words: Words) -> None:
    person = someone(running, words.hint)
    person.says("/near")
    await person.reads()
    await until(lambda: person.chat.keyboard)
    assert person.chat.keyboard is not None
    assert person.chat.keyboard["keyboard"][0][0]["request_location"] is True
    person.shares_position(*SANLITUN)
    await until(lambda: person.chat.keyboard is None)
    offices = [
        message
        for message in person.chat.messages.values()
        if any("amap.com" in str(row) for row in message.get("reply_markup", {}).items())
    ]
    assert offices


@each_language
async def test_forgetting_forgets_the_chosen_language(running: Running, words: Words) -> None:
    person = someone(running, words.hint)
    person.says("/privacy")
    before = (await person.reads())["text"]
    other = next(other for other in WORDS if other.locale != words.locale)
    person.says("/language")
    await person.reads()
    person.presses(other.language)
    await person.reads()
    person.says("/forget")
    await person.reads()
    person.says("/privacy")
    assert (await person.reads())["text"] == before


async def test_a_deep_link_opens_its_entry(running: Running) -> None:
    person = someone(running, "en")
    person.says("/start e_rp-extension")
    assert (await person.reads())["text"].splitlines()[0] == ENGLISH.title


async def test_a_sticker_gets_a_polite_word(running: Running) -> None:
    person = someone(running, "en")
    person.sends({"dice": {"emoji": "🎲", "value": 3}})
    assert (await person.reads())["text"]


@pytest.mark.parametrize(
    "fault", [Fault(status=429, retry_after=1), Fault(status=502, times=2), Fault(drop="before")], ids=["429", "502", "dropped"]
)
async def test_a_bad_moment_delays_the_answer_and_does_not_double_it(running: Running, fault: Fault) -> None:
    _, api = running
    person = someone(running, "en")
    api.faults.append(Fault("sendMessage", person.chat.id, fault.times, fault.status, fault.retry_after, drop=fault.drop))
    person.says(ENGLISH.question)
    assert (await person.reads())["text"].splitlines()[0] == ENGLISH.title
    await until(lambda: not api.delivery.pending)
    assert person.unread() == 0


async def test_a_person_who_blocked_the_bot_does_not_hold_up_others(running: Running) -> None:
    bot, api = running
    gone, here = someone(running, "en"), someone(running, "en")
    gone.chat.blocked = True
    gone.says(ENGLISH.question)
    here.says(ENGLISH.question)
    await here.reads()
    await until(lambda: not api.delivery.pending)
    assert 'api_calls_total{outcome="blocked"}' in (await bot.get("/metrics"))[1]


async def test_an_update_that_cannot_be_read_is_passed_over(running: Running) -> None:
    _, api = running
    person = someone(running, "en")
    api.push_unchecked({"message": {"text": 5, "chat": {"id": person.chat.id}}})
    person.says(ENGLISH.question)
    await person.reads()
    await until(lambda: not api.delivery.pending)


async def test_an_update_that_comes_twice_is_answered_once(running: Running) -> None:
    _, api = running
    person = someone(running, "en")
    number = person.says(ENGLISH.question)
    await person.reads()
    await until(lambda: not api.delivery.pending)
    (message,) = [message for message in person.chat.messages.values() if message["from"]["id"] == person.id]
    api.push_unchecked({"update_id": number, "message": message})
    probe = someone(running, "en")
    probe.says("/help")
    await probe.reads()
    await until(lambda: not api.delivery.pending)
    assert person.unread() == 0


async def test_the_profile_is_published_in_each_language(running: Running) -> None:
    _, api = running
    await until(lambda: ("short_description", "ar") in api.profile)
    for code in ("", "zh", "fr", "ja", "ar"):
        names = {command["command"] for command in api.profile["commands", code]}
        assert {"start", "help", "language", "topics", "near", "privacy", "forget"} <= names
        assert api.profile["description", code]


async def test_the_log_holds_neither_token_nor_words(running: Running) -> None:
    bot, api = running
    person = someone(running, "en")
    person.says("my secret passport number is E12345678")
    await person.reads()
    await until(lambda: not api.delivery.pending)
    log = bot.log()
    assert "E12345678" not in log
    assert "TEST-token" not in log

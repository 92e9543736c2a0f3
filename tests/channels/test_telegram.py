"""The channel over real HTTP: what a person gets, and what happens on a bad day."""

import asyncio
import logging

import pytest

from bot.channels.telegram import ChatLocks, TelegramChannel
from bot.channels.telegram_api import connected
from bot.channels.telegram_incoming import Me
from bot.errors import StoreError, TryLater
from bot.messages import Choice, Kind, Paragraph, Reply, Title, Venue
from bot.metrics import Metrics
from bot.model import Point
from tests.botapi.faults import Fault
from tests.botapi.server import ME, TOKEN, BotApi
from tests.channels.echo import QUICK, EchoAssistant


async def handle_all(channel: TelegramChannel, api: BotApi) -> None:
    """Hands over what is pending, in order, as Telegram would."""
    for update in await api.delivery.get_updates(0, 100, 0):
        await channel.handle(update)
        await api.delivery.get_updates(update["update_id"] + 1, 100, 0)


async def test_a_question_is_answered_with_buttons(api: BotApi, channel: TelegramChannel, assistant: EchoAssistant) -> None:
    person = api.person(1, "fr")
    person.says("bonjour")
    await handle_all(channel, api)
    message = await person.reads()
    assert message["text"] == "echo bonjour"
    assert person.labels(message) == ["Again", "More"]
    assert assistant.heard[0].language_hint == "fr"
    assert assistant.done == assistant.heard


async def test_a_pressed_button_is_acknowledged_and_its_message_edited(api: BotApi, channel: TelegramChannel) -> None:
    person = api.person(1)
    person.says("hello")
    await handle_all(channel, api)
    question = await person.reads()
    person.presses("More")
    await handle_all(channel, api)
    edited = await person.reads()
    assert edited["edited"]
    assert edited["message_id"] == question["message_id"]
    assert edited["text"] == "echo more"
    assert len(api.chats.acknowledged) == 1


async def test_a_second_press_on_the_same_button_changes_nothing_and_is_done(
    api: BotApi, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    person = api.person(1)
    person.says("hello")
    await handle_all(channel, api)
    person.presses("More")
    person.presses("More")
    await handle_all(channel, api)
    assert person.unread() == 2
    assert len(assistant.done) == 3


async def test_a_message_that_cannot_be_edited_any_more_is_answered_anew(api: BotApi, channel: TelegramChannel) -> None:
    person = api.person(1)
    person.says("hello")
    await handle_all(channel, api)
    question = await person.reads()
    person.presses("More")
    del person.chat.messages[question["message_id"]]
    await handle_all(channel, api)
    assert (await person.reads())["text"] == "echo more"
    assert len(api.called("sendMessage")) == 2


async def test_a_stale_press_is_answered_all_the_same(api: BotApi, channel: TelegramChannel) -> None:
    person = api.person(1)
    person.says("hello")
    await handle_all(channel, api)
    person.presses("More")
    api.faults.append(Fault("answerCallbackQuery", status=400, description="Bad Request: query is too old"))
    await handle_all(channel, api)
    assert person.unread() == 2


async def test_flood_limits_are_waited_out(api: BotApi, channel: TelegramChannel) -> None:
    person = api.person(1)
    api.faults.append(Fault("sendMessage", status=429, retry_after=1))
    person.says("hello")
    await handle_all(channel, api)
    refused, accepted = api.called("sendMessage")
    assert (refused.status, accepted.status) == (429, 200)
    assert accepted.at - refused.at >= 0.95


@pytest.mark.parametrize("fault", [Fault(times=2, status=502), Fault(status=500), Fault(drop="before")])
async def test_passing_faults_are_tried_again(api: BotApi, channel: TelegramChannel, fault: Fault) -> None:
    fault.method = "sendMessage"
    person = api.person(1)
    api.faults.append(fault)
    person.says("hello")
    await handle_all(channel, api)
    assert (await person.reads())["text"] == "echo hello"
    assert person.unread() == 0


async def test_an_answer_that_may_have_arrived_is_not_sent_again(
    api: BotApi, channel: TelegramChannel, metrics: Metrics, assistant: EchoAssistant
) -> None:
    person = api.person(1)
    api.faults.append(Fault("sendMessage", delay=0.8))
    person.says("hello")
    await handle_all(channel, api)
    assert (await person.reads())["text"] == "echo hello"
    await asyncio.sleep(0.1)
    assert len(api.called("sendMessage")) == 1
    assert len(assistant.done) == 1
    assert b'api_calls_total{outcome="unconfirmed"} 1.0' in metrics.exposition()


async def test_a_person_who_blocked_the_bot_is_forgotten(api: BotApi, channel: TelegramChannel, assistant: EchoAssistant) -> None:
    person = api.person(7)
    person.says("hello")
    person.chat.blocked = True
    await handle_all(channel, api)
    assert assistant.forgotten == ["telegram:7"]
    assert [call.status for call in api.called("sendMessage")] == [403]


async def test_leaving_is_forgetting(api: BotApi, channel: TelegramChannel, assistant: EchoAssistant) -> None:
    api.person(7).blocks_the_bot()
    await handle_all(channel, api)
    assert assistant.forgotten == ["telegram:7"]
    assert api.calls == []


async def test_lasting_trouble_asks_for_the_update_again_and_goes_on_where_it_stopped(
    api: BotApi, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    long = "All work and no play. " * 150
    assistant.answer = lambda _: Reply(Kind.ANSWER, "en", (Paragraph(long), Paragraph(long)))
    person = api.person(1)
    person.says("tell me everything")
    (update,) = await api.delivery.get_updates(0, 100, 0)
    api.faults += [Fault("sendMessage", delay=0.001), Fault("sendMessage", status=502, times=1000)]
    with pytest.raises(TryLater):
        await channel.handle(update)
    assert person.unread() == 1
    assert assistant.done == []
    api.faults.clear()
    await channel.handle(update)
    assert person.unread() == 2
    assert len(assistant.heard) == len(assistant.done) == 1


async def test_a_failing_store_asks_for_the_update_again(api: BotApi, channel: TelegramChannel, assistant: EchoAssistant) -> None:
    api.person(1).says("hello")
    (update,) = await api.delivery.get_updates(0, 100, 0)
    assistant.trouble.append(StoreError("locked"))
    with pytest.raises(TryLater):
        await channel.handle(update)
    await channel.handle(update)
    await channel.handle(update)
    assert len(api.called("sendMessage")) == 1


async def test_html_that_telegram_cannot_read_is_resent_as_plain_text(
    api: BotApi, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    assistant.answer = lambda _: Reply(Kind.ANSWER, "en", (Title("Fee & form <A>"), Paragraph("1 < 2")))
    person = api.person(1)
    api.faults.append(Fault("sendMessage", status=400, description="Bad Request: can't parse entities: Unsupported start tag"))
    person.says("hello")
    await handle_all(channel, api)
    message = await person.reads()
    assert message["text"] == "Fee & form <A>\n\n1 < 2"
    assert message["entities"] == []


async def test_an_answer_that_telegram_refuses_is_given_up(api: BotApi, channel: TelegramChannel, metrics: Metrics) -> None:
    api.person(1).says("hello")
    api.faults.append(Fault("sendMessage", status=400, description="Bad Request: not enough rights to send text messages to the chat"))
    await handle_all(channel, api)
    assert b'undelivered_total{channel="telegram",reason="refused"} 1.0' in metrics.exposition()


async def test_the_location_keyboard_comes_and_goes(api: BotApi, channel: TelegramChannel, assistant: EchoAssistant) -> None:
    ask = ((Choice("location", "Share my position"),), (Choice("d:chaoyang", "Chaoyang"),))
    found = Venue(Point(39.95, 116.43), "Exit-entry hall", "北京市东城区")
    assistant.answer = lambda incoming: (
        Reply(Kind.WINDOWS, "en", (Paragraph("Nearest: 300 m"),), ((Choice("x", "More"),),), venues=(found,))
        if incoming.location
        else Reply(Kind.WINDOWS, "en", (Paragraph("Where are you?"),), ask, request_location=True)
    )
    person = api.person(1)
    person.says("/near")
    await handle_all(channel, api)
    assert person.labels(await person.reads()) == ["Chaoyang"]
    assert person.chat.keyboard is not None
    assert person.chat.keyboard["keyboard"] == [[{"text": "Share my position", "request_location": True}]]
    person.shares_position(39.9, 116.4)
    await handle_all(channel, api)
    assert person.chat.keyboard is None
    assert (await person.reads())["text"] == "Share my position"
    assert (await person.reads())["text"] == "Nearest: 300 m"
    assert (await person.reads())["venue"]["title"] == "Exit-entry hall"


async def test_in_a_group_the_answer_quotes_the_question_and_never_asks_for_a_position(
    api: BotApi, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    assistant.answer = lambda _: Reply(Kind.WINDOWS, "en", (Paragraph("Where?"),), ((Choice("location", "Share"),),), request_location=True)
    member = api.person(1, group=-1001)
    member.says("anyone had lunch?")
    member.says("/near")
    await handle_all(channel, api)
    message = await member.reads()
    assert message["reply_to_message"]["text"] == "/near"
    assert member.chat.keyboard is None
    assert member.unread() == 0


@pytest.mark.parametrize("broken", [{}, {"message": {}}, {"message": {"text": 3}}, {"callback_query": []}, {"message": "words"}])
async def test_a_malformed_update_is_logged_without_its_content_and_done(
    channel: TelegramChannel, metrics: Metrics, broken: dict[str, object]
) -> None:
    await channel.handle({"update_id": 5, **broken})
    figures = metrics.exposition().decode()
    assert 'content="malformed"} 1.0' in figures or 'content="ignored"} 1.0' in figures


async def test_messages_of_one_chat_are_answered_in_order_and_those_of_others_meanwhile(api: BotApi, channel: TelegramChannel) -> None:
    api.latency = 0.05
    people = [api.person(number) for number in range(1, 11)]
    for word in ("one", "two"):
        for person in people:
            person.says(word)
    updates = await api.delivery.get_updates(0, 100, 0)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await asyncio.gather(*(channel.handle(update) for update in updates))
    assert loop.time() - begun < 0.05 * 2 * 10
    for person in people:
        assert [(await person.reads())["text"] for _ in range(2)] == ["echo one", "echo two"]


async def test_locks_are_dropped_after_use() -> None:
    locks = ChatLocks()
    async with locks.holding("a"):
        assert list(locks._locks) == ["a"]
    assert locks._locks == {}


async def test_the_token_is_never_logged(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], assistant: EchoAssistant
) -> None:
    caplog.set_level(logging.INFO)
    async with connected(TOKEN, base_url="http://127.0.0.1:9") as unreachable:
        channel = TelegramChannel(unreachable, Me(ME["id"], ME["username"]), assistant, Metrics(), QUICK)
        message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "hi"}
        sender = {"id": 1, "is_bot": False, "first_name": "T"}
        with pytest.raises(TryLater):
            await channel.handle({"update_id": 1, "message": {**message, "from": sender}})
    shown = caplog.text + "".join(capsys.readouterr())
    assert TOKEN not in shown
    assert TOKEN.split(":")[1] not in shown

"""What is set once at a start."""

import asyncio

import pytest
from telegram.error import InvalidToken

from bot.channels.telegram_api import Client, connected
from bot.channels.telegram_profile import BotProfile, TelegramSetup
from bot.metrics import Metrics
from tests.botapi.faults import Fault
from tests.botapi.server import BotApi
from tests.channels.echo import QUICK

PROFILES = {
    "": BotProfile({"start": "Begin", "near": "Nearest window"}, "Answers questions", "Residence in Beijing"),
    "fr": BotProfile({"start": "Commencer"}, "Répond aux questions", "Séjour à Pékin"),
}


@pytest.fixture
def setup(client: Client) -> TelegramSetup:
    return TelegramSetup(client, Metrics(), QUICK)


async def test_the_profile_is_set_per_language(api: BotApi, setup: TelegramSetup) -> None:
    await setup.publish(PROFILES)
    assert api.profile["commands", "fr"] == [{"command": "start", "description": "Commencer"}]
    assert api.profile["description", ""] == "Answers questions"
    assert api.profile["short_description", "fr"] == "Séjour à Pékin"


async def test_a_profile_that_is_shown_already_is_not_set_again(api: BotApi, setup: TelegramSetup) -> None:
    await setup.publish(PROFILES)
    api.calls.clear()
    await setup.publish(PROFILES)
    assert {call.method for call in api.calls} == {"getMyCommands", "getMyDescription", "getMyShortDescription"}


async def test_a_profile_that_telegram_refuses_does_not_keep_the_others_back(api: BotApi, setup: TelegramSetup) -> None:
    await setup.publish({"zh-hans": PROFILES["fr"], **PROFILES})
    assert ("commands", "fr") in api.profile
    assert ("commands", "zh-hans") not in api.profile


async def test_the_account_is_asked_for_until_telegram_answers(api: BotApi, setup: TelegramSetup) -> None:
    api.faults.append(Fault("getMe", status=502, times=2))
    me = await setup.who_am_i()
    assert (me.id, me.username) == (123456, "huitong_test_bot")


async def test_polling_takes_a_left_webhook_away_and_keeps_what_waits(api: BotApi, setup: TelegramSetup) -> None:
    await setup.receive_by_webhook("http://127.0.0.1:9/telegram", "secret")
    assert api.delivery.webhook.secret == "secret"
    assert api.delivery.allowed == ["message", "callback_query", "my_chat_member"]
    waiting = api.person(1).says("hello")
    await asyncio.sleep(0.02)
    await setup.receive_by_polling()
    assert api.delivery.webhook.url == ""
    assert api.delivery.pending == [waiting]


async def test_a_wrong_token_is_told(api: BotApi) -> None:
    async with connected("1:wrong", base_url=api.url) as stranger:
        with pytest.raises(InvalidToken):
            await TelegramSetup(stranger, Metrics(), QUICK).who_am_i()

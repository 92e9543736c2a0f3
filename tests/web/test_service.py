"""The service as a whole, with an assistant that only echoes."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram_profile import BotProfile
from bot.errors import SettingsError
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.health import Readiness
from bot.web.service import TelegramService
from tests.botapi.faults import Fault
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.waiting import until
from tests.channels.echo import EchoAssistant

PROFILE = {"": BotProfile({"start": "Begin"}, "Answers", "Residence")}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def make_settings(api: BotApi, **more: Any) -> Settings:
    return Settings(_env_file=None, **{"telegram_token": TOKEN, "telegram_base_url": api.url, "listen_port": free_port(), **more})


async def fine() -> Readiness:
    return Readiness(ready=True, knowledge="v1")


@asynccontextmanager
async def running(settings: Settings, assistant: EchoAssistant) -> AsyncIterator[None]:
    stop = asyncio.Event()
    service = asyncio.create_task(TelegramService(settings, assistant, Metrics(), fine, PROFILE).run(stop))
    yield
    stop.set()
    await asyncio.wait_for(service, 10)


async def readiness(settings: Settings) -> int:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(f"http://127.0.0.1:{settings.listen_port}/readyz") as response:
                return response.status
        except aiohttp.ClientError:
            return 0


async def test_by_polling_people_are_answered_and_the_profile_is_published(api: BotApi, assistant: EchoAssistant) -> None:
    async with running(make_settings(api), assistant):
        person = api.person(1)
        person.says("hello")
        assert (await person.reads())["text"] == "echo hello"
        await until(lambda: ("short_description", "") in api.profile)


async def test_by_webhook_people_are_answered(api: BotApi, assistant: EchoAssistant) -> None:
    port = free_port()
    more = {"telegram_mode": "webhook", "webhook_url": f"http://127.0.0.1:{port}", "webhook_secret": "s", "listen_port": port}
    async with running(make_settings(api, **more), assistant):
        person = api.person(1)
        person.says("hello")
        assert (await person.reads())["text"] == "echo hello"
    assert api.delivery.webhook.url.endswith("/telegram")


async def test_it_is_not_ready_until_telegram_answers(api: BotApi, assistant: EchoAssistant) -> None:
    api.faults.append(Fault("getMe", delay=0.5))
    settings = make_settings(api)
    async with running(settings, assistant):
        await until(lambda: api.faults[0].times == 0)
        assert await readiness(settings) == 503
        await until(lambda: api.called("getUpdates") or api.called("getWebhookInfo"))
        assert await readiness(settings) == 200


async def test_it_can_be_stopped_while_telegram_is_out_of_reach(api: BotApi, assistant: EchoAssistant) -> None:
    api.faults.append(Fault("getMe", status=502, times=1000))
    async with running(make_settings(api), assistant):
        await until(lambda: api.called("getMe"))


async def test_a_refused_token_is_told_without_the_token(api: BotApi, assistant: EchoAssistant) -> None:
    service = TelegramService(make_settings(api, telegram_token="1:wrong"), assistant, Metrics(), fine, PROFILE)
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN was refused") as caught:
        await service.run(asyncio.Event())
    assert "wrong" not in str(caught.value)

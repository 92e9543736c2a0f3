"""Telegram and the web server together, from the start to a stop that loses nothing."""

import asyncio
from collections.abc import Mapping
from typing import Any

import structlog
from telegram.error import InvalidToken

from bot.channels import Assistant
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import Client, connected
from bot.channels.telegram_polling import Polling
from bot.channels.telegram_profile import BotProfile, TelegramSetup
from bot.errors import SettingsError, TryLater
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.app import make_web_app, serve
from bot.web.health import Probe, Readiness
from bot.web.webhook import Webhook

_NOT_YET = 2.0

_log = structlog.get_logger(__name__)


class TelegramService:
    """Serves webhook, health and metrics, and answers Telegram's updates, by polling or webhook as the settings say.

    `profiles` maps two-letter language codes, "" for all others, to what Telegram shows about the bot.
    """

    def __init__(
        self, settings: Settings, assistant: Assistant, metrics: Metrics, probe: Probe, profiles: Mapping[str, BotProfile]
    ) -> None:
        self._settings = settings
        self._assistant = assistant
        self._metrics = metrics
        self._probe = probe
        self._profiles = profiles
        self._channel: TelegramChannel | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Returns when `stop` is set and every answer begun is out. Raises SettingsError when Telegram refuses the token."""
        settings = self._settings
        token = settings.telegram_token
        if token is None:
            raise SettingsError("TELEGRAM_TOKEN is needed to talk to Telegram")
        app = make_web_app(self._metrics, self._ready, self._webhooks())
        async with connected(token.get_secret_value(), base_url=settings.telegram_base_url, proxy=settings.telegram_proxy) as client:
            web = asyncio.create_task(serve(app, settings.listen_host, settings.listen_port, stop))
            try:
                await self._talk(client, stop)
            except InvalidToken:
                raise SettingsError("TELEGRAM_TOKEN was refused by Telegram") from None
            finally:
                stop.set()
                await web

    async def _talk(self, client: Client, stop: asyncio.Event) -> None:
        setup = TelegramSetup(client, self._metrics)
        starting = asyncio.create_task(self._start(client, setup))
        await _first(starting, stop)
        if not starting.done():
            starting.cancel()
            await asyncio.wait({starting})
            return
        channel = starting.result()
        publishing = asyncio.create_task(setup.publish(self._profiles))
        try:
            if self._settings.telegram_mode == "polling":
                await Polling(client, channel).run(stop)
            else:
                await stop.wait()
        finally:
            publishing.cancel()
            await asyncio.wait({publishing})

    async def _start(self, client: Client, setup: TelegramSetup) -> TelegramChannel:
        """The channel, once Telegram has told who we are and knows where to bring updates."""
        self._channel = TelegramChannel(client, await setup.who_am_i(), self._assistant, self._metrics)
        secret = self._settings.webhook_secret
        if self._settings.telegram_mode == "webhook" and secret is not None and self._settings.webhook_url:
            url = self._settings.webhook_url.rstrip("/") + self._settings.webhook_path
            await setup.receive_by_webhook(url, secret.get_secret_value())
        else:
            await setup.receive_by_polling()
        _log.info("ready", mode=self._settings.telegram_mode)
        return self._channel

    def _webhooks(self) -> dict[str, Webhook]:
        secret = self._settings.webhook_secret
        if self._settings.telegram_mode == "polling" or secret is None:
            return {}
        return {self._settings.webhook_path: Webhook(secret.get_secret_value(), self._handle, self._metrics)}

    async def _handle(self, update: Mapping[str, Any]) -> None:
        if self._channel is None:
            raise TryLater(_NOT_YET)
        await self._channel.handle(update)

    async def _ready(self) -> Readiness:
        if self._channel is None:
            return Readiness(ready=False, fault="Telegram has not answered yet")
        return await self._probe()


async def _first(task: asyncio.Task[Any], stop: asyncio.Event) -> None:
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()

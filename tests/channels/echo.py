"""A Bot API server and the Telegram channel around an assistant that only echoes."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import Client, Patience, connected
from bot.channels.telegram_incoming import Me
from bot.messages import Choice, Incoming, Kind, Paragraph, Reply
from bot.metrics import Metrics
from tests.botapi.server import ME, TOKEN, BotApi

QUICK = Patience(total=1.5, first_pause=0.02, longest_pause=0.1)


def echo(incoming: Incoming) -> Reply:
    words = incoming.text or incoming.command or incoming.choice or incoming.unsupported or str(incoming.location)
    choices = ((Choice("again", "Again"), Choice("more", "More")),)
    return Reply(Kind.ANSWER, "en", (Paragraph(f"echo {words}"),), choices, edits=incoming.choice is not None)


class EchoAssistant:
    """Answers with the same words; `answer` may be replaced. Keeps what was delivered, as the real one does."""

    def __init__(self) -> None:
        self.answer: Callable[[Incoming], Reply] = echo
        self.heard: list[Incoming] = []
        self.done: list[Incoming] = []
        self.forgotten: list[str] = []
        self.trouble: list[Exception] = []
        self.delay = 0.0

    async def reply(self, incoming: Incoming) -> Reply | None:
        self.heard.append(incoming)
        if self.trouble:
            raise self.trouble.pop(0)
        await asyncio.sleep(self.delay)
        if any((done.chat, done.message_id) == (incoming.chat, incoming.message_id) for done in self.done):
            return None
        return self.answer(incoming)

    async def delivered(self, incoming: Incoming) -> None:
        self.done.append(incoming)

    async def forget(self, chat: str) -> None:
        self.forgotten.append(chat)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(pace=0.02).running() as running:
        yield running


@pytest.fixture
def assistant() -> EchoAssistant:
    return EchoAssistant()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
async def client(api: BotApi) -> AsyncIterator[Client]:
    async with connected(TOKEN, base_url=api.url, read_timeout=0.5) as made:
        yield made


@pytest.fixture
def channel(client: Client, assistant: EchoAssistant, metrics: Metrics) -> TelegramChannel:
    return TelegramChannel(client, Me(ME["id"], ME["username"]), assistant, metrics, QUICK)

"""The webhook as Telegram's server meets it, over real HTTP."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.channels.telegram import TelegramChannel
from bot.errors import StoreError
from bot.metrics import Metrics
from bot.web.app import make_web_app, serve
from bot.web.health import Readiness
from bot.web.webhook import BODY_LIMIT, SECRET_HEADER, Webhook
from tests.botapi.delivery import Webhook as Address
from tests.botapi.server import BotApi
from tests.botapi.waiting import until
from tests.channels.echo import EchoAssistant

SECRET = "s3cret-Token_1"


class Site:
    """The running web application and what its probe says."""

    def __init__(self) -> None:
        self.state = Readiness(ready=True, knowledge="abc123")
        self.stop = asyncio.Event()
        self.url = ""

    async def probe(self) -> Readiness:
        return self.state


@pytest.fixture
async def site(channel: TelegramChannel, metrics: Metrics) -> AsyncIterator[Site]:
    site = Site()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    app = make_web_app(metrics, site.probe, {"/telegram": Webhook(SECRET, channel.handle, metrics)})
    site.url = f"http://127.0.0.1:{port}"
    serving = asyncio.create_task(serve(app, "127.0.0.1", port, site.stop, drain=5))
    await answering(site.url)
    yield site
    site.stop.set()
    await asyncio.wait_for(serving, 10)


async def answering(url: str) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(5):
        while True:
            try:
                async with session.get(f"{url}/healthz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.02)


async def post(site: Site, body: bytes, secret: str | None = SECRET) -> int:
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    async with aiohttp.ClientSession() as session, session.post(f"{site.url}/telegram", data=body, headers=headers) as response:
        return response.status


async def get(site: Site, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(site.url + path) as response:
        return response.status, await response.text()


def listen(api: BotApi, site: Site) -> None:
    api.delivery.set_webhook(Address(f"{site.url}/telegram", SECRET))


async def test_an_update_is_acknowledged_when_its_answer_is_out(api: BotApi, site: Site, assistant: EchoAssistant) -> None:
    assistant.delay = 0.1
    listen(api, site)
    person = api.person(1)
    person.says("hello")
    await asyncio.sleep(0.05)
    assert api.delivery.attempts == []
    assert (await person.reads())["text"] == "echo hello"
    await asyncio.sleep(0.05)
    assert [attempt.status for attempt in api.delivery.attempts] == [200]


@pytest.mark.parametrize("secret", [None, "", "wrong", "s3cret-Token_1 ", "ünïcode"])
async def test_a_wrong_secret_is_turned_away(site: Site, assistant: EchoAssistant, secret: str | None) -> None:
    assert await post(site, b'{"update_id": 1}', secret) == 403
    assert assistant.heard == []


@pytest.mark.parametrize("body", [b"", b"not json", b"[1, 2]", b"\xff\xfe", b'{"update_id": 1, "message": {"text": 5}}', b"[" * 100_000])
async def test_a_body_that_is_no_update_is_acknowledged_so_that_it_does_not_come_again(site: Site, body: bytes) -> None:
    assert await post(site, body) == 200


async def test_a_body_beyond_the_limit_is_refused(site: Site) -> None:
    assert await post(site, b" " * (BODY_LIMIT + 1)) == 413


async def test_trouble_asks_telegram_to_come_again_later(api: BotApi, site: Site, assistant: EchoAssistant) -> None:
    assistant.trouble.append(StoreError("locked"))
    listen(api, site)
    person = api.person(1)
    person.says("hello")
    assert (await person.reads())["text"] == "echo hello"
    await asyncio.sleep(0.02)
    assert [(attempt.status, attempt.headers.get("Retry-After")) for attempt in api.delivery.attempts] == [(503, "2"), (200, None)]


async def test_a_defect_leaves_the_update_with_telegram(api: BotApi, site: Site, assistant: EchoAssistant) -> None:
    assistant.trouble.append(RuntimeError("defect"))
    listen(api, site)
    person = api.person(1)
    person.says("hello")
    assert (await person.reads())["text"] == "echo hello"
    await asyncio.sleep(0.02)
    assert [attempt.status for attempt in api.delivery.attempts] == [500, 200]


async def test_the_same_update_twice_is_answered_once(api: BotApi, site: Site) -> None:
    listen(api, site)
    person = api.person(1)
    person.says("hello")
    await person.reads()
    api.push_unchecked({"update_id": api.delivery.attempts[-1].update_id if api.delivery.attempts else 1001, **_same(person.chat.messages)})
    await asyncio.sleep(0.1)
    assert person.unread() == 0


def _same(messages: dict[int, dict[str, object]]) -> dict[str, object]:
    return {"message": next(iter(messages.values()))}


async def test_stopping_finishes_what_was_begun(api: BotApi, site: Site, assistant: EchoAssistant) -> None:
    api.latency = 0.3
    listen(api, site)
    people = [api.person(number) for number in range(1, 11)]
    for person in people:
        person.says("hello")
    await until(lambda: len(assistant.heard) == 10)
    site.stop.set()
    for person in people:
        assert (await person.reads())["text"] == "echo hello"


async def test_health_readiness_and_metrics_are_told(site: Site) -> None:
    assert await get(site, "/healthz") == (200, "ok\n")
    assert await get(site, "/readyz") == (200, '{"ready":true,"knowledge":"abc123","fault":null}')
    status, figures = await get(site, "/metrics")
    assert status == 200
    assert "huitong_in_flight" in figures
    assert "process_resident_memory_bytes" in figures


async def test_not_ready_is_503_with_the_fault(site: Site) -> None:
    site.state = Readiness(ready=False, fault="the database does not answer")
    assert await get(site, "/readyz") == (503, '{"ready":false,"knowledge":null,"fault":"the database does not answer"}')


async def test_only_posts_reach_the_webhook(site: Site) -> None:
    assert (await get(site, "/telegram"))[0] == 405
    assert (await get(site, "/nowhere"))[0] == 404

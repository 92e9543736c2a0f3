"""The Bot API server: routes, one method each, and everything recorded."""

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.botapi.chats import Chats, Json
from tests.botapi.delivery import Delivery, Webhook
from tests.botapi.faults import Fault
from tests.botapi.person import Person
from tests.botapi.refusals import Refusal, bad_request
from tests.botapi.rules import check_commands, check_language, check_length
from tests.botapi.validation import check_message, check_request, check_update

TOKEN = "123456:TEST-token"
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "Huitong",
    "username": "huitong_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, its parameters decoded, and the status it got; 0 when the connection was dropped."""

    method: str
    parameters: Mapping[str, Any]
    status: int
    at: float


class BotApi:
    """One bot's server. `latency` seconds pass before each answer except getUpdates."""

    def __init__(self, *, latency: float = 0.0, pace: float = 1.0) -> None:
        self.latency = latency
        self.chats = Chats(ME)
        self.delivery = Delivery(pace)
        self.faults: list[Fault] = []
        self.calls: list[Call] = []
        self.profile: dict[tuple[str, str], Any] = {}
        self.url = ""
        self._last_update = 1000
        self._methods: dict[str, Callable[[Mapping[str, Any]], Any]] = {
            "getMe": lambda _: ME,
            "sendMessage": self.chats.send_message,
            "sendVenue": self.chats.send_venue,
            "editMessageText": self.chats.edit_message_text,
            "answerCallbackQuery": self.chats.answer_callback_query,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda given: self.profile.get(("commands", given.get("language_code", "")), []),
            "setMyDescription": lambda given: self._describe("description", given, 512),
            "getMyDescription": lambda given: self._described("description", given),
            "setMyShortDescription": lambda given: self._describe("short_description", given, 120),
            "getMyShortDescription": lambda given: self._described("short_description", given),
        }

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["BotApi"]:
        """Serves on a free local port until the end of the block."""
        app = Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])])
        config = uvicorn.Config(
            app, host="127.0.0.1", port=0, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
        )
        server = _Server(config)
        listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield self
        finally:
            await self.delivery.close()
            server.should_exit = server.force_exit = True
            await serving

    def person(self, number: int, language: str | None = None, group: int | None = None) -> Person:
        """Somebody with a private chat, or in a group."""
        return Person(self, number, language, group)

    def push(self, content: Json) -> int:
        """Delivers an update that Telegram could have sent; returns its id."""
        update = {"update_id": self.next_update_id(), **content}
        check_update(update)
        self.delivery.push(update)
        return int(update["update_id"])

    def push_unchecked(self, update: Json) -> int:
        """Delivers anything as an update."""
        update = {"update_id": self.next_update_id(), **update}
        self.delivery.push(update)
        return int(update["update_id"])

    def next_update_id(self) -> int:
        self._last_update += 1
        return self._last_update

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def _answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        parameters: Mapping[str, Any] = {}
        try:
            parameters = await self._read(request, method)
            result = await self._work(request, method, parameters)
        except Refusal as refusal:
            self._record(method, parameters, refusal.status)
            return JSONResponse(refusal.body(), status_code=refusal.status)
        except _Dropped:
            self._record(method, parameters, 0)
            request._receive.__self__.transport.abort()  # type: ignore[attr-defined]
            return Response()
        self._record(method, parameters, 200)
        return JSONResponse({"ok": True, "result": result})

    async def _read(self, request: Request, method: str) -> Mapping[str, Any]:
        given: dict[str, str] = dict(request.query_params)
        if request.headers.get("content-type", "").startswith("application/json"):
            given |= {name: value if isinstance(value, str) else json.dumps(value) for name, value in (await request.json()).items()}
        else:
            given |= dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if request.path_params["token"] != TOKEN:
            raise Refusal(401, "Unauthorized")
        return check_request(method, given)

    async def _work(self, request: Request, method: str, parameters: Mapping[str, Any]) -> Any:
        fault = next((fault for fault in self.faults if fault.concerns(method, parameters)), None)
        if fault:
            fault.times -= 1
            await asyncio.sleep(fault.delay)
            if fault.drop == "before":
                raise _Dropped
            if fault.status:
                raise fault.refusal()
        if method == "getUpdates":
            return await self._get_updates(parameters)
        if self.latency:
            await asyncio.sleep(self.latency)
        if method not in self._methods:
            raise Refusal(404, "Not Found: method not found")
        result = self._methods[method](parameters)
        if isinstance(result, dict) and "message_id" in result:
            check_message(result)
        if fault and fault.drop == "after":
            raise _Dropped
        return result

    def _record(self, method: str, parameters: Mapping[str, Any], status: int) -> None:
        self.calls.append(Call(method, parameters, status, time.monotonic()))

    async def _get_updates(self, parameters: Mapping[str, Any]) -> list[Json]:
        if "allowed_updates" in parameters:
            self.delivery.allowed = parameters["allowed_updates"] or None
        offset, limit, timeout = (int(parameters.get(name, usual)) for name, usual in (("offset", 0), ("limit", 100), ("timeout", 0)))
        if not 1 <= limit <= 100:
            raise bad_request("limit must be between 1 and 100")
        return await self.delivery.get_updates(offset, limit, timeout)

    def _set_webhook(self, parameters: Mapping[str, Any]) -> bool:
        self.delivery.allowed = parameters.get("allowed_updates") or None
        connections = int(parameters.get("max_connections", 40))
        self.delivery.set_webhook(Webhook(parameters["url"], parameters.get("secret_token", ""), connections))
        return True

    def _delete_webhook(self, _parameters: Mapping[str, Any]) -> bool:
        self.delivery.set_webhook(Webhook())
        return True

    def _webhook_info(self, _parameters: Mapping[str, Any]) -> Json:
        pending = len(self.delivery.pending)
        return {"url": self.delivery.webhook.url, "has_custom_certificate": False, "pending_update_count": pending}

    def _set_commands(self, parameters: Mapping[str, Any]) -> bool:
        check_language(parameters.get("language_code", ""))
        check_commands(parameters["commands"])
        self.profile["commands", parameters.get("language_code", "")] = parameters["commands"]
        return True

    def _describe(self, name: str, parameters: Mapping[str, Any], most: int) -> bool:
        check_language(parameters.get("language_code", ""))
        check_length(parameters.get(name, ""), most)
        self.profile[name, parameters.get("language_code", "")] = parameters.get(name, "")
        return True

    def _described(self, name: str, parameters: Mapping[str, Any]) -> Json:
        return {name: self.profile.get((name, parameters.get("language_code", "")), "")}


class _Dropped(Exception):
    """The connection is to be closed without an answer."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

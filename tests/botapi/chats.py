"""Chats and their messages, and the methods that change them."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.refusals import Refusal, bad_request
from tests.botapi.rules import check_markup, visible_text

Json = dict[str, Any]


@dataclass(slots=True)
class Chat:
    """One chat as its person sees it. `seen` holds new and edited messages until a test takes them."""

    id: int
    kind: str = "private"
    blocked: bool = False
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None
    seen: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)

    def described(self) -> Json:
        named = {"first_name": "Test"} if self.kind == "private" else {"title": "Test group"}
        return {"id": self.id, "type": self.kind, **named}


class Chats:
    """All chats of one bot."""

    def __init__(self, me: Json) -> None:
        self._me = me
        self._chats: dict[int, Chat] = {}
        self._last_message = 0
        self._open_presses: set[str] = set()
        self.acknowledged: list[str] = []

    def open(self, chat_id: int, kind: str = "private") -> Chat:
        return self._chats.setdefault(chat_id, Chat(chat_id, kind))

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def open_press(self, press: str) -> None:
        self._open_presses.add(press)

    def send_message(self, parameters: Mapping[str, Any]) -> Json:
        chat = self._writable(parameters)
        text, entities = visible_text(parameters)
        return self._add(chat, {"text": text, "entities": entities}, parameters)

    def send_venue(self, parameters: Mapping[str, Any]) -> Json:
        chat = self._writable(parameters)
        if not parameters["title"] or not parameters["address"]:
            raise bad_request("venue title and address must be non-empty")
        place = {"latitude": float(parameters["latitude"]), "longitude": float(parameters["longitude"])}
        venue = {"location": place, "title": parameters["title"], "address": parameters["address"]}
        return self._add(chat, {"venue": venue, "location": place}, parameters)

    def edit_message_text(self, parameters: Mapping[str, Any]) -> Json:
        chat = self._writable(parameters)
        message = chat.messages.get(int(parameters["message_id"]))
        if message is None:
            raise bad_request("message to edit not found")
        if message["from"]["id"] != self._me["id"]:
            raise bad_request("message can't be edited")
        if "text" not in message:
            raise bad_request("there is no text in the message to edit")
        text, entities = visible_text(parameters)
        markup = parameters.get("reply_markup")
        if markup and "inline_keyboard" not in markup:
            raise bad_request("inline keyboard expected")
        check_markup(markup or {}, private=chat.kind == "private")
        if (text, entities, markup) == (message["text"], message["entities"], message.get("reply_markup")):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a current content "
                "and reply markup of the message"
            )
        message.update(text=text, entities=entities, edit_date=int(time.time()))
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        chat.seen.put_nowait({**message, "edited": True})
        return message

    def answer_callback_query(self, parameters: Mapping[str, Any]) -> bool:
        press = str(parameters["callback_query_id"])
        if press not in self._open_presses:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        self._open_presses.discard(press)
        self.acknowledged.append(press)
        return True

    def _writable(self, parameters: Mapping[str, Any]) -> Chat:
        chat = self._chats.get(int(parameters["chat_id"]))
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        return chat

    def _add(self, chat: Chat, content: Json, parameters: Mapping[str, Any]) -> Json:
        markup = parameters.get("reply_markup") or {}
        check_markup(markup, private=chat.kind == "private")
        message = {
            "message_id": self.next_message_id(),
            "from": self._me_as_user(),
            "chat": chat.described(),
            "date": int(time.time()),
            **content,
        }
        if "inline_keyboard" in markup:
            message["reply_markup"] = markup
        if "keyboard" in markup:
            chat.keyboard = markup
        if markup.get("remove_keyboard"):
            chat.keyboard = None
        quoted = chat.messages.get((parameters.get("reply_parameters") or {}).get("message_id", 0))
        if quoted:
            message["reply_to_message"] = quoted
        chat.messages[message["message_id"]] = message
        chat.seen.put_nowait(message)
        return message

    def _me_as_user(self) -> Json:
        return {key: self._me[key] for key in ("id", "is_bot", "first_name", "username")}

"""The other side of a chat: a person who writes, presses, shares a position, and reads what comes back."""

import asyncio
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.botapi.server import BotApi

Json = dict[str, Any]


class Person:
    """Somebody talking to the bot, in a private chat or in a group (`group` is its negative id)."""

    def __init__(self, api: "BotApi", number: int, language: str | None = None, group: int | None = None) -> None:
        self._api = api
        self.id = number
        self.language = language
        self.chat = api.chats.open(group if group is not None else number, "private" if group is None else "supergroup")

    def says(self, text: str, *, answering: Json | None = None, entities: list[Json] | None = None) -> int:
        """Sends a text; a leading /command is marked as the app marks it. Returns the update's id."""
        content: Json = {"text": text}
        if text.startswith("/"):
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        if entities:
            content["entities"] = entities
        if answering:
            content["reply_to_message"] = answering
        return self.sends(content)

    def sends(self, content: Json) -> int:
        """Sends a message of any content, as Telegram's JSON."""
        return self._api.push({"message": self._message(content)})

    def shares_position(self, latitude: float, longitude: float) -> int:
        return self.sends({"location": {"latitude": latitude, "longitude": longitude}})

    def presses(self, label: str) -> int:
        """Presses the newest inline button whose label contains `label`."""
        message, button = next(
            (message, button)
            for message in reversed(self.chat.messages.values())
            for row in message.get("reply_markup", {}).get("inline_keyboard", [])
            for button in row
            if label in button["text"]
        )
        return self.presses_data(button["callback_data"], message)

    def presses_data(self, data: str, message: Json) -> int:
        press = str(self._api.next_update_id())
        self._api.chats.open_press(press)
        return self._api.push(
            {"callback_query": {"id": press, "from": self._user(), "message": message, "chat_instance": "1", "data": data}}
        )

    def blocks_the_bot(self) -> int:
        self.chat.blocked = True
        return self._api.push(
            {
                "my_chat_member": {
                    "chat": self.chat.described(),
                    "from": self._user(),
                    "date": int(time.time()),
                    "old_chat_member": {"status": "member", "user": self._bot()},
                    "new_chat_member": {"status": "kicked", "user": self._bot(), "until_date": 0},
                }
            }
        )

    async def reads(self, within: float = 10.0) -> Json:
        """The next message that arrives or is edited."""
        async with asyncio.timeout(within):
            return await self.chat.seen.get()

    def unread(self) -> int:
        return self.chat.seen.qsize()

    @staticmethod
    def labels(message: Json) -> list[str]:
        return [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]

    def _message(self, content: Json) -> Json:
        message = {
            "message_id": self._api.chats.next_message_id(),
            "from": self._user(),
            "chat": self.chat.described(),
            "date": int(time.time()),
            **content,
        }
        self.chat.messages[message["message_id"]] = message
        return message

    def _user(self) -> Json:
        user: Json = {"id": self.id, "is_bot": False, "first_name": "Test"}
        return user | ({"language_code": self.language} if self.language else {})

    @staticmethod
    def _bot() -> Json:
        return {"id": 123456, "is_bot": True, "first_name": "Huitong", "username": "huitong_test_bot"}

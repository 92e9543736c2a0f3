"""What Telegram refuses beyond types: lengths, buttons, where a keyboard may appear."""

import re
from collections.abc import Mapping
from typing import Any

from tests.botapi.markup import read_html
from tests.botapi.refusals import bad_request

_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "login_url", "switch_inline_query")


def visible_text(parameters: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The text that people see and its entities."""
    source = str(parameters.get("text", ""))
    text, entities = read_html(source) if parameters.get("parse_mode") == "HTML" else (source, [])
    if not text.strip():
        raise bad_request("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise bad_request("message is too long")
    return text, entities


def check_markup(markup: Mapping[str, Any], *, private: bool) -> None:
    rows = markup.get("inline_keyboard", [])
    buttons = [button for row in rows for button in row]
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)
    for row in markup.get("keyboard", []):
        if not private and any(button.get("request_location") for button in row):
            raise bad_request("location can be requested in private chats only")


def _check_button(button: Mapping[str, Any]) -> None:
    if not button.get("text"):
        raise bad_request("button text must be non-empty")
    actions = [action for action in _ACTIONS if action in button]
    if len(actions) != 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
        raise bad_request("BUTTON_URL_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_commands(commands: list[Mapping[str, str]]) -> None:
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def check_language(code: str) -> None:
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")


def check_length(text: str, most: int) -> None:
    if len(text) > most:
        raise bad_request("text is too long")

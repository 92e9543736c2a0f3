"""Which updates are for us, and what they say."""

from typing import Any

import pytest
from telegram import Update

from bot.channels.telegram_incoming import Heard, Left, Me, read_update
from bot.messages import Incoming
from bot.model import Point

ME = Me(123456, "huitong_test_bot")
PERSON = {"id": 7, "is_bot": False, "first_name": "T", "language_code": "fr"}
PRIVATE = {"id": 7, "type": "private", "first_name": "T"}
GROUP = {"id": -1001, "type": "supergroup", "title": "G"}
OURS = {"message_id": 3, "date": 1, "chat": GROUP, "from": {"id": 123456, "is_bot": True, "first_name": "H"}, "text": "hi"}


def read(
    content: dict[str, Any], chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = PERSON, kind: str = "message"
) -> Heard | Left | None:
    message = {"message_id": 9, "date": 1, "chat": chat, "from": sender, **content}
    return read_update(Update.de_json({"update_id": 40, kind: message}, None), ME)


def heard(content: dict[str, Any], chat: dict[str, Any] = PRIVATE) -> Incoming:
    found = read(content, chat)
    assert isinstance(found, Heard)
    return found.incoming


def command(text: str) -> dict[str, Any]:
    return {"text": text, "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}


def test_words_keep_the_chat_the_update_and_the_language_hint() -> None:
    assert heard({"text": "bonjour"}) == Incoming(chat="telegram:7", message_id="u40", text="bonjour", language_hint="fr")


@pytest.mark.parametrize(
    ("text", "name", "payload"),
    [
        ("/start", "start", ""),
        ("/start e_rp-extension", "start", "e_rp-extension"),
        ("/NEAR@Huitong_Test_Bot", "near", ""),
        ("/help  me ", "help", "me"),
    ],
)
def test_a_leading_command_has_a_name_and_a_payload(text: str, name: str, payload: str) -> None:
    found = heard(command(text))
    assert (found.command, found.payload, found.text) == (name, payload, None)


def test_a_command_for_another_bot_is_not_ours() -> None:
    assert read(command("/start@other_bot"), GROUP) is None


def test_a_position_is_a_point() -> None:
    assert heard({"location": {"latitude": 39.9, "longitude": 116.4}}).location == Point(39.9, 116.4)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"voice": {"file_id": "a", "file_unique_id": "b", "duration": 1}}, "voice"),
        ({"dice": {"emoji": "🎲", "value": 1}}, "sticker"),
        ({"photo": [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]}, "photo"),
        ({"document": {"file_id": "a", "file_unique_id": "b"}}, "file"),
        ({"contact": {"phone_number": "1", "first_name": "x"}}, "file"),
    ],
)
def test_what_is_not_words_is_named(content: dict[str, Any], name: str) -> None:
    assert heard(content).unsupported == name


def test_a_photo_with_words_is_read_by_its_words() -> None:
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
    assert heard({"photo": photo, "caption": "what is this form?"}).text == "what is this form?"


@pytest.mark.parametrize(
    "content", [{"new_chat_title": "x"}, {"pinned_message": OURS}, {"text": "hi", "via_bot": {"id": 2, "is_bot": True, "first_name": "B"}}]
)
def test_service_messages_and_other_bots_words_are_ignored(content: dict[str, Any]) -> None:
    assert read(content) is None


def test_bots_are_ignored() -> None:
    assert read({"text": "hi"}, sender={**PERSON, "is_bot": True}) is None


@pytest.mark.parametrize("kind", ["edited_message", "channel_post"])
def test_edits_and_channel_posts_are_ignored(kind: str) -> None:
    assert read({"text": "hi"}, kind=kind) is None


def test_in_a_group_talk_among_people_is_not_for_us() -> None:
    assert read({"text": "lunch?"}, GROUP) is None
    assert read({"text": "thanks @someone", "entities": [{"type": "mention", "offset": 7, "length": 8}]}, GROUP) is None


def test_in_a_group_commands_replies_and_mentions_are_for_us() -> None:
    mention = {"text": "@huitong_test_bot visa fee?", "entities": [{"type": "mention", "offset": 0, "length": 17}]}
    assert heard(command("/help"), GROUP).command == "help"
    assert heard({"text": "and the fee?", "reply_to_message": OURS}, GROUP).text == "and the fee?"
    assert heard(mention, GROUP).text == "visa fee?"


def test_in_a_group_a_sticker_is_never_answered() -> None:
    assert read({"dice": {"emoji": "🎲", "value": 1}, "reply_to_message": OURS}, GROUP) is None


def press(message: dict[str, Any] | None) -> Heard | Left | None:
    query = {"id": "q1", "from": PERSON, "chat_instance": "1", "data": "a:x", **({"message": message} if message else {})}
    return read_update(Update.de_json({"update_id": 41, "callback_query": query}, None), ME)


def test_a_press_carries_its_choice_and_the_message_to_edit() -> None:
    found = press({"message_id": 3, "date": 1, "chat": PRIVATE, "text": "choose"})
    assert isinstance(found, Heard)
    assert (found.incoming.choice, found.pressed, found.callback) == ("a:x", 3, "q1")


def test_a_press_on_a_message_out_of_reach_has_nothing_to_edit() -> None:
    found = press({"message_id": 3, "date": 0, "chat": PRIVATE})
    assert isinstance(found, Heard)
    assert found.pressed is None


def test_a_press_outside_any_chat_is_ignored() -> None:
    assert press(None) is None


@pytest.mark.parametrize(("status", "expected"), [("kicked", Left("telegram:7")), ("member", None)])
def test_being_blocked_is_leaving(status: str, expected: Left | None) -> None:
    bot = {"id": 123456, "is_bot": True, "first_name": "H"}
    until = {"until_date": 0} if status == "kicked" else {}
    change = {
        "chat": PRIVATE,
        "from": PERSON,
        "date": 1,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot, **until},
    }
    assert read_update(Update.de_json({"update_id": 42, "my_chat_member": change}, None), ME) == expected

"""A Reply to the messages that Telegram should show, in order. Nothing is sent here."""

from dataclasses import dataclass, replace

import structlog
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram_html import Text, render_texts
from bot.channels.telegram_incoming import Heard
from bot.messages import MAX_CHOICE_ID_BYTES, Choice, Kind, Reply, Venue

LOCATION_CHOICE = "location"
MAX_COPY_LENGTH = 256

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SendText:
    text: Text
    markup: Markup | None = None


@dataclass(frozen=True, slots=True)
class EditText:
    """Replaces the message whose button was pressed."""

    message_id: int
    text: Text
    markup: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class SendPin:
    venue: Venue
    markup: Markup | None = None


Step = SendText | EditText | SendPin


def plan_steps(reply: Reply, heard: Heard) -> tuple[Step, ...]:
    """What to send, in order. The inline buttons stand under the last text; the location keyboard never appears in groups."""
    asks = _location_choice(reply) if heard.private else None
    buttons = _inline_keyboard(reply)
    steps = _texts(reply, heard, buttons)
    if asks:
        steps = _with_location_keyboard(steps, asks)
    pins = [SendPin(venue) for venue in reply.venues]
    if heard.private and not asks and reply.kind == Kind.WINDOWS:
        steps, pins = _without_location_keyboard(steps, pins)
    return (*steps, *pins)


def _texts(reply: Reply, heard: Heard, buttons: InlineKeyboardMarkup | None) -> list[Step]:
    texts = _separate_title(reply) if _keyboard_is_open(reply, heard) else render_texts(reply.blocks)
    steps: list[Step] = [SendText(text) for text in texts]
    if not steps:
        return steps
    if reply.edits and heard.pressed is not None:
        steps[0] = EditText(heard.pressed, texts[0])
    steps[-1] = replace(steps[-1], markup=buttons)
    return steps


def _keyboard_is_open(reply: Reply, heard: Heard) -> bool:
    """Whether the location keyboard is certainly shown, and no pin of the reply can carry its removal."""
    return heard.private and heard.incoming.location is not None and not reply.request_location and not reply.venues


def _separate_title(reply: Reply) -> tuple[Text, ...]:
    """The first block as its own message: a message with inline buttons cannot remove the location keyboard as well."""
    return (*render_texts(reply.blocks[:1]), *render_texts(reply.blocks[1:]))


def _with_location_keyboard(steps: list[Step], choice: Choice) -> list[Step]:
    keyboard = ReplyKeyboardMarkup([[KeyboardButton(choice.label, request_location=True)]], resize_keyboard=True, one_time_keyboard=True)
    if steps and isinstance(steps[-1], SendText) and steps[-1].markup is None:
        return [*steps[:-1], replace(steps[-1], markup=keyboard)]
    return [*steps, SendText(Text(f"<b>{choice.label}</b>", choice.label), keyboard)]


def _without_location_keyboard(steps: list[Step], pins: list[SendPin]) -> tuple[list[Step], list[SendPin]]:
    removal = ReplyKeyboardRemove()
    if pins:
        return steps, [replace(pins[0], markup=removal), *pins[1:]]
    first = steps[0] if steps else None
    if isinstance(first, SendText) and first.markup is None:
        return [replace(first, markup=removal), *steps[1:]], pins
    return steps, pins


def _location_choice(reply: Reply) -> Choice | None:
    if not reply.request_location:
        return None
    return next((choice for row in reply.choices for choice in row if choice.id == LOCATION_CHOICE), None)


def _inline_keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [[button for choice in row if (button := _button(choice, reply)) is not None] for row in reply.choices]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice, reply: Reply) -> InlineKeyboardButton | None:
    """The button, or None for one that Telegram would refuse together with the whole message."""
    if reply.request_location and choice.id == LOCATION_CHOICE:
        return None
    if choice.link is not None:
        return InlineKeyboardButton(choice.label, url=choice.link)
    if choice.copy is not None:
        if 1 <= len(choice.copy) <= MAX_COPY_LENGTH:
            return InlineKeyboardButton(choice.label, copy_text=CopyTextButton(choice.copy))
    elif 1 <= len(choice.id.encode()) <= MAX_CHOICE_ID_BYTES:
        return InlineKeyboardButton(choice.label, callback_data=choice.id)
    _log.error("button left out", choice=choice.id[:MAX_CHOICE_ID_BYTES])
    return None

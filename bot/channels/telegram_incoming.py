"""A Telegram update to an Incoming: what was said, by whom, and whether it is meant for us."""

from dataclasses import dataclass

from telegram import CallbackQuery, ChatMember, ChatMemberUpdated, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.messages import Incoming
from bot.model import Point

ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

_UNSUPPORTED = (
    ("voice", "voice"),
    ("audio", "voice"),
    ("video_note", "voice"),
    ("sticker", "sticker"),
    ("animation", "sticker"),
    ("dice", "sticker"),
    ("photo", "photo"),
    ("video", "file"),
    ("document", "file"),
    ("contact", "file"),
    ("poll", "file"),
    ("story", "file"),
)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account: how groups address it."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message for us, and where its answer belongs.

    `answers_to` is the message to quote (groups only), `pressed` the message whose button was pressed, `callback` the press to
    acknowledge.
    """

    incoming: Incoming
    chat_id: int
    private: bool
    answers_to: int | None = None
    pressed: int | None = None
    callback: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked the bot, or a group removed it."""

    chat: str


def chat_name(chat_id: int) -> str:
    return f"telegram:{chat_id}"


def read_update(update: Update, me: Me) -> Heard | Left | None:
    """What the update means for us; None when it is not addressed to the bot."""
    if update.callback_query:
        return _read_press(update.callback_query, update.update_id)
    if update.my_chat_member:
        return _read_membership(update.my_chat_member)
    if update.message:
        return _read_message(update.message, update.update_id, me)
    return None


def _read_press(query: CallbackQuery, update_id: int) -> Heard | None:
    if query.message is None or not query.data or query.from_user.is_bot:
        return None
    chat = query.message.chat
    private = chat.type == ChatType.PRIVATE
    return Heard(
        incoming=Incoming(
            chat=chat_name(chat.id), message_id=f"u{update_id}", choice=query.data, language_hint=query.from_user.language_code
        ),
        chat_id=chat.id,
        private=private,
        pressed=query.message.message_id if query.message.is_accessible else None,
        callback=query.id,
    )


def _read_membership(change: ChatMemberUpdated) -> Left | None:
    if change.new_chat_member.status in (ChatMember.BANNED, ChatMember.LEFT):
        return Left(chat_name(change.chat.id))
    return None


def _read_message(message: Message, update_id: int, me: Me) -> Heard | None:
    person = message.from_user
    if person is None or person.is_bot or message.via_bot:
        return None
    private = message.chat.type == ChatType.PRIVATE
    if not private and not _addressed(message, me):
        return None
    incoming = _content(message, update_id, person, me)
    if incoming is None or (incoming.unsupported and not private):
        return None
    return Heard(incoming=incoming, chat_id=message.chat.id, private=private, answers_to=None if private else message.message_id)


def _content(message: Message, update_id: int, person: User, me: Me) -> Incoming | None:
    chat, message_id, hint = chat_name(message.chat.id), f"u{update_id}", person.language_code
    if message.location:
        point = Point(message.location.latitude, message.location.longitude)
        return Incoming(chat=chat, message_id=message_id, location=point, language_hint=hint)
    command = _leading_command(message)
    if command:
        name, _, owner = command.partition("@")
        if owner and owner.casefold() != me.username.casefold():
            return None
        payload = (message.text or "")[len(command) + 1 :].strip()
        return Incoming(chat=chat, message_id=message_id, command=name.lower(), payload=payload, language_hint=hint)
    text = _without_mention(message, me)
    if text:
        return Incoming(chat=chat, message_id=message_id, text=text, language_hint=hint)
    unsupported = next((name for attribute, name in _UNSUPPORTED if getattr(message, attribute)), None)
    return Incoming(chat=chat, message_id=message_id, unsupported=unsupported, language_hint=hint) if unsupported else None


def _leading_command(message: Message) -> str | None:
    """`start` or `start@name` when the message begins with a command."""
    entities = message.entities
    if entities and entities[0].type == MessageEntityType.BOT_COMMAND and entities[0].offset == 0:
        return message.parse_entity(entities[0]).removeprefix("/")
    return None


def _addressed(message: Message, me: Me) -> bool:
    answered = message.reply_to_message
    if answered is not None and answered.from_user is not None and answered.from_user.id == me.id:
        return True
    return _leading_command(message) is not None or bool(_mentions(message, me))


def _mentions(message: Message, me: Me) -> list[str]:
    """The pieces of the text that name the bot."""
    named = {**message.parse_entities([MessageEntityType.MENTION]), **message.parse_caption_entities([MessageEntityType.MENTION])}
    return [text for text in named.values() if text.casefold() == f"@{me.username}".casefold()] + _text_mentions(message, me)


def _text_mentions(message: Message, me: Me) -> list[str]:
    named: dict[MessageEntity, str] = message.parse_entities([MessageEntityType.TEXT_MENTION])
    return [text for entity, text in named.items() if entity.user is not None and entity.user.id == me.id]


def _without_mention(message: Message, me: Me) -> str:
    text = message.text or message.caption or ""
    for mention in _mentions(message, me):
        text = text.replace(mention, " ")
    return text.strip()

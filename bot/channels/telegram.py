"""The Telegram channel: one update in, its answer sent, and only then is the update done."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels import Assistant
from bot.channels.telegram_api import Blocked, Patience, Unconfirmed, insist
from bot.channels.telegram_incoming import Heard, Left, Me, read_update
from bot.channels.telegram_outgoing import EditText, SendPin, SendText, Step, plan_steps
from bot.errors import StoreError, TryLater
from bot.messages import Incoming, Reply
from bot.metrics import Metrics

CHANNEL = "telegram"

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_REMEMBERED = 1000
_STORE_PAUSE = 2.0
_TOKEN_PAUSE = 60.0
_DECIDING = 2
"""Messages the assistant works on at once. In a burst the first answers are then out and noted while the last ones still wait, so that
a crash finds few that are sent and not noted."""

_log = structlog.get_logger(__name__)


class TelegramChannel:
    """Answers updates. Updates of one chat wait for each other, those of different chats do not."""

    def __init__(self, bot: Bot, me: Me, assistant: Assistant, metrics: Metrics, patience: Patience | None = None) -> None:
        self._bot = bot
        self._me = me
        self._assistant = assistant
        self._metrics = metrics
        self._patience = patience or Patience()
        self._chats = ChatLocks()
        self._deciding = asyncio.Semaphore(_DECIDING)
        self._unfinished: OrderedDict[str, tuple[Step, ...]] = OrderedDict()

    async def handle(self, data: Mapping[str, Any], *, patient_for: float = 0.0) -> None:
        """Answers one update, given as Telegram's JSON object, and returns when the answer is out.

        An update that cannot be read, or whose answer Telegram refuses for good, is logged and counts as done. Raises TryLater when
        the same update must come again; with `patient_for` (seconds) it is tried again in here first, keeping its place in the chat.
        """
        try:
            update = Update.de_json(dict(data), self._bot)
            heard = read_update(update, self._me)
        except Exception as error:  # whatever a malformed update breaks in the library
            _log.warning("update cannot be read", error=type(error).__name__)
            self._metrics.count("updates", channel=CHANNEL, content="malformed")
            return
        if heard is None:
            self._metrics.count("updates", channel=CHANNEL, content="ignored")
        elif isinstance(heard, Left):
            self._metrics.count("updates", channel=CHANNEL, content="left")
            await _patiently(lambda: self._forget(heard.chat), patient_for)
        else:
            self._metrics.count("updates", channel=CHANNEL, content=_content(heard.incoming))
            async with self._measured(), self._chats.holding(heard.incoming.chat):
                await _patiently(lambda: self._answer(heard), patient_for)

    async def _answer(self, heard: Heard) -> None:
        acknowledgement = asyncio.create_task(self._acknowledge(heard.callback)) if heard.callback else None
        try:
            await self._reply(heard)
        except Blocked:
            await self._forget(heard.incoming.chat)
        finally:
            if acknowledgement:
                await acknowledgement

    async def _reply(self, heard: Heard) -> None:
        steps = self._unfinished.pop(heard.incoming.message_id, None)
        if steps is None:
            reply = await self._decide(heard.incoming)
            if reply is None:
                return
            steps = plan_steps(reply, heard)
            self._metrics.count("replies", channel=CHANNEL, kind=reply.kind.value, locale=reply.locale)
        await self._send(steps, heard)
        try:
            await self._assistant.delivered(heard.incoming)
        except StoreError:
            # The person has the answer; asking for the update again would only repeat it.
            self._metrics.count("store_errors")
            _log.warning("delivery not recorded")

    async def _decide(self, incoming: Incoming) -> Reply | None:
        try:
            async with self._deciding:
                return await self._assistant.reply(incoming)
        except StoreError as error:
            self._metrics.count("store_errors")
            raise TryLater(_STORE_PAUSE) from error

    async def _send(self, steps: tuple[Step, ...], heard: Heard) -> None:
        for done, step in enumerate(steps):
            try:
                await self._perform(step, heard, quote=done == 0)
            except TryLater:
                self._remember_unfinished(heard, steps[done:])
                raise
            except Unconfirmed:
                self._undelivered("unconfirmed", step, None)
            except InvalidToken as error:
                self._remember_unfinished(heard, steps[done:])
                raise TryLater(_TOKEN_PAUSE) from error
            except TelegramError as error:
                self._undelivered("refused", step, error)

    async def _perform(self, step: Step, heard: Heard, *, quote: bool) -> None:
        quoted = ReplyParameters(heard.answers_to, allow_sending_without_reply=True) if quote and heard.answers_to else None
        match step:
            case EditText():
                await self._edit(step, heard)
            case SendText():
                await self._send_text(step, heard.chat_id, quoted)
            case SendPin(venue, markup):
                await insist(
                    lambda: self._bot.send_venue(
                        heard.chat_id,
                        latitude=venue.point.latitude,
                        longitude=venue.point.longitude,
                        title=venue.title,
                        address=venue.address,
                        reply_markup=markup,
                    ),
                    patience=self._patience,
                    metrics=self._metrics,
                )

    async def _send_text(self, step: SendText, chat_id: int, quoted: ReplyParameters | None) -> None:
        async def send(*, as_html: bool) -> None:
            await insist(
                lambda: self._bot.send_message(
                    chat_id,
                    step.text.html if as_html else step.text.plain,
                    parse_mode=ParseMode.HTML if as_html else None,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=step.markup,
                    reply_parameters=quoted,
                ),
                patience=self._patience,
                metrics=self._metrics,
            )

        try:
            await send(as_html=True)
        except BadRequest as error:
            if not _unreadable(error):
                raise
            _log.error("reply resent as plain text", description=error.message)
            await send(as_html=False)

    async def _edit(self, step: EditText, heard: Heard) -> None:
        """Edits in place; sends a new message when the old one cannot be edited any more."""

        try:
            await insist(
                lambda: self._bot.edit_message_text(
                    step.text.html,
                    chat_id=heard.chat_id,
                    message_id=step.message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=_NO_PREVIEW,
                    reply_markup=step.markup,
                ),
                patience=self._patience,
                metrics=self._metrics,
                repeatable=True,
            )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                await self._send_text(SendText(step.text, step.markup), heard.chat_id, None)

    async def _acknowledge(self, callback: str) -> None:
        """Stops the button's waiting sign. Telegram refuses late ones, which does no harm."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(callback)

    async def _forget(self, chat: str) -> None:
        try:
            await self._assistant.forget(chat)
        except StoreError as error:
            self._metrics.count("store_errors")
            raise TryLater(_STORE_PAUSE) from error

    def _remember_unfinished(self, heard: Heard, steps: tuple[Step, ...]) -> None:
        self._unfinished[heard.incoming.message_id] = steps
        while len(self._unfinished) > _REMEMBERED:
            self._unfinished.popitem(last=False)

    def _undelivered(self, reason: str, step: Step, error: TelegramError | None) -> None:
        self._metrics.count("undelivered", channel=CHANNEL, reason=reason)
        _log.error("answer not delivered", reason=reason, step=type(step).__name__, error=type(error).__name__ if error else None)

    @asynccontextmanager
    async def _measured(self) -> AsyncIterator[None]:
        started = time.monotonic()
        self._metrics.change("in_flight", 1, channel=CHANNEL)
        try:
            yield
            self._metrics.observe("reply_seconds", time.monotonic() - started, channel=CHANNEL)
        finally:
            self._metrics.change("in_flight", -1, channel=CHANNEL)


class ChatLocks:
    """One lock per chat, kept only while somebody holds or awaits it. Waiting is first come, first served."""

    def __init__(self) -> None:
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def holding(self, chat: str) -> AsyncIterator[None]:
        lock, users = self._locks.get(chat, (None, 0))
        lock = lock or asyncio.Lock()
        self._locks[chat] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            _, users = self._locks[chat]
            if users == 1:
                del self._locks[chat]
            else:
                self._locks[chat] = (lock, users - 1)


async def _patiently(work: Callable[[], Awaitable[None]], patient_for: float) -> None:
    give_up = time.monotonic() + patient_for
    while True:
        try:
            return await work()
        except TryLater as error:
            if time.monotonic() + error.after > give_up:
                raise
            await asyncio.sleep(error.after)


def _unreadable(error: BadRequest) -> bool:
    return "can't parse" in error.message.lower()


def _content(incoming: Incoming) -> str:
    """What a message consists of, for the metrics; never its words."""
    named = {
        "command": incoming.command,
        "choice": incoming.choice,
        "location": incoming.location,
        "unsupported": incoming.unsupported,
    }
    return next((name for name, value in named.items() if value is not None), "text")

"""What Telegram shows about the bot before a word is said: commands, description, and how updates reach it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram_api import Blocked, Patience, T, Unconfirmed, insist
from bot.channels.telegram_incoming import ALLOWED_UPDATES, Me
from bot.errors import TryLater
from bot.language.catalogs import Catalogs
from bot.metrics import Metrics
from bot.model import BASE_LOCALE
from bot.rendering.profile import command_texts, description, short_description

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BotProfile:
    """The bot as its page in Telegram shows it, in one language. `commands`: name without slash to description, in order.

    Telegram allows 512 characters for `description`, 120 for `short_description` and 256 for a command's.
    """

    commands: Mapping[str, str]
    description: str
    short_description: str


def profiles(catalogs: Catalogs, offered: Sequence[tuple[str, str]]) -> dict[str, BotProfile]:
    """The profile by two-letter language of the locales `offered` (codes and names), English under "" for all others.

    Telegram knows one Chinese only: the first one offered.
    """
    shown: dict[str, BotProfile] = {}
    for code, _ in offered:
        say = catalogs.speaker(code)
        language = "" if code == BASE_LOCALE else code.partition("-")[0]
        shown.setdefault(language, BotProfile(command_texts(say), description(say), short_description(say)))
    return shown


class TelegramSetup:
    """The calls made once at a start; each is repeated while Telegram cannot be reached."""

    def __init__(self, bot: Bot, metrics: Metrics, patience: Patience | None = None) -> None:
        self._bot = bot
        self._metrics = metrics
        self._patience = patience or Patience(total=float("inf"), longest_pause=30.0)

    async def who_am_i(self) -> Me:
        """The bot's account. Waits for as long as Telegram cannot be reached; raises InvalidToken."""
        user = await self._insist(self._bot.get_me)
        return Me(user.id, user.username or "")

    async def receive_by_polling(self) -> None:
        """Removes a webhook left from before: Telegram refuses polling beside it. Waiting updates are kept."""
        if (await self._insist(self._bot.get_webhook_info)).url:
            await self._insist(self._bot.delete_webhook)

    async def receive_by_webhook(self, url: str, secret: str, max_connections: int = 40) -> None:
        """Names the address that Telegram posts to. Safe to repeat by every replica; waiting updates are kept."""
        await self._insist(
            lambda: self._bot.set_webhook(url, secret_token=secret, max_connections=max_connections, allowed_updates=list(ALLOWED_UPDATES))
        )

    async def publish(self, profiles: Mapping[str, BotProfile]) -> None:
        """Sets commands and descriptions per two-letter language ("" for all others) where they differ from what is shown.

        A failure is logged and changes nothing else: people can be answered without it.
        """
        for language, profile in profiles.items():
            try:
                await self._publish(language, profile)
            except (TelegramError, TryLater, Unconfirmed, Blocked) as error:
                if isinstance(error, InvalidToken):
                    raise
                _log.warning("profile not published", language=language, error=type(error).__name__)

    async def _publish(self, language: str, profile: BotProfile) -> None:
        bot, code = self._bot, language or None
        commands = [BotCommand(name, text) for name, text in profile.commands.items()]
        if list(await self._insist(lambda: bot.get_my_commands(language_code=code))) != commands:
            await self._insist(lambda: bot.set_my_commands(commands, language_code=code))
        shown = (await self._insist(lambda: bot.get_my_description(language_code=code))).description
        if shown != profile.description:
            await self._insist(lambda: bot.set_my_description(profile.description, language_code=code))
        short = (await self._insist(lambda: bot.get_my_short_description(language_code=code))).short_description
        if short != profile.short_description:
            await self._insist(lambda: bot.set_my_short_description(profile.short_description, language_code=code))

    async def _insist(self, call: Callable[[], Awaitable[T]]) -> T:
        return await insist(call, patience=self._patience, metrics=self._metrics, repeatable=True)

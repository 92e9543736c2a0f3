"""Posters for the counter: a QR code that opens a window or an entry in Telegram."""

from pathlib import Path

from bot.errors import HuitongError, SettingsError
from bot.settings import Settings


def write_poster(settings: Settings, what: str, locale: str, output: Path | None) -> Path:
    """Writes the poster and returns its path. Raises SettingsError without BOT_USERNAME, HuitongError for an unknown id or file type."""
    from bot.app import clock
    from bot.knowledge.loading import load
    from bot.language.catalogs import read_catalogs
    from bot.rendering.context import Context
    from bot.rendering.places import window_name
    from bot.windows.qr import poster

    if not settings.bot_username:
        raise SettingsError("BOT_USERNAME is needed for the link: the bot's name in Telegram without @")
    now = clock(settings.timezone)()
    knowledge, locales = load(settings.knowledge_dir, settings.locales_dir, now.date())
    if locale not in locales:
        raise HuitongError(f"{locale} is not a language of ours; known are {', '.join(locales)}")
    context = Context(knowledge, read_catalogs(settings.locales_dir, locales), locale, now)
    if what in knowledge.windows:
        prefix, title = "w", window_name(knowledge.windows[what], context)
    elif what in knowledge.entries:
        prefix, title = "e", context.title(knowledge.entries[what])
    else:
        raise HuitongError(f"{what} is neither a window nor an entry")
    path = output or Path(f"{what}.svg")
    if path.suffix not in {".svg", ".png"}:
        raise HuitongError("a poster is written as .svg or .png")
    path.write_bytes(poster(f"https://t.me/{settings.bot_username}?start={prefix}_{what}", title, path.suffix[1:]))
    return path

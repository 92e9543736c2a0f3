"""The bots that are compared: python-telegram-bot as its custom webhook example runs it, and Huitong's channel, both only echoing.

python -m benchmarks.telegram_bots {stock,concurrent,channel} --api URL --port PORT
"""

import argparse
import asyncio
import signal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.messages import Choice, Incoming, Kind, Labelled, Paragraph, Reply, Title
from bot.metrics import Metrics
from bot.settings import Settings
from bot.web.health import Readiness
from bot.web.service import TelegramService

TOKEN = "123456:BENCH"
SECRET = "benchmark"
BODY = "Apply within 30 days before it expires, with your passport and the registration form. " * 8
BUTTONS = ("Documents", "Fees", "Where")


async def stock(api: str, port: int, token: str, *, concurrent: bool) -> None:
    """The library's example for a custom webhook: updates are queued and acknowledged before they are answered."""
    builder = Application.builder().token(token).base_url(f"{api}/bot").updater(None)
    application = (builder.concurrent_updates(True) if concurrent else builder).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))

    async def telegram(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(data=await request.json(), bot=application.bot))
        return Response()

    app = Starlette(routes=[Route("/telegram", telegram, methods=["POST"]), Route("/readyz", lambda _: Response())])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, access_log=False, log_level="error"))
    async with application:
        await application.start()
        await server.serve()
        await application.stop()


async def _echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label) for label in BUTTONS]])
        text = f"<b>{update.message.text}</b>\n\n{BODY}\n\n<b>Fee</b> · CN¥400"
        await update.message.reply_html(text, reply_markup=keyboard)


class _Echo:
    """An assistant that costs nothing, so that the channel alone is measured."""

    async def reply(self, incoming: Incoming) -> Reply | None:
        choices = (tuple(Choice(label, label) for label in BUTTONS),)
        return Reply(Kind.ANSWER, "en", (Title(incoming.text or ""), Paragraph(BODY), Labelled("Fee", "CN¥400")), choices)

    async def delivered(self, incoming: Incoming) -> None:
        """Nothing is remembered."""

    async def forget(self, chat: str) -> None:
        """Nothing is remembered."""


async def channel(api: str, port: int, token: str) -> None:
    settings = Settings(
        _env_file=None,
        telegram_token=token,
        telegram_base_url=api,
        telegram_mode="webhook",
        webhook_url=f"http://127.0.0.1:{port}",
        webhook_secret=SECRET,
        listen_port=port,
    )

    async def probe() -> Readiness:
        return Readiness(ready=True)

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await TelegramService(settings, _Echo(), Metrics(), probe, {}).run(stop)


def main() -> None:
    import uvloop

    parser = argparse.ArgumentParser()
    parser.add_argument("bot", choices=("stock", "concurrent", "channel"))
    parser.add_argument("--api", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", default=TOKEN)
    given = parser.parse_args()
    if given.bot == "channel":
        running = channel(given.api, given.port, given.token)
    else:
        running = stock(given.api, given.port, given.token, concurrent=given.bot == "concurrent")
    uvloop.run(running)


if __name__ == "__main__":
    main()

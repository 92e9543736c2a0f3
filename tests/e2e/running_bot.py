"""The program as operators start it, `python -m bot run`, talking to a local Bot API server."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from tests.botapi.server import TOKEN, BotApi

ROOT = Path(__file__).parents[2]
SECRET = "end-to-end"


class RunningBot:
    """One process of the bot. Its folder holds the database and the log, and outlives the process."""

    def __init__(self, api: BotApi, mode: str, folder: Path) -> None:
        self.mode = mode
        self.port = _free_port()
        self._api = api
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when the bot is ready."""
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=self._folder, env=self._environment(), stdout=log, stderr=log
            )
        await self._ready()

    async def end(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Sends the signal, waits, and returns the exit code."""
        assert self._process
        if self._process.returncode is None:
            self._process.send_signal(with_signal)
        async with asyncio.timeout(40):
            return await self._process.wait()

    def log(self) -> str:
        return (self._folder / "log").read_text(encoding="utf-8")

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.port}{path}") as response:
            return response.status, await response.text()

    async def _ready(self) -> None:
        for _ in range(1200):
            try:
                if (await self.get("/readyz"))[0] == 200:
                    return
            except aiohttp.ClientError:
                assert self._process
                if self._process.returncode is not None:
                    break
            await asyncio.sleep(0.05)
        raise AssertionError(f"the bot did not get ready:\n{self.log()}")

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "WEBHOOK_"))}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": self._api.url,
            "TELEGRAM_MODE": self.mode,
            "WEBHOOK_URL": f"http://127.0.0.1:{self.port}",
            "WEBHOOK_SECRET": SECRET,
            "LISTEN_HOST": "127.0.0.1",
            "LISTEN_PORT": str(self.port),
            "DATABASE_URL": f"sqlite+aiosqlite:///{self._folder}/bot.sqlite3",
            "PRIVACY_KEY": "end-to-end",
        }


Running = tuple[RunningBot, BotApi]


@asynccontextmanager
async def bot_and_api(mode: str, folder: Path) -> AsyncIterator[Running]:
    async with BotApi(pace=0.05).running() as api:
        bot = RunningBot(api, mode, folder)
        await bot.start()
        try:
            yield bot, api
        finally:
            await bot.end()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

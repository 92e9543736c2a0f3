"""Telegram throughput, latency and losses, beside python-telegram-bot's own example.

    python -m benchmarks telegram [--seconds 8] [--only speed|losses] [--bots stock,concurrent,channel,huitong]

Everything runs on 127.0.0.1: the bot on one core, the Bot API and the people on the other. README.md says how to read the tables.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import aiohttp
import uvloop

from benchmarks.telegram_bots import SECRET, TOKEN
from benchmarks.telegram_world import CountingApi, Figures, People, bot_process, free_port, ready, resident_mb
from tests.botapi.delivery import Webhook
from tests.botapi.server import TOKEN as EMULATED_TOKEN
from tests.botapi.server import BotApi
from tests.botapi.waiting import until

QUESTION = "How do I extend my residence permit?"
BOTS = ("stock", "concurrent", "channel", "huitong")
BURST = 120


async def speed(name: str, seconds: float) -> None:
    async with CountingApi().running() as api:
        port = free_port()
        with tempfile.TemporaryDirectory() as folder:
            module, environment = _command(name, api.url, port, Path(folder))
            async with bot_process(module, environment, port) as (pid, started), _session() as session:
                print(f"{name}: ready after {started:.1f} s, {resident_mb(pid):.0f} MB")
                people = People(api, f"http://127.0.0.1:{port}/telegram", SECRET, QUESTION, session)
                await people.closed_loop(pid, 4, 1.0)
                for latency, workers in ((0.0, 16), (0.15, 100)):
                    api.latency = latency
                    _tell(name, f"{1000 * latency:.0f} ms, {workers} at once", await people.closed_loop(pid, workers, seconds))
                for rate in (30, 100):
                    _tell(name, f"150 ms, {rate} a second", await people.open_loop(pid, rate, seconds))
                print(f"{name}: {resident_mb(pid):.0f} MB at the end")


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))


def _tell(name: str, what: str, figures: Figures) -> None:
    print(
        f"{name:<10} | {what:<18} | {figures.per_second:6.0f} updates/s | {figures.cpu_ms:5.2f} ms CPU | "
        f"p50 {figures.percentile(0.5):6.1f} ms | p99 {figures.percentile(0.99):6.1f} ms | {figures.missing} missing",
        flush=True,
    )


def _command(name: str, api: str, port: int, folder: Path, mode: str = "webhook", token: str = TOKEN) -> tuple[list[str], dict[str, str]]:
    if name != "huitong":
        return ["-m", "benchmarks.telegram_bots", name, "--api", api, "--port", str(port), "--token", token], {}
    return ["-m", "bot", "run"], {
        "TELEGRAM_TOKEN": token,
        "TELEGRAM_BASE_URL": api,
        "TELEGRAM_MODE": mode,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}",
        "WEBHOOK_SECRET": SECRET,
        "LISTEN_PORT": str(port),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.sqlite3",
    }


async def losses(name: str, mode: str, end: signal.Signals) -> None:
    """Ends the bot in the middle of a burst, starts it again, and counts what each person got."""
    with tempfile.TemporaryDirectory() as folder:
        async with BotApi(latency=0.15, pace=0.2).running() as api:
            port = free_port()
            module, environment = _command(name, api.url, port, Path(folder), mode, EMULATED_TOKEN)
            first = await _start(module, environment, port)
            if name != "huitong":
                api.delivery.set_webhook(Webhook(f"http://127.0.0.1:{port}/telegram"))
            people = [api.person(number, "en") for number in range(1, BURST + 1)]
            calm = api.person(9999, "en")
            calm.says(QUESTION)
            await calm.reads()
            await asyncio.sleep(0.5)
            usual = 1 + calm.unread()
            before = len(api.called("sendMessage"))
            for person in people:
                person.says(QUESTION)
            await until(lambda: len(api.called("sendMessage")) - before >= BURST // 4, 30)
            answered = len(api.called("sendMessage")) - before
            first.send_signal(end)
            code = await first.wait()
            second = await _start(module, environment, port)
            await until(lambda: not api.delivery.pending, 60)
            await _quiet(api)
            second.terminate()
            await second.wait()
            got = Counter(call.parameters["chat_id"] for call in api.called("sendMessage") if call.status == 200)
            lost = sum(got[str(person.id)] < usual for person in people)
            doubled = sum(got[str(person.id)] > usual for person in people)
            print(
                f"{name} {mode} {end.name}: {BURST} asked, {answered} answered before, exit {code}; lost {lost}, doubled {doubled}",
                flush=True,
            )


async def _quiet(api: BotApi) -> None:
    """Waits until no more answers come: a bot that acknowledges before it answers still has some to send."""
    known = -1
    while known != len(api.calls):
        known = len(api.calls)
        await asyncio.sleep(1.0)


async def _start(module: list[str], environment: dict[str, str], port: int) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *module, env={**os.environ, **environment}, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    await ready(process, port)
    return process


def main(arguments: Sequence[str] = ()) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks telegram", description=__doc__)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--only", choices=("speed", "losses"))
    parser.add_argument("--bots", default=",".join(BOTS))
    uvloop.run(measure(parser.parse_args(list(arguments))))


async def measure(given: argparse.Namespace) -> None:
    if given.only != "losses":
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        for name in given.bots.split(","):
            await speed(name, given.seconds)
        os.sched_setaffinity(0, set(range(os.cpu_count() or 1)))
    if given.only != "speed":
        for name, mode in (("stock", "webhook"), ("huitong", "webhook"), ("huitong", "polling")):
            for end in (signal.SIGTERM, signal.SIGKILL):
                await losses(name, mode, end)

"""The world around a bot under load: a Bot API that only counts, people who write, and the bot's process."""

import asyncio
import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import aiohttp
import uvicorn

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_TICKS = os.sysconf("SC_CLK_TCK")
_SENT = json.dumps(
    {"ok": True, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private", "first_name": "T"}, "text": "x"}}
).encode()
_ME = json.dumps({"ok": True, "result": {"id": 123456, "is_bot": True, "first_name": "B", "username": "b_bot"}}).encode()
_TRUE = b'{"ok": true, "result": true}'


class CountingApi:
    """Answers every call after `latency` seconds. `arrivals` resolves, per chat, when its answer comes in."""

    def __init__(self) -> None:
        self.latency = 0.0
        self.arrivals: dict[str, asyncio.Future[float]] = {}
        self.url = ""

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        body = b""
        while True:
            part = await receive()
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        method = scope["path"].rpartition("/")[2]
        if method == "sendMessage":
            chat = parse_qs(body.decode())["chat_id"][0]
            arrival = self.arrivals.pop(chat, None)
            if arrival and not arrival.done():
                arrival.set_result(time.perf_counter())
            if self.latency:
                await asyncio.sleep(self.latency)
        payload = {"sendMessage": _SENT, "getMe": _ME}.get(method, _TRUE)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(payload)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": payload})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["CountingApi"]:
        server = _Server(uvicorn.Config(self, log_config=None, access_log=False, lifespan="off", http="httptools"))
        listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield self
        server.should_exit = server.force_exit = True
        await serving


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(slots=True)
class Figures:
    """What one run gave: answers, the seconds it took, the bot's CPU seconds, and each answer's latency in milliseconds."""

    answers: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    missing: int = 0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    @property
    def cpu_ms(self) -> float:
        return 1000 * self.cpu / max(self.answers, 1)

    def percentile(self, share: float) -> float:
        ranked = sorted(self.latencies)
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")


class People:
    """Post updates to a bot's webhook, each from a chat of its own, and wait for the answer."""

    def __init__(self, api: CountingApi, url: str, secret: str, question: str, session: aiohttp.ClientSession) -> None:
        self._api = api
        self._url = url
        self._headers = {SECRET_HEADER: secret, "Content-Type": "application/json"}
        self._question = question
        self._session = session
        self._number = 1000

    async def ask(self, figures: Figures, limit: float = 20.0) -> None:
        self._number += 1
        number = self._number
        arrival: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._api.arrivals[str(number)] = arrival
        began = time.perf_counter()
        async with self._session.post(self._url, data=self._update(number), headers=self._headers) as response:
            await response.read()
        try:
            arrived = await asyncio.wait_for(arrival, limit)
        except TimeoutError:
            figures.missing += 1
            return
        figures.answers += 1
        figures.latencies.append(1000 * (arrived - began))

    def _update(self, number: int) -> bytes:
        person = {"id": number, "is_bot": False, "first_name": "T", "language_code": "en"}
        chat = {"id": number, "type": "private", "first_name": "T"}
        message = {"message_id": number, "date": 1, "chat": chat, "from": person, "text": self._question}
        return json.dumps({"update_id": number, "message": message}).encode()

    async def closed_loop(self, pid: int, workers: int, seconds: float) -> Figures:
        """As many at once as Telegram's connections to a webhook; each next one when the one before is answered and acknowledged."""
        figures = Figures()
        end = time.perf_counter() + seconds

        async def worker() -> None:
            while time.perf_counter() < end:
                await self.ask(figures)

        return await _measured(figures, pid, asyncio.gather(*(worker() for _ in range(workers))))

    async def open_loop(self, pid: int, rate: float, seconds: float) -> Figures:
        """At a steady rate, however long answers take."""
        figures = Figures()

        async def steady() -> None:
            begun = time.perf_counter()
            asked = []
            for number in range(int(rate * seconds)):
                await asyncio.sleep(max(0.0, begun + number / rate - time.perf_counter()))
                asked.append(asyncio.create_task(self.ask(figures)))
            await asyncio.gather(*asked)

        return await _measured(figures, pid, asyncio.ensure_future(steady()))


async def _measured(figures: Figures, pid: int, work: "asyncio.Future[object]") -> Figures:
    cpu, began = cpu_seconds(pid), time.perf_counter()
    await work
    figures.seconds, figures.cpu = time.perf_counter() - began, cpu_seconds(pid) - cpu
    return figures


def cpu_seconds(pid: int) -> float:
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
        parts = stat.read().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / _TICKS


def resident_mb(pid: int) -> float:
    with open(f"/proc/{pid}/status") as status:  # noqa: PTH123
        return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmRSS"))


@contextlib.asynccontextmanager
async def bot_process(
    module: list[str], environment: Mapping[str, str], port: int, *, core: int | None = 0
) -> AsyncIterator[tuple[int, float]]:
    """A bot on its own core, once it is ready; gives its process id and the seconds it took. Ends with SIGTERM."""
    pin = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *module,
        env={**os.environ, **environment},
        preexec_fn=pin,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await ready(process, port)
        yield process.pid, time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def ready(process: asyncio.subprocess.Process, port: int, within: float = 60.0) -> None:
    """Waits until the bot says that it is ready; fails at once when it has ended."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(within):
        while process.returncode is None:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.05)
    raise RuntimeError(f"the bot ended with {process.returncode} before it was ready")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])

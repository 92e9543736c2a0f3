"""Runs the image as an operator would, talks to it through Telegram's webhook, and stops it.

    python -m container.conversation NAME IMAGE -- ENGINE... -- RUN-OPTIONS...

The Bot API is the local server of the tests; nothing leaves this machine. Ends with an error as soon as something is not as promised.
"""

import asyncio
import socket
import sys
import time
import urllib.request
from pathlib import Path

from tests.botapi.server import TOKEN, BotApi

QUESTION = "How do I extend my residence permit?"
START_LIMIT = 60.0
STOP_LIMIT = 40


async def main() -> None:
    name, image, engine, options = _arguments(sys.argv[1:])
    port = _free_port()
    async with BotApi(pace=0.2).running() as api:
        settings = {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_BASE_URL": api.url,
            "TELEGRAM_MODE": "webhook",
            "WEBHOOK_URL": f"http://127.0.0.1:{port}",
            "WEBHOOK_SECRET": "container-check",
            "LISTEN_HOST": "127.0.0.1",
            "LISTEN_PORT": str(port),
        }
        given = [part for key, value in settings.items() for part in ("--env", f"{key}={value}")]
        await _run(*engine, "run", "--detach", "--name", name, *options, *given, image)
        started = time.monotonic()  # the engine's own work, such as copying layers, is not the program's
        try:
            await _answers(port, "/healthz")
            print(f"-- /healthz: 200 after {time.monotonic() - started:.1f} s")
            ready = await _answers(port, "/readyz")
            print(f"-- /readyz: 200 after {time.monotonic() - started:.1f} s {ready}")
            print(f"-- memory of the process when ready: {await _memory(engine, name)}")
            await _talk(api)
            print(f"-- memory after the conversation: {await _memory(engine, name)}")
            inside = await _run(*engine, "exec", name, "python", "-m", "bot", "ask", QUESTION)
            print(f"-- asked inside the container: {inside.strip().splitlines()[0]}")
        except BaseException:
            print(await _run(*engine, "logs", name, check=False), file=sys.stderr)
            raise
        began = time.monotonic()
        await _run(*engine, "stop", "--time", str(STOP_LIMIT), name)
        code = (await _run(*engine, "inspect", name, "--format", "{{.State.ExitCode}}")).strip()
        print(f"-- stopped by SIGTERM after {time.monotonic() - began:.1f} s with exit {code}")
        if code != "0":
            raise SystemExit(f"exit code {code} instead of 0")


def _arguments(given: list[str]) -> tuple[str, str, list[str], list[str]]:
    first = given.index("--")
    second = given.index("--", first + 1)
    name, image = given[:first]
    return name, image, given[first + 1 : second], given[second + 1 :]


async def _talk(api: BotApi) -> None:
    person = api.person(1, "en")
    began = time.monotonic()
    person.says(QUESTION)
    answer = await person.reads()
    print(f"-- asked through the webhook, answered in {1000 * (time.monotonic() - began):.0f} ms: {answer['text'].splitlines()[0]}")


async def _answers(port: int, path: str) -> str:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            return await asyncio.to_thread(_get, f"http://127.0.0.1:{port}{path}")
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
        return str(response.read().decode().strip())


async def _memory(engine: list[str], name: str) -> str:
    pid = (await _run(*engine, "inspect", name, "--format", "{{.State.Pid}}")).strip()
    status = await asyncio.to_thread(Path(f"/proc/{pid}/status").read_text)
    return next(f"{int(line.split()[1]) / 1000:.0f} MB" for line in status.splitlines() if line.startswith("VmRSS"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def _run(*command: str, check: bool = True) -> str:
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    output, errors = await process.communicate()
    if check and process.returncode:
        raise SystemExit(f"{' '.join(command[:4])} ... failed: {errors.decode().strip()}")
    return (output + errors).decode() if not check else output.decode()


if __name__ == "__main__":
    asyncio.run(main())

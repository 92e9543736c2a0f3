"""Replies as people see them, kept per language in golden/. `pytest --update-golden` writes them anew; read the difference then."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bot.dialogue.assistant import Assistant
from bot.dialogue.snapshot import Snapshot
from bot.messages import Incoming
from bot.model import Point
from bot.rendering.plain import plain_text
from bot.storage.memory import MemoryStore

GOLDEN = Path(__file__).parent / "golden"
LOCALES = ("en", "zh-Hans", "zh-Hant", "fr", "ja", "ar")
REPLIES = {
    "extension": Incoming("g:1", "1", choice="e:rp-extension"),
    "extension-fee": Incoming("g:1", "1", choice="e:rp-extension:fee"),
    "overstay": Incoming("g:1", "1", choice="e:overstay"),
    "work-permit": Incoming("g:1", "1", choice="e:wp-process"),
    "hotline": Incoming("g:1", "1", choice="e:hotline-12367"),
    "without-translation": Incoming("g:1", "1", choice="e:drones"),
    "windows-near-a-place": Incoming("g:1", "1", choice="q:area-wudaokou:rp-extension"),
    "windows-near-a-location": Incoming("g:1", "1", location=Point(39.9087, 116.4605)),
    "windows-of-work-permits": Incoming("g:1", "1", choice="d:haidian:wp-process"),
    "where": Incoming("g:1", "1", choice="n:rp-extension"),
    "fallback": Incoming("g:1", "1", choice="none"),
    "welcome": Incoming("g:1", "1", command="start"),
    "menu": Incoming("g:1", "1", command="topics"),
    "privacy": Incoming("g:1", "1", command="privacy"),
    "language": Incoming("g:1", "1", command="language"),
    "voice": Incoming("g:1", "1", unsupported="voice"),
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", REPLIES)
async def test_reply(name: str, locale: str, snapshot: Snapshot, now: Callable[[], datetime], request: pytest.FixtureRequest) -> None:
    assistant = Assistant(MemoryStore(), lambda: snapshot, now)
    await assistant.reply(Incoming("g:1", "0", choice=f"l:{locale}"))
    reply = await assistant.reply(REPLIES[name])
    assert reply is not None
    buttons = [" | ".join(choice.label for choice in row) for row in reply.choices]
    shown = "\n".join([plain_text(reply), "", *(f"[{row}]" for row in buttons), ""])
    file = GOLDEN / locale / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == shown

"""Whole dialogues from tests/conversations, played through the assistant on the real knowledge."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.assistant import Assistant
from bot.messages import Incoming, Reply
from bot.model import Point
from bot.rendering.plain import plain_text

FOLDER = Path(__file__).parent.parent / "conversations"
DIALOGUES = {
    f"{file.stem}: {name}": turns
    for file in sorted(FOLDER.glob("*.yaml"))
    for name, turns in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
EXPECTATIONS = {"kind", "entry", "facet", "locale", "verdict", "district", "window", "choice", "has", "lacks", "rtl"}
MESSAGES = {"say", "press", "command", "payload", "location", "unsupported", "hint"}


@pytest.mark.parametrize("name", DIALOGUES)
async def test_dialogue(name: str, assistant: Assistant) -> None:
    for number, turn in enumerate(DIALOGUES[name]):
        assert turn.keys() <= EXPECTATIONS | MESSAGES
        reply = await assistant.reply(_incoming(turn, number))
        assert reply is not None
        found, expected = _observed(reply, turn), {key: turn[key] for key in turn.keys() & EXPECTATIONS - {"has", "lacks"}}
        text = plain_text(reply).replace("\xa0", " ").replace("\u202f", " ")
        assert found == expected, text
        assert [part for part in turn.get("has", []) if part not in text] == [], text
        assert [part for part in turn.get("lacks", []) if part in text] == [], text


def _incoming(turn: dict[str, Any], number: int) -> Incoming:
    return Incoming(
        "test:1",
        str(number),
        text=turn.get("say"),
        choice=turn.get("press"),
        command=turn.get("command"),
        payload=turn.get("payload", ""),
        location=Point(*turn["location"]) if "location" in turn else None,
        unsupported=turn.get("unsupported"),
        language_hint=turn.get("hint"),
    )


def _observed(reply: Reply, turn: dict[str, Any]) -> dict[str, object]:
    """What the reply shows of the things the turn expects."""
    trace = reply.trace
    shown: dict[str, object] = {
        "kind": reply.kind.value,
        "entry": trace.entries[0].id if trace.entries else None,
        "facet": trace.facet.value if trace.facet else None,
        "locale": reply.locale,
        "verdict": trace.verdict,
        "district": trace.place.district if trace.place else None,
        "window": trace.windows[0].id if trace.windows else None,
        "choice": next((choice.id for row in reply.choices for choice in row if choice.id == turn.get("choice")), None),
        "rtl": reply.rtl,
    }
    return {key: value for key, value in shown.items() if key in turn}

"""`ask --jsonl`: one JSON object a line in, one a line out. Question sets are scored through it; docs/ask-jsonl.md describes it."""

import json
from collections.abc import AsyncIterator, Iterable
from typing import Any

from bot.channels import Assistant
from bot.errors import HuitongError
from bot.messages import Incoming, Reply
from bot.model import Point
from bot.rendering.plain import plain_text


class LineError(HuitongError):
    """A line of input cannot be used; the message says which and why."""


async def answer_lines(assistant: Assistant, lines: Iterable[str]) -> AsyncIterator[str]:
    """Answers each line in order. Raises LineError at the first line that cannot be read."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        incoming, line_id = to_incoming(line, number)
        reply = await assistant.reply(incoming)
        assert reply is not None  # noqa: S101 - line numbers are message ids, so no message comes twice
        yield json.dumps(to_record(line_id, reply), ensure_ascii=False)


def to_incoming(line: str, number: int) -> tuple[Incoming, Any]:
    """The message of a line and the line's id. Raises LineError."""
    try:
        given = json.loads(line)
        if not isinstance(given, dict) or "id" not in given:
            raise ValueError('an object with "id" is needed')
        content = _content(given)
    except (ValueError, TypeError) as error:
        raise LineError(f"line {number}: {error}") from None
    chat = f"jsonl:{given['session']}" if "session" in given else f"jsonl-line:{number}"
    return Incoming(chat, str(number), language_hint=given.get("language_code"), **content), given["id"]


def _content(given: dict[str, Any]) -> dict[str, Any]:
    if "location" in given:
        latitude, longitude = map(float, given["location"])
        return {"location": Point(latitude, longitude)}
    if isinstance(choice := given.get("choice"), str):
        return {"choice": choice}
    if not isinstance(text := given.get("text"), str):
        raise TypeError('"text", "choice" or "location" is needed')
    if text.startswith("/") and len(text) > 1:
        command, _, payload = text[1:].partition(" ")
        return {"command": command.lower(), "payload": payload}
    return {"text": text}


def to_record(line_id: object, reply: Reply) -> dict[str, object]:
    trace = reply.trace
    return {
        "id": line_id,
        "locale": reply.locale,
        "verdict": trace.verdict,
        "kind": reply.kind.value,
        "entries": [{"id": entry.id, "score": round(entry.score, 4)} for entry in trace.entries],
        "facet": trace.facet.value if trace.facet else None,
        "place": {"name": trace.place.name, "district": trace.place.district} if trace.place else None,
        "windows": [{"id": window.id, "distance_m": window.distance_m, "open": window.open} for window in trace.windows],
        "text": plain_text(reply),
        "choices": [{"id": choice.id, "label": choice.label} for row in reply.choices for choice in row],
    }

"""A terminal as a channel: lines in, plain text out; a number presses the button of that number."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from bot.channels import Assistant
from bot.messages import Choice, Incoming, Reply
from bot.rendering.plain import plain_text

CHAT = "console:terminal"


async def converse(
    assistant: Assistant,
    lines: AsyncIterator[str],
    show: Callable[[str], Awaitable[None]],
    language: str | None = None,
    buttons: bool = True,
) -> None:
    """Answers line by line until there are no more. With `buttons`, choices are listed and their numbers are understood."""
    offered: list[Choice] = []
    run, number = secrets.token_hex(8), 0  # a message of this run is never taken for one of an earlier run
    async for line in lines:
        text = line.strip()
        if not text:
            continue
        number += 1
        incoming = to_incoming(text, offered, f"{run}-{number}", language)
        reply = await assistant.reply(incoming)
        if reply is None:
            continue
        offered = list(pressable(reply))
        await show(to_text(reply, offered if buttons else []))
        await assistant.delivered(incoming)


def to_incoming(text: str, offered: list[Choice], message_id: str, language: str | None) -> Incoming:
    if text.isdecimal() and 0 < int(text) <= len(offered):
        return Incoming(CHAT, message_id, choice=offered[int(text) - 1].id, language_hint=language)
    if text.startswith("/") and len(text) > 1:
        command, _, payload = text[1:].partition(" ")
        return Incoming(CHAT, message_id, command=command.lower(), payload=payload, language_hint=language)
    return Incoming(CHAT, message_id, text=text, language_hint=language)


def pressable(reply: Reply) -> Iterator[Choice]:
    """The buttons that can be pressed in a terminal: neither links nor copies nor the channel's own location button."""
    return (choice for row in reply.choices for choice in row if not (choice.link or choice.copy or choice.id == "location"))


def to_text(reply: Reply, offered: list[Choice]) -> str:
    numbered = [f"[{number}] {choice.label}" for number, choice in enumerate(offered, 1)]
    return "\n".join([plain_text(reply), *([""] if numbered else []), *numbered])

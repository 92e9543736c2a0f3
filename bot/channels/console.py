"""A terminal as a channel: lines in, plain text out; a number presses the button of that number."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace

from bot.channels import Assistant
from bot.messages import Choice, Incoming, Kind, Reply
from bot.rendering.plain import plain_text

CHAT = "console:terminal"
_OFFERS = frozenset({Kind.CLARIFICATION, Kind.MENU, Kind.LANGUAGE})
"""Replies that say nothing without what they offer."""


async def converse(
    assistant: Assistant,
    lines: AsyncIterator[str],
    show: Callable[[str], Awaitable[None]],
    language: str | None = None,
    buttons: bool = True,
) -> None:
    """Answers line by line until there are no more.

    With `buttons`, somebody sits there: choices are listed, their numbers are understood, and language and last topic are kept for the
    next time. Without, the lines are a conversation of their own, forgotten at its end: "how much is it?" never speaks of another's topic;
    choices are then listed only where they are all that a reply has to say.
    """
    offered: list[Choice] = []
    run, number = secrets.token_hex(8), 0  # a message of this run is never taken for one of an earlier run
    chat = CHAT if buttons else f"{CHAT}-{run}"
    async for line in lines:
        text = line.strip()
        if not text:
            continue
        number += 1
        incoming = replace(to_incoming(text, offered, f"{run}-{number}", language), chat=chat)
        reply = await assistant.reply(incoming)
        if reply is None:
            continue
        offered = list(pressable(reply)) if buttons else []
        await show(to_text(reply, offered))
        await assistant.delivered(incoming)
    if not buttons:
        await assistant.forget(chat)


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
    listed = [f"[{number}] {choice.label}" for number, choice in enumerate(offered, 1)]
    if not offered and reply.kind in _OFFERS:
        listed = [f"  - {choice.label}" for choice in pressable(reply)]
    return "\n".join([plain_text(reply), *([""] if listed else []), *listed])

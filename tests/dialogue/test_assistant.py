"""The one door: what is remembered, what is written down, and what happens when something fails."""

import asyncio
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime

import pytest

from bot.dialogue import assistant as door
from bot.dialogue.assistant import Assistant
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.dialogue.stores import JournalLine, Outcome
from bot.errors import StoreError
from bot.messages import Incoming, Kind
from bot.model import Point
from bot.rendering.plain import plain_text
from bot.storage.memory import MemoryStore

QUESTION = Incoming("test:1", "1", text="how do I extend my residence permit?")
Now = Callable[[], datetime]


class Unwilling(MemoryStore):
    """Refuses the first saves, as another replica's save would make it."""

    def __init__(self, conflicts: int) -> None:
        super().__init__()
        self.conflicts = conflicts

    async def finish(self, chat: str, session: Session | None, line: JournalLine) -> None:
        if self.conflicts:
            self.conflicts -= 1
            await super().finish(chat, replace(await remembered(self), chosen="ja"), line)
        await super().finish(chat, session, line)


async def remembered(store: MemoryStore) -> Session:
    session = await store.begin("test:1", "a new message")
    assert session is not None
    return session


async def test_a_delivered_message_is_not_answered_again(assistant: Assistant) -> None:
    assert await assistant.reply(QUESTION) is not None
    assert await assistant.reply(QUESTION) is not None, "not delivered yet, so it is answered again"
    await assistant.delivered(QUESTION)
    assert await assistant.reply(QUESTION) is None
    assert await assistant.reply(replace(QUESTION, message_id="2")) is not None


async def test_the_session_keeps_language_and_last_topic_and_nothing_else(assistant: Assistant, store: MemoryStore) -> None:
    await assistant.reply(QUESTION)
    await assistant.reply(Incoming("test:1", "2", location=Point(39.9, 116.4)))
    assert await remembered(store) == Session(heard="en", entry="rp-extension", version=1)
    assert {field.name for field in fields(Session)} == {"chosen", "heard", "entry", "version"}


async def test_the_journal_says_what_happened_without_words_or_person(assistant: Assistant, store: MemoryStore) -> None:
    await assistant.reply(QUESTION)
    await assistant.reply(Incoming("test:1", "2", choice="none"))
    await assistant.reply(Incoming("test:1", "3", choice="no:rp-extension"))
    answered, missed, unhelpful = await store.lines(date(2026, 1, 1))
    assert (answered.outcome, answered.entry, answered.channel, answered.locale) == (Outcome.ANSWERED, "rp-extension", "test", "en")
    assert missed.outcome is Outcome.UNANSWERED
    assert (unhelpful.outcome, unhelpful.entry) == (Outcome.UNHELPFUL, "rp-extension")
    assert {field.name for field in fields(JournalLine)} == {"day", "channel", "locale", "outcome", "kind", "entry", "facet", "concepts"}


async def test_a_conflict_is_decided_again_on_the_newer_session(snapshot: Snapshot, now: Now) -> None:
    store = Unwilling(conflicts=1)
    reply = await Assistant(store, lambda: snapshot, now).reply(QUESTION)
    assert reply is not None
    assert reply.locale == "ja"
    assert await remembered(store) == Session(chosen="ja", heard="en", entry="rp-extension", version=2)


async def test_conflicts_without_end_ask_for_the_message_again(snapshot: Snapshot, now: Now) -> None:
    with pytest.raises(StoreError):
        await Assistant(Unwilling(conflicts=99), lambda: snapshot, now).reply(QUESTION)


async def test_an_unexpected_fault_becomes_an_apology_with_people_who_can_help(
    assistant: Assistant, store: MemoryStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("the words of a person")

    await assistant.reply(Incoming("test:1", "0", choice="l:fr"))
    monkeypatch.setattr(door, "decide", fail)
    reply = await assistant.reply(QUESTION)
    assert reply is not None
    assert reply.kind is Kind.APOLOGY
    assert reply.locale == "fr"
    assert "12367" in plain_text(reply)
    assert (await store.lines(date(2026, 1, 1)))[-1].outcome is Outcome.FAILED
    logged = capsys.readouterr()
    assert "ZeroDivisionError" in logged.out + logged.err
    assert "the words of a person" not in logged.out + logged.err


async def test_forgetting_by_command_button_and_leaving(assistant: Assistant, store: MemoryStore) -> None:
    ways = (Incoming("test:1", "9", command="forget"), Incoming("test:1", "9", choice="forget"), None)
    for number, forget in enumerate(ways):
        await assistant.reply(replace(QUESTION, message_id=str(number)))
        assert await remembered(store) != Session()
        if forget is None:
            await assistant.forget("test:1")
        else:
            await assistant.reply(forget)
        assert await remembered(store) == Session()


async def test_many_chats_at_once_do_not_disturb_each_other(assistant: Assistant) -> None:
    asked = [
        ("en", "how do I extend my residence permit?"),
        ("zh-Hans", "居留许可怎么延期？"),
        ("fr", "comment prolonger mon titre de séjour ?"),
    ]
    many = [Incoming(f"test:{number}", "1", text=asked[number % 3][1]) for number in range(60)]
    replies = await asyncio.gather(*map(assistant.reply, many))
    assert [reply.locale for reply in replies if reply] == [asked[number % 3][0] for number in range(60)]

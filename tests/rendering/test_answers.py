"""What stands around an answer's own words: warnings, notices of the day, withdrawn entries, figures that change on a day."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.snapshot import Snapshot, take_snapshot
from bot.messages import Labelled, Reply, Sources, Warning
from bot.model import Amount, Confidence, DatedValue, Entry, Fact, FactKind, Notice, Withdrawn
from bot.rendering.content import Answer, Menu
from bot.rendering.context import Context
from bot.rendering.render import render
from tests.knowledge_cases import SMALL

TODAY = date(2026, 11, 22)
OVERDUE = "Last checked on 22 November 2026; the next check is overdue. Ask (not known today) before you rely on it."


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return take_snapshot(SMALL / "knowledge", SMALL / "locales", TODAY)


def answer(small: Snapshot, entry: Entry, day: date = TODAY, locale: str = "en") -> Reply:
    """The reply on `day`, when the knowledge holds `entry` in place of the one of that name."""
    knowledge = replace(small.knowledge, entries={**small.knowledge.entries, entry.id: entry})
    now = datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    return render(Answer(entry), Context(knowledge, small.catalogs, locale, now), ())


def warnings(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if isinstance(block, Warning)]


def fee(reply: Reply) -> str:
    return next(block.text for block in reply.blocks if isinstance(block, Labelled) and block.label == "Fee")


@pytest.fixture
def extension(small: Snapshot) -> Entry:
    return small.knowledge.entries["extension"]


def test_an_entry_that_is_certain_and_checked_has_no_warning(small: Snapshot, extension: Entry) -> None:
    assert warnings(answer(small, extension)) == []


@pytest.mark.parametrize(("day", "told"), [(date(2027, 5, 21), []), (date(2027, 5, 22), [OVERDUE])])
def test_a_review_is_overdue_the_day_after_it_was_due(small: Snapshot, extension: Entry, day: date, told: list[str]) -> None:
    assert warnings(answer(small, extension, day)) == told


@pytest.mark.parametrize(
    ("confidence", "begins"),
    [(Confidence.MEDIUM, "Some details rest on older or incomplete"), (Confidence.LOW, "Not confirmed by an official source.")],
)
def test_what_is_not_certain_says_so(small: Snapshot, extension: Entry, confidence: Confidence, begins: str) -> None:
    (told,) = warnings(answer(small, replace(extension, confidence=confidence)))
    assert told.startswith(begins)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2027, 2, 4), []),
        (date(2027, 2, 5), ["The hall is closed; apply 30 days before."]),
        (date(2027, 2, 12), ["The hall is closed; apply 30 days before."]),
        (date(2027, 2, 13), []),
    ],
)
def test_a_notice_is_shown_on_its_days_only(small: Snapshot, extension: Entry, day: date, told: list[str]) -> None:
    text = replace(extension.texts["en"], notices={"spring": "The hall is closed; apply {apply_before} before."})
    notice = Notice("spring", date(2027, 2, 5), date(2027, 2, 12))
    dated = replace(extension, notices=(notice,), texts={**extension.texts, "en": text})
    assert [line.replace("\xa0", " ") for line in warnings(answer(small, dated, day))] == told


def test_a_withdrawn_entry_says_since_when_and_offers_its_successor_first(small: Snapshot, extension: Entry) -> None:
    entry = replace(extension, withdrawn=Withdrawn(date(2026, 11, 1), "move"), related=())
    reply = answer(small, entry)
    assert warnings(reply) == ["This rule no longer applies since 1 November 2026."]
    assert [choice.id for row in reply.choices for choice in row if choice.id.startswith("e:")] == ["e:move"]


def test_a_withdrawn_entry_is_neither_listed_nor_offered_beside_others(small: Snapshot, extension: Entry) -> None:
    gone = replace(small.knowledge.entries["move"], withdrawn=Withdrawn(date(2026, 11, 1)))
    knowledge = replace(small.knowledge, entries={"extension": extension, "move": gone})
    context = Context(knowledge, small.catalogs, "en", datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    shown = [*render(Menu("registration"), context, ()).choices, *render(Answer(extension), context, ()).choices]
    assert "e:move" not in {choice.id for row in shown for choice in row}


@pytest.mark.parametrize(("day", "told"), [(date(2026, 12, 31), "CNY 400 for one year."), (date(2027, 1, 1), "CNY 500 for one year.")])
def test_a_figure_changes_on_its_day_without_any_text_changing(small: Snapshot, extension: Entry, day: date, told: str) -> None:
    values = (
        DatedValue(Amount(Decimal(400), None, "CNY"), "law", TODAY, None, date(2026, 12, 31)),
        DatedValue(Amount(Decimal(500), None, "CNY"), "law", TODAY, date(2027, 1, 1), None),
    )
    entry = replace(extension, facts={"fee": Fact("fee", FactKind.MONEY, values)})
    assert fee(answer(small, entry, day)).replace("\xa0", " ") == told


def test_sources_have_publisher_link_and_the_day_they_were_checked(small: Snapshot, extension: Entry) -> None:
    (sources,) = (block for block in answer(small, extension).blocks if isinstance(block, Sources))
    ((link, details),) = sources.items
    assert link.url == "https://example.org/law"
    assert details == "The State, 2012-06-30, checked on 22 November 2026"


def test_evidence_that_is_not_for_users_is_never_linked(small: Snapshot, extension: Entry) -> None:
    hidden = replace(small.knowledge.sources["law"], show_to_users=False)
    knowledge = replace(small.knowledge, sources={"law": hidden})
    context = Context(knowledge, small.catalogs, "en", datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert [block for block in render(Answer(extension), context, ()).blocks if isinstance(block, Sources)] == []


def test_traditional_chinese_is_made_from_simplified(small: Snapshot, extension: Entry) -> None:
    assert {"zh-Hans", "zh-Hant"} <= extension.texts.keys()
    assert warnings(answer(small, extension, locale="zh-Hant")) == []

"""Hours, distances and addresses of windows as people read them."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.assistant import Assistant
from bot.dialogue.snapshot import Snapshot
from bot.messages import Incoming, Reply
from bot.model import Point
from bot.rendering.context import Context
from bot.rendering.places import hours_line
from bot.rendering.plain import plain_text
from bot.storage.memory import MemoryStore
from bot.windows.hours import status

BEIJING = ZoneInfo("Asia/Shanghai")
HALL, HUAIROU, HOTLINE, UNSOURCED = "ee-andingmen", "ee-huairou", "hot-12345", "health-hepingli"


def told(snapshot: Snapshot, window_id: str, locale: str, *moment: int) -> str:
    now = datetime(*moment, tzinfo=BEIJING)  # type: ignore[arg-type, misc]
    window = snapshot.knowledge.windows[window_id]
    state = status(window.hours, now, snapshot.knowledge.calendars)
    return hours_line(state, window, Context(snapshot.knowledge, snapshot.catalogs, locale, now))


@pytest.mark.parametrize(
    ("window", "moment", "expected"),
    [
        (HALL, (2026, 11, 23, 10, 0), "open now, closes 17:00"),
        (HALL, (2026, 11, 23, 8, 0), "closed now, opens today at 09:00"),
        (HALL, (2026, 11, 23, 18, 0), "closed now, opens tomorrow at 09:00"),
        (HALL, (2026, 11, 28, 18, 0), "closed now, opens Monday 30 November at 09:00"),
        (HALL, (2026, 10, 1, 10, 0), "closed until Thursday 8 October, 09:00 (National Day)"),
        (HALL, (2026, 10, 3, 10, 0), "closed until Thursday 8 October, 09:00 (National Day)"),
        (HUAIROU, (2026, 11, 23, 12, 0), "lunch break, opens again at 13:30"),
        (HOTLINE, (2026, 10, 1, 3, 0), "open day and night"),
        (UNSOURCED, (2026, 11, 23, 10, 0), "not confirmed: call first"),
    ],
)
def test_the_hours_line(snapshot: Snapshot, window: str, moment: tuple[int, ...], expected: str) -> None:
    assert told(snapshot, window, "en", *moment) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-Hans", "10月8日星期四"),
        ("zh-Hant", "10月8日星期四"),
        ("fr", "jeudi 8 octobre"),
        ("ja", "10月8日(木曜日)"),
        ("ar", "الخميس 8 أكتوبر"),
    ],
)
def test_the_day_of_the_next_opening_in_each_language(snapshot: Snapshot, locale: str, expected: str) -> None:
    assert expected in told(snapshot, HALL, locale, 2026, 10, 1, 10, 0)


async def near(snapshot: Snapshot, moment: datetime, point: Point, entry: str) -> Reply:
    assistant = Assistant(MemoryStore(), lambda: snapshot, lambda: moment)
    await assistant.reply(Incoming("t:1", "1", choice=f"e:{entry}"))
    reply = await assistant.reply(Incoming("t:1", "2", location=point))
    assert reply is not None
    return reply


async def test_a_day_without_a_published_calendar_is_said(snapshot: Snapshot) -> None:
    moment = datetime(2027, 2, 8, 10, tzinfo=BEIJING)
    reply = await near(snapshot, moment, Point(39.95, 116.42), "rp-extension")
    assert "The holiday calendar for 2027 is not published yet: call first." in plain_text(reply)


async def test_a_pin_is_shown_only_where_the_place_is_certain(snapshot: Snapshot, now: Callable[[], datetime]) -> None:
    certain = await near(snapshot, now(), Point(39.9485, 116.421), "rp-extension")
    assert [venue.address for venue in certain.venues] == ["东城区安定门东大街2号（二环路北小街桥东南侧）"]
    uncertain = await near(snapshot, now(), Point(40.3192, 116.6257), "rp-extension")
    assert uncertain.trace.windows[0].id == HUAIROU
    assert uncertain.venues == ()
    assert "about" in plain_text(uncertain)


async def test_every_window_has_its_address_to_copy_and_three_map_services(snapshot: Snapshot, now: Callable[[], datetime]) -> None:
    reply = await near(snapshot, now(), Point(39.9485, 116.421), "rp-extension")
    buttons = [choice for row in reply.choices for choice in row]
    for window in reply.trace.windows:
        copied = next(choice.copy for choice in buttons if choice.id == f"copy:{window.id}")
        assert copied == snapshot.knowledge.windows[window.id].address["zh-Hans"]
        hosts = [choice.link.split("/")[2] for choice in buttons if choice.link and choice.id.endswith(f":{window.id}")]
        assert hosts == ["uri.amap.com", "maps.apple.com", "www.google.com"]
    assert all(1 <= len(choice.id.encode()) <= 64 for choice in buttons)


async def test_what_is_done_online_says_so_before_sending_anyone_across_town(snapshot: Snapshot, now: Callable[[], datetime]) -> None:
    reply = await near(snapshot, now(), Point(39.95, 116.42), "wp-process")
    assert "handled online first" in plain_text(reply).split("1. ")[0]


async def test_an_english_address_is_set_apart_as_a_whole_in_arabic(snapshot: Snapshot, now: Callable[[], datetime]) -> None:
    assistant = Assistant(MemoryStore(), lambda: snapshot, now)
    reply = await assistant.reply(Incoming("t:1", "1", command="start", payload=f"w_{HALL}", language_hint="ar"))
    assert reply is not None
    address = snapshot.knowledge.windows[HALL].address["en"]
    assert f"\u2068{address}\u2069" in plain_text(reply)


async def test_namesakes_in_one_district_have_different_buttons(snapshot: Snapshot, now: Callable[[], datetime]) -> None:
    assistant = Assistant(MemoryStore(), lambda: snapshot, now)
    reply = await assistant.reply(Incoming("t:1", "1", command="near", payload="Guanzhuang"))
    assert reply is not None
    labels = [choice.label for row in reply.choices for choice in row]
    assert labels == ["Guanzhuang 管庄 · Chaoyang", "Guanzhuang 关庄 · Chaoyang", "Another place"]

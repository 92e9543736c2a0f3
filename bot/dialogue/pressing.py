"""Buttons, commands and shared locations to a Turn."""

from dataclasses import replace

from bot.dialogue.desk import WINDOWS_LISTED, Desk, Turn
from bot.dialogue.stores import Outcome
from bot.model import Entry, Facet
from bot.rendering.content import (
    AskPlace,
    Forgotten,
    LanguageMenu,
    Menu,
    Privacy,
    Thanks,
    Welcome,
    WindowList,
)
from bot.windows.hours import status
from bot.windows.router import NearbyWindow, Origin


def location(desk: Desk) -> Turn:
    point = desk.incoming.location
    assert point is not None  # noqa: S101 - the caller has looked
    entry = desk.entries.get(desk.session.entry or "")
    if not desk.snapshot.places.covers(point):
        return desk.turn(AskPlace(entry, unknown=True), Outcome.UNANSWERED)
    return desk.turn(WindowList(desk.nearest(entry, Origin(point), WINDOWS_LISTED), entry, from_location=True))


def command(desk: Desk, name: str, payload: str) -> Turn:  # noqa: PLR0911 - one line per command
    match name:
        case "start" if payload.startswith("e_") and payload[2:] in desk.entries:
            return desk.asked_for(desk.entries[payload[2:]])
        case "start" if payload.startswith("w_") and payload[2:] in desk.snapshot.knowledge.windows:
            return _one_window(desk, payload[2:])
        case "language":
            return desk.turn(LanguageMenu())
        case "topics":
            return desk.turn(Menu())
        case "near":
            return _near(desk, payload)
        case "privacy":
            return desk.turn(Privacy())
        case "forget":
            return _forget(desk)
        case _:
            return desk.turn(Welcome())


def choice(desk: Desk, choice: str) -> Turn:  # noqa: PLR0911 - one line per kind of button
    kind, _, rest = choice.partition(":")
    first, _, second = rest.partition(":")
    entry = desk.entries.get(first)
    match kind:
        case "e" if entry:
            return desk.asked_for(entry, Facet(second) if second in set(Facet) else None)
        case "n" | "near":
            return _ask_place(desk, entry)
        case "d" | "q":
            return _chosen_place(desk, first, desk.entries.get(second))
        case "w" if first in desk.snapshot.knowledge.windows:
            return _one_window(desk, first)
        case "m":
            return desk.turn(Menu(first or None, int(second) if second.isdecimal() else 0))
        case "l":
            return _language(desk, first)
        case "up" | "no":
            outcome = Outcome.HELPFUL if kind == "up" else Outcome.UNHELPFUL
            return desk.turn(Thanks(kind == "up"), outcome)
        case "none":
            return desk.fallback(declined=True)
        case "forget":
            return _forget(desk)
        case _:
            return desk.turn(Menu())


def _near(desk: Desk, text: str) -> Turn:
    if text.strip():
        reading = desk.snapshot.places.find(text)
        if reading.best:
            return desk.at_place(reading, desk.entries.get(desk.session.entry or ""))
        if reading.outside:
            return desk.outside(reading.outside)
        return desk.turn(AskPlace(desk.entries.get(desk.session.entry or ""), unknown=True), Outcome.UNANSWERED)
    return _ask_place(desk, None)


def _ask_place(desk: Desk, entry: Entry | None) -> Turn:
    entry = entry or desk.entries.get(desk.session.entry or "")
    if entry is not None:
        desk.remember(entry)
    return desk.turn(AskPlace(entry))


def _chosen_place(desk: Desk, place_id: str, entry: Entry | None) -> Turn:
    place = next((one for one in desk.snapshot.knowledge.places if one.id in (place_id, f"district-{place_id}")), None)
    if place is None:
        return _ask_place(desk, entry)
    if entry is not None:
        desk.remember(entry)
    return desk.from_place(place, entry or desk.entries.get(desk.session.entry or ""))


def _one_window(desk: Desk, window_id: str) -> Turn:
    window = desk.snapshot.knowledge.windows[window_id]
    state = status(window.hours, desk.now, desk.snapshot.knowledge.calendars)
    return desk.turn(WindowList((NearbyWindow(window, state),)))


def _language(desk: Desk, code: str) -> Turn:
    if not desk.snapshot.has_texts(code):
        return desk.turn(LanguageMenu())
    desk.session = replace(desk.session, chosen=code)
    desk.locale = code
    return desk.turn(LanguageMenu(chosen=True))


def _forget(desk: Desk) -> Turn:
    return desk.turn(Forgotten(), forget=True)

"""One message on the desk: what is known of it, and the replies that both words and buttons lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.hearing import reply_locale
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.dialogue.stores import Outcome
from bot.messages import Incoming, ScoredEntry, ShownPlace, Trace
from bot.model import BASE_LOCALE, CHINESE, Entry, Facet, PlaceName
from bot.rendering.content import (
    Answer,
    AskPlace,
    Content,
    Fallback,
    WindowList,
)
from bot.windows.places import PlaceReading
from bot.windows.router import NearbyWindow, Need, Origin, origin_of

WINDOWS_WITH_ANSWER = 2
WINDOWS_LISTED = 3
MOST_OFFERED = 3
GENERAL_KINDS = ("exit-entry",)
"""Whoever asks for the nearest office without a topic most often needs the exit-entry administration."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What is to be said, in which language, and what is remembered. `edits` is true when a button asked for it."""

    session: Session
    content: Content
    locale: str
    outcome: Outcome = Outcome.ANSWERED
    trace: Trace = Trace()
    concepts: tuple[str, ...] = ()
    edits: bool = False
    forget: bool = False


class Desk:
    """Session and language change while a message is decided; everything else stays."""

    def __init__(self, session: Session, incoming: Incoming, snapshot: Snapshot, now: datetime) -> None:
        self.session, self.incoming, self.snapshot, self.now = session, incoming, snapshot, now
        self.locale = reply_locale(session, incoming.language_hint, snapshot)
        self.entries = snapshot.knowledge.entries

    def turn(self, content: Content, outcome: Outcome = Outcome.ANSWERED, **rest: object) -> Turn:
        return Turn(self.session, content, self.locale, outcome, **rest)  # type: ignore[arg-type]

    def asked_for(self, entry: Entry, facet: Facet | None = None) -> Turn:
        """An entry chosen by a button or a link: there is nothing to be doubted."""
        return replace(self.show(entry, facet), trace=Trace("confident", (ScoredEntry(entry.id, 1.0),), facet))

    def show(self, entry: Entry, facet: Facet | None = None, reading: PlaceReading | None = None, unread: str | None = None) -> Turn:
        self.remember(entry)
        place = reading.best[0].place if reading and reading.best and reading.certain else None
        windows: tuple[NearbyWindow, ...] = ()
        if entry.has_windows and (place or facet is Facet.WHERE):
            windows = self.nearest(entry, origin_of(place) if place else None, WINDOWS_WITH_ANSWER)
        return self.turn(Answer(entry, facet, windows, self.shown(place) if place else None, unread))

    def fallback(self, declined: bool = False) -> Turn:
        window = next(iter(self.nearest(self.entries.get(self.session.entry or ""), None, 1)), None)
        return self.turn(Fallback(declined, window), Outcome.UNANSWERED, trace=Trace("unknown"))

    def outside(self, names: Mapping[str, str]) -> Turn:
        return self.turn(AskPlace(outside=self.named(names)), Outcome.UNANSWERED, trace=Trace("unknown"))

    def at_place(self, reading: PlaceReading, entry: Entry | None) -> Turn:
        if entry is not None:
            self.remember(entry)
        if not reading.certain and len(reading.best) > 1:
            places = [match.place for match in reading.best[:MOST_OFFERED]]
            return self.turn(AskPlace(entry, self._told_apart(places)), Outcome.CLARIFIED)
        return self.from_place(reading.best[0].place, entry)

    def from_place(self, place: PlaceName, entry: Entry | None) -> Turn:
        return self.turn(WindowList(self.nearest(entry, origin_of(place), WINDOWS_LISTED), entry, self.shown(place)))

    def nearest(self, entry: Entry | None, origin: Origin | None, limit: int) -> tuple[NearbyWindow, ...]:
        calendars = self.snapshot.knowledge.calendars
        if entry is None or not entry.has_windows:
            need = Need(kinds=GENERAL_KINDS, language=self.locale)
        else:
            need = Need(entry.service, entry.window_kinds, self.locale, entry.windows)
        return self.snapshot.router.nearest(need, origin, self.now, calendars, limit)

    def _told_apart(self, places: list[PlaceName]) -> tuple[tuple[str, ShownPlace], ...]:
        """Ids and names; namesakes in one district, as romanised names often are, with their Chinese names."""
        shown = [self.shown(place) for place in places]
        return tuple(
            (place.id, one if shown.count(one) == 1 else replace(one, name=f"{one.name} {place.names[CHINESE]}"))
            for place, one in zip(places, shown, strict=True)
        )

    def shown(self, place: PlaceName) -> ShownPlace:
        return ShownPlace(self.named(place.names), place.district)

    def named(self, names: Mapping[str, str]) -> str:
        """The name in the reply's language or the nearest of its fallback chain."""
        chain = (self.locale, *self.snapshot.locales[self.locale].fallback, BASE_LOCALE)
        return next((names[code] for code in chain if code in names), next(iter(names.values())))

    def shown_best(self, reading: PlaceReading) -> ShownPlace | None:
        return self.shown(reading.best[0].place) if reading.best else None

    def remember(self, entry: Entry) -> None:
        if self.session.entry != entry.id:
            self.session = replace(self.session, entry=entry.id)

"""Session, message, snapshot and time to a Turn. Nothing here waits, and equal input gives equal output."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dialogue.hearing import asks_only_where, hear, is_bare_name, names_only_a_place, reply_locale, without_place
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.dialogue.stores import Outcome
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching.matcher import Match, Ranking
from bot.matching.smalltalk import recognise
from bot.matching.verdict import Ambiguous, Confident, Unknown, Verdict, judge
from bot.messages import Incoming, ScoredEntry, ShownPlace, Trace
from bot.model import BASE_LOCALE, CHINESE, Entry, Facet, PlaceName, SmallTalk
from bot.rendering.content import (
    Answer,
    AskPlace,
    Clarification,
    Content,
    Fallback,
    Forgotten,
    LanguageMenu,
    Menu,
    Privacy,
    Talk,
    Thanks,
    Unsupported,
    Welcome,
    WindowList,
)
from bot.windows.hours import status
from bot.windows.places import PlaceReading
from bot.windows.router import HOTLINE, NearbyWindow, Need, Origin, origin_of

CANDIDATES = 5
WINDOWS_WITH_ANSWER = 2
WINDOWS_LISTED = 3
MOST_OFFERED = 3
LEADING_THE_SAME_WAY = 0.5
"""Least share of the topics offered, by probability, that lead to the same windows, to show these while asking back."""
PERSON = "person"
SUBJECTLESS = frozenset({"facet", "meta", "politeness"})
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


def decide(session: Session, incoming: Incoming, snapshot: Snapshot, now: datetime) -> Turn:
    """`now` is aware and in Beijing's zone."""
    deciding = _Deciding(session, incoming, snapshot, now)
    if incoming.choice is not None:
        return replace(deciding.choice(incoming.choice), edits=True)
    if incoming.command is not None:
        return deciding.command(incoming.command, incoming.payload)
    if incoming.location is not None:
        return deciding.location()
    if incoming.unsupported is not None:
        return deciding.turn(Unsupported(incoming.unsupported), Outcome.UNANSWERED)
    return deciding.text(incoming.text or "")


class _Deciding:
    def __init__(self, session: Session, incoming: Incoming, snapshot: Snapshot, now: datetime) -> None:
        self.session, self.incoming, self.snapshot, self.now = session, incoming, snapshot, now
        self.locale = reply_locale(session, incoming.language_hint, snapshot)
        self.entries = snapshot.knowledge.entries

    def turn(self, content: Content, outcome: Outcome = Outcome.ANSWERED, **rest: object) -> Turn:
        return Turn(self.session, content, self.locale, outcome, **rest)  # type: ignore[arg-type]

    # --- words ---------------------------------------------------------------------------------------------------------------------

    def text(self, text: str) -> Turn:
        utterance = hear(text, self.session, self.incoming.language_hint, self.snapshot)
        reading = self.snapshot.places.find(text)
        if reading.best and self.session.heard and is_bare_name(utterance, reading.best[0].written):
            utterance = replace(utterance, certain=False, locale=self.session.heard)
        if utterance.certain and utterance.locale != self.session.heard:
            self.session = replace(self.session, heard=utterance.locale)
        self.locale = reply_locale(self.session, self.incoming.language_hint, self.snapshot, utterance)
        stranger = not (utterance.certain or self.session.chosen or self.session.heard or self.incoming.language_hint)
        if talk := recognise(replace(utterance, locale="") if stranger else utterance, self.snapshot.knowledge):
            return self._talk(talk, stranger)
        ranking = self._rank(utterance, reading)
        turn = self._judged(utterance, ranking, reading)
        place = turn.trace.place or self._shown_best(reading)
        matches = turn.trace.entries or tuple(ScoredEntry(match.entry, match.score) for match in ranking.matches)
        trace = replace(turn.trace, entries=matches, facet=turn.trace.facet or ranking.facet, place=place)
        return replace(turn, trace=trace, concepts=ranking.concepts)

    def _rank(self, utterance: Utterance, reading: PlaceReading) -> Ranking:
        """The entries for the words; when they leave a doubt, those without the place's name if that tells more."""
        ranking = self.snapshot.matcher.rank(utterance, CANDIDATES)
        if not reading.certain or isinstance(judge(ranking), Confident) or names_only_a_place(utterance, reading.best[0].written):
            return ranking
        without = self.snapshot.matcher.rank(without_place(utterance, reading.best[0].written), CANDIDATES)
        return max(ranking, without, key=lambda one: one.matches[0].score if one.matches else 0.0)

    def _talk(self, found: SmallTalk, stranger: bool) -> Turn:
        """The same small talk in the reply's language; in its own for a stranger, and where we have no other texts in that language."""
        curated = self.snapshot.knowledge.smalltalk
        spoken = next((code for code, talks in curated.items() if found in talks and code in self.snapshot.locales), self.locale)
        if self.session.chosen is None and (stranger or not self.snapshot.has_texts(spoken)):
            self.locale = spoken
            return self.turn(Talk(found), trace=Trace("confident"))
        chain = (self.locale, *self.snapshot.locales[self.locale].fallback, BASE_LOCALE)
        said = next((talk for code in chain for talk in curated.get(code, ()) if talk.id == found.id), found)
        return self.turn(Talk(said), trace=Trace("confident"))

    def _judged(self, utterance: Utterance, ranking: Ranking, reading: PlaceReading) -> Turn:
        last = self.entries.get(self.session.entry or "")
        if asks_only_where(utterance):
            ranking = replace(ranking, facet=Facet.WHERE, elliptic=True)
        if last is not None and ranking.elliptic:
            return self._follow_up(last, ranking, reading)
        if last is not None and self._names_only_a_person(ranking):
            return self._for_another_person(last, utterance)
        if reading.best and names_only_a_place(utterance, reading.best[0].written):
            return replace(self._at_place(reading, last), trace=Trace("unknown"))
        verdict: Verdict = judge(ranking)
        match verdict:
            case Confident(match):
                return self._answer(self.entries[match.entry], ranking.facet, reading, utterance)
            case Ambiguous(matches):
                return self._unsure(matches, ranking.facet, reading)
            case Unknown():
                return self._unknown(reading, ranking)

    def _follow_up(self, last: Entry, ranking: Ranking, reading: PlaceReading) -> Turn:
        if reading.best:
            trace = Trace("confident", (ScoredEntry(last.id, 1.0),), ranking.facet)
            return replace(self._at_place(reading, last), trace=trace)
        return self._asked_for(last, ranking.facet)

    def _names_only_a_person(self, ranking: Ranking) -> bool:
        """ "And for my wife?": a person, and no subject of its own."""
        groups = self._groups(ranking)
        return "and-for" in ranking.concepts and PERSON in groups and groups <= SUBJECTLESS | {PERSON}

    def _groups(self, ranking: Ranking) -> set[str]:
        """What kinds of things the words speak of."""
        return {self.snapshot.knowledge.concepts[name].group for name in ranking.concepts}

    def _for_another_person(self, last: Entry, utterance: Utterance) -> Turn:
        """Asks back among the entries nearest to the last topic together with the person; a guess could cost a fine."""
        text = last.texts.get(utterance.locale) or last.texts[BASE_LOCALE]
        both = replace(utterance, normal=normalize(f"{text.title} {utterance.text}"))
        nearest = [match.entry for match in self.snapshot.matcher.rank(both, CANDIDATES).matches if match.entry != last.id]
        related = [name for name in nearest if name in last.related]
        names = dict.fromkeys((*related, *nearest[: MOST_OFFERED - 1], last.id))
        return self._clarify(tuple(self.entries[name] for name in [*names][:MOST_OFFERED]))

    def _answer(self, entry: Entry, facet: Facet | None, reading: PlaceReading, utterance: Utterance) -> Turn:
        if facet is Facet.WHERE and reading.best and entry.has_windows:
            return replace(self._at_place(reading, entry), trace=Trace("confident"))
        unread = utterance.locale if utterance.certain and not self.snapshot.has_texts(utterance.locale) else None
        known = unread if unread in self.snapshot.locales and self.session.chosen is None else None
        return replace(self._show(entry, facet, reading, known), trace=Trace("confident"))

    def _show(self, entry: Entry, facet: Facet | None = None, reading: PlaceReading | None = None, unread: str | None = None) -> Turn:
        self._remember(entry)
        place = reading.best[0].place if reading and reading.best and reading.certain else None
        windows: tuple[NearbyWindow, ...] = ()
        if entry.has_windows and (place or facet is Facet.WHERE):
            windows = self._nearest(entry, origin_of(place) if place else None, WINDOWS_WITH_ANSWER)
        return self.turn(Answer(entry, facet, windows, self._shown(place) if place else None, unread))

    def _asked_for(self, entry: Entry, facet: Facet | None = None) -> Turn:
        """An entry chosen by a button or a link: there is nothing to be doubted."""
        return replace(self._show(entry, facet), trace=Trace("confident", (ScoredEntry(entry.id, 1.0),), facet))

    def _unsure(self, matches: tuple[Match, ...], facet: Facet | None, reading: PlaceReading) -> Turn:
        """Asks back; whoever asks where, and names a place, is shown the windows when most of what may be meant leads to the same ones."""
        best, *others = [self.entries[match.entry] for match in matches]
        if facet is Facet.WHERE and reading.outside:
            return self._outside(reading.outside)
        if facet is not Facet.WHERE or not reading.certain:
            return self._clarify((best, *others))
        place = reading.best[0].place
        leading = sum(match.score for match in matches if _same_windows(self.entries[match.entry], best))
        if not best.has_windows or leading < LEADING_THE_SAME_WAY * sum(match.score for match in matches):
            return self._clarify((best, *others), place.id)
        windows = self._nearest(best, origin_of(place), WINDOWS_LISTED)
        content = WindowList(windows, best, self._shown(place), others=tuple(others), near=place.id)
        return self.turn(content, Outcome.CLARIFIED, trace=Trace("ambiguous"))

    def _outside(self, names: Mapping[str, str]) -> Turn:
        return self.turn(AskPlace(outside=self._named(names)), Outcome.UNANSWERED, trace=Trace("unknown"))

    def _clarify(self, entries: tuple[Entry, ...], place: str | None = None) -> Turn:
        return self.turn(Clarification(entries, place), Outcome.CLARIFIED, trace=Trace("ambiguous"))

    def _unknown(self, reading: PlaceReading, ranking: Ranking) -> Turn:
        if reading.best and not ranking.foreign:
            return replace(self._at_place(reading, self.entries.get(self.session.entry or "")), trace=Trace("unknown"))
        if reading.outside:
            return self._outside(reading.outside)
        return self._fallback()

    def _fallback(self, declined: bool = False) -> Turn:
        window = next(iter(self._nearest(self.entries.get(self.session.entry or ""), None, 1)), None)
        return self.turn(Fallback(declined, window), Outcome.UNANSWERED, trace=Trace("unknown"))

    # --- places --------------------------------------------------------------------------------------------------------------------

    def _at_place(self, reading: PlaceReading, entry: Entry | None) -> Turn:
        if entry is not None:
            self._remember(entry)
        if not reading.certain and len(reading.best) > 1:
            places = [match.place for match in reading.best[:MOST_OFFERED]]
            return self.turn(AskPlace(entry, self._told_apart(places)), Outcome.CLARIFIED)
        return self._from_place(reading.best[0].place, entry)

    def _from_place(self, place: PlaceName, entry: Entry | None) -> Turn:
        return self.turn(WindowList(self._nearest(entry, origin_of(place), WINDOWS_LISTED), entry, self._shown(place)))

    def location(self) -> Turn:
        point = self.incoming.location
        assert point is not None  # noqa: S101 - the caller has looked
        entry = self.entries.get(self.session.entry or "")
        if not self.snapshot.places.covers(point):
            return self.turn(AskPlace(entry, unknown=True), Outcome.UNANSWERED)
        return self.turn(WindowList(self._nearest(entry, Origin(point), WINDOWS_LISTED), entry, from_location=True))

    def _nearest(self, entry: Entry | None, origin: Origin | None, limit: int) -> tuple[NearbyWindow, ...]:
        calendars = self.snapshot.knowledge.calendars
        if entry is None or not entry.has_windows:
            need = Need(kinds=GENERAL_KINDS, language=self.locale)
        else:
            need = Need(entry.service, entry.window_kinds, self.locale, entry.windows)
        return self.snapshot.router.nearest(need, origin, self.now, calendars, limit)

    def _told_apart(self, places: list[PlaceName]) -> tuple[tuple[str, ShownPlace], ...]:
        """Ids and names; namesakes in one district, as romanised names often are, with their Chinese names."""
        shown = [self._shown(place) for place in places]
        return tuple(
            (place.id, one if shown.count(one) == 1 else replace(one, name=f"{one.name} {place.names[CHINESE]}"))
            for place, one in zip(places, shown, strict=True)
        )

    def _shown(self, place: PlaceName) -> ShownPlace:
        return ShownPlace(self._named(place.names), place.district)

    def _named(self, names: Mapping[str, str]) -> str:
        """The name in the reply's language or the nearest of its fallback chain."""
        chain = (self.locale, *self.snapshot.locales[self.locale].fallback, BASE_LOCALE)
        return next((names[code] for code in chain if code in names), next(iter(names.values())))

    def _shown_best(self, reading: PlaceReading) -> ShownPlace | None:
        return self._shown(reading.best[0].place) if reading.best else None

    # --- buttons and commands --------------------------------------------------------------------------------------------------------

    def command(self, name: str, payload: str) -> Turn:  # noqa: PLR0911 - one line per command
        match name:
            case "start" if payload.startswith("e_") and payload[2:] in self.entries:
                return self._asked_for(self.entries[payload[2:]])
            case "start" if payload.startswith("w_") and payload[2:] in self.snapshot.knowledge.windows:
                return self._one_window(payload[2:])
            case "language":
                return self.turn(LanguageMenu())
            case "topics":
                return self.turn(Menu())
            case "near":
                return self._near(payload)
            case "privacy":
                return self.turn(Privacy())
            case "forget":
                return self._forget()
            case _:
                return self.turn(Welcome())

    def choice(self, choice: str) -> Turn:  # noqa: PLR0911 - one line per kind of button
        kind, _, rest = choice.partition(":")
        first, _, second = rest.partition(":")
        entry = self.entries.get(first)
        match kind:
            case "e" if entry:
                return self._asked_for(entry, Facet(second) if second in set(Facet) else None)
            case "n" | "near":
                return self._ask_place(entry)
            case "d" | "q":
                return self._chosen_place(first, self.entries.get(second))
            case "w" if first in self.snapshot.knowledge.windows:
                return self._one_window(first)
            case "m":
                return self.turn(Menu(first or None, int(second) if second.isdecimal() else 0))
            case "l":
                return self._language(first)
            case "up" | "no":
                outcome = Outcome.HELPFUL if kind == "up" else Outcome.UNHELPFUL
                return self.turn(Thanks(kind == "up"), outcome)
            case "none":
                return self._fallback(declined=True)
            case "forget":
                return self._forget()
            case _:
                return self.turn(Menu())

    def _near(self, text: str) -> Turn:
        if text.strip():
            reading = self.snapshot.places.find(text)
            if reading.best:
                return self._at_place(reading, self.entries.get(self.session.entry or ""))
            if reading.outside:
                return self._outside(reading.outside)
            return self.turn(AskPlace(self.entries.get(self.session.entry or ""), unknown=True), Outcome.UNANSWERED)
        return self._ask_place(None)

    def _ask_place(self, entry: Entry | None) -> Turn:
        entry = entry or self.entries.get(self.session.entry or "")
        if entry is not None:
            self._remember(entry)
        return self.turn(AskPlace(entry))

    def _chosen_place(self, place_id: str, entry: Entry | None) -> Turn:
        place = next((one for one in self.snapshot.knowledge.places if one.id in (place_id, f"district-{place_id}")), None)
        if place is None:
            return self._ask_place(entry)
        if entry is not None:
            self._remember(entry)
        return self._from_place(place, entry or self.entries.get(self.session.entry or ""))

    def _one_window(self, window_id: str) -> Turn:
        window = self.snapshot.knowledge.windows[window_id]
        state = status(window.hours, self.now, self.snapshot.knowledge.calendars)
        return self.turn(WindowList((NearbyWindow(window, state),)))

    def _language(self, code: str) -> Turn:
        if not self.snapshot.has_texts(code):
            return self.turn(LanguageMenu())
        self.session = replace(self.session, chosen=code)
        self.locale = code
        return self.turn(LanguageMenu(chosen=True))

    def _forget(self) -> Turn:
        return self.turn(Forgotten(), forget=True)

    def _remember(self, entry: Entry) -> None:
        if self.session.entry != entry.id:
            self.session = replace(self.session, entry=entry.id)


def _same_windows(one: Entry, other: Entry) -> bool:
    return _counters(one) == _counters(other)


def _counters(entry: Entry) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return entry.service, tuple(kind for kind in entry.window_kinds if kind != HOTLINE), entry.windows

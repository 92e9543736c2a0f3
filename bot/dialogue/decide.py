"""Session, message, snapshot and time to a Turn. Nothing here waits, and equal input gives equal output."""

from dataclasses import replace
from datetime import datetime

from bot.dialogue.desk import MOST_OFFERED, WINDOWS_LISTED, Desk, Turn
from bot.dialogue.hearing import (
    asks_only_where,
    hear,
    is_bare_name,
    is_remembered,
    names_only_a_place,
    place_in,
    reply_locale,
    without_place,
)
from bot.dialogue.pressing import choice, command, location
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.dialogue.stores import Outcome
from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching.matcher import Match, Ranking
from bot.matching.smalltalk import recognise
from bot.matching.verdict import POSSIBLE, Ambiguous, Confident, Verdict, judge
from bot.messages import Incoming, ScoredEntry, Trace
from bot.model import BASE_LOCALE, Entry, Facet, SmallTalk
from bot.rendering.content import (
    Clarification,
    Talk,
    Unsupported,
    WindowList,
)
from bot.windows.places import PlaceReading
from bot.windows.router import HOTLINE, origin_of

CANDIDATES = 5
LEADING_THE_SAME_WAY = 0.5
"""Least share of the topics offered, by probability, that lead to the same windows, to show these while asking back."""
PERSON = "person"
SUBJECTLESS = frozenset({"facet", "meta", "politeness"})


def decide(session: Session, incoming: Incoming, snapshot: Snapshot, now: datetime) -> Turn:
    """`now` is aware and in Beijing's zone."""
    desk = Desk(session, incoming, snapshot, now)
    if incoming.choice is not None:
        return replace(choice(desk, incoming.choice), edits=True)
    if incoming.command is not None:
        return command(desk, incoming.command, incoming.payload)
    if incoming.location is not None:
        return location(desk)
    if incoming.unsupported is not None:
        return desk.turn(Unsupported(incoming.unsupported), Outcome.UNANSWERED)
    return _words(desk, incoming.text or "")


def _words(desk: Desk, text: str) -> Turn:
    utterance = hear(text, desk.session, desk.incoming.language_hint, desk.snapshot)
    reading = place_in(utterance, desk.snapshot)
    if reading.best and desk.session.heard and is_bare_name(utterance, reading.best[0].written):
        utterance = replace(utterance, certain=False, locale=desk.session.heard)
    if is_remembered(utterance, desk.session, desk.incoming.language_hint, desk.snapshot) and utterance.locale != desk.session.heard:
        desk.session = replace(desk.session, heard=utterance.locale)
    desk.locale = reply_locale(desk.session, desk.incoming.language_hint, desk.snapshot, utterance)
    stranger = not (utterance.certain or desk.session.chosen or desk.session.heard or desk.incoming.language_hint)
    if talk := recognise(replace(utterance, locale="") if stranger else utterance, desk.snapshot.knowledge):
        return _talk(desk, talk, stranger)
    ranking = _rank(desk, utterance, reading)
    turn = _judged(desk, utterance, ranking, reading)
    place = turn.trace.place or desk.shown_best(reading)
    matches = turn.trace.entries or tuple(ScoredEntry(match.entry, match.score) for match in ranking.matches)
    trace = replace(turn.trace, entries=matches, facet=turn.trace.facet or ranking.facet, place=place)
    return replace(turn, trace=trace, concepts=ranking.concepts)


def _rank(desk: Desk, utterance: Utterance, reading: PlaceReading) -> Ranking:
    """The entries for the words; when they leave a doubt, those without the place's name if that tells more. Where nothing but "where" is
    left without it ("nearest office to Tsinghua University"), the name is no topic."""
    ranking = desk.snapshot.matcher.rank(utterance, CANDIDATES)
    if not reading.certain or names_only_a_place(utterance, reading.best[0].written):
        return ranking
    without = desk.snapshot.matcher.rank(without_place(utterance, reading.best[0].written), CANDIDATES)
    if without.elliptic and without.facet is Facet.WHERE:
        return without
    if isinstance(judge(ranking), Confident):
        return ranking
    return max(ranking, without, key=lambda one: one.matches[0].score if one.matches else 0.0)


def _talk(desk: Desk, found: SmallTalk, stranger: bool) -> Turn:
    """The same small talk in the reply's language; in its own for a stranger, and where we have no other texts in that language."""
    curated = desk.snapshot.knowledge.smalltalk
    spoken = next((code for code, talks in curated.items() if found in talks and code in desk.snapshot.locales), desk.locale)
    if desk.session.chosen is None and (stranger or not desk.snapshot.has_texts(spoken)):
        desk.locale = spoken
        return desk.turn(Talk(found), trace=Trace("confident"))
    chain = (desk.locale, *desk.snapshot.locales[desk.locale].fallback, BASE_LOCALE)
    said = next((talk for code in chain for talk in curated.get(code, ()) if talk.id == found.id), found)
    return desk.turn(Talk(said), trace=Trace("confident"))


def _judged(desk: Desk, utterance: Utterance, ranking: Ranking, reading: PlaceReading) -> Turn:
    last = desk.entries.get(desk.session.entry or "")
    if asks_only_where(utterance):
        ranking = replace(ranking, facet=Facet.WHERE, elliptic=True)
    if last is not None and ranking.elliptic:
        return _follow_up(desk, last, ranking, reading)
    if last is not None and _names_only_a_person(desk, ranking):
        return _for_another_person(desk, last, utterance)
    if reading.best and names_only_a_place(utterance, reading.best[0].written):
        return replace(desk.at_place(reading, last), trace=Trace("unknown"))
    verdict: Verdict = judge(ranking)
    match verdict:
        case Confident(match):
            return _answer(desk, desk.entries[match.entry], ranking.facet, reading, utterance)
        case Ambiguous(matches) if not (reading.best and sum(match.score for match in matches) < POSSIBLE):
            return _unsure(desk, matches, ranking.facet, reading)
        case _:
            return _unknown(desk, reading, ranking)


def _follow_up(desk: Desk, last: Entry, ranking: Ranking, reading: PlaceReading) -> Turn:
    if reading.best:
        trace = Trace("confident", (ScoredEntry(last.id, 1.0),), ranking.facet)
        return replace(desk.at_place(reading, last), trace=trace)
    return desk.asked_for(last, ranking.facet)


def _names_only_a_person(desk: Desk, ranking: Ranking) -> bool:
    """ "And for my wife?": a person, and no subject of its own."""
    groups = _groups(desk, ranking)
    return "and-for" in ranking.concepts and PERSON in groups and groups <= SUBJECTLESS | {PERSON}


def _groups(desk: Desk, ranking: Ranking) -> set[str]:
    """What kinds of things the words speak of."""
    return {desk.snapshot.knowledge.concepts[name].group for name in ranking.concepts}


def _for_another_person(desk: Desk, last: Entry, utterance: Utterance) -> Turn:
    """Asks back among the entries nearest to the last topic together with the person; a guess could cost a fine."""
    text = last.texts.get(utterance.locale) or last.texts[BASE_LOCALE]
    both = replace(utterance, normal=f"{normalize(text.title)} {utterance.normal}")
    nearest = [match.entry for match in desk.snapshot.matcher.rank(both, CANDIDATES).matches if match.entry != last.id]
    related = [name for name in nearest if name in last.related]
    names = dict.fromkeys((*related, *nearest[: MOST_OFFERED - 1], last.id))
    return _clarify(desk, tuple(desk.entries[name] for name in [*names][:MOST_OFFERED]))


def _answer(desk: Desk, entry: Entry, facet: Facet | None, reading: PlaceReading, utterance: Utterance) -> Turn:
    if facet is Facet.WHERE and reading.outside and not reading.best:
        return desk.outside(reading.outside)
    if facet is Facet.WHERE and reading.best and entry.has_windows:
        return replace(desk.at_place(reading, entry), trace=Trace("confident"))
    unread = utterance.locale if utterance.certain and not desk.snapshot.has_texts(utterance.locale) else None
    known = unread if unread in desk.snapshot.locales and desk.session.chosen is None else None
    return replace(desk.show(entry, facet, reading, known), trace=Trace("confident"))


def _unsure(desk: Desk, matches: tuple[Match, ...], facet: Facet | None, reading: PlaceReading) -> Turn:
    """Asks back; whoever asks where, and names a place, is shown the windows when most of what may be meant leads to the same ones."""
    best, *others = [desk.entries[match.entry] for match in matches]
    if facet is Facet.WHERE and reading.outside:
        return desk.outside(reading.outside)
    if facet is not Facet.WHERE or not reading.certain:
        return _clarify(desk, (best, *others))
    place = reading.best[0].place
    leading = sum(match.score for match in matches if _same_windows(desk.entries[match.entry], best))
    if not best.has_windows or leading < LEADING_THE_SAME_WAY * sum(match.score for match in matches):
        return _clarify(desk, (best, *others), place.id)
    windows = desk.nearest(best, origin_of(place), WINDOWS_LISTED)
    content = WindowList(windows, best, desk.shown(place), others=tuple(others), near=place.id)
    return desk.turn(content, Outcome.CLARIFIED, trace=Trace("ambiguous"))


def _clarify(desk: Desk, entries: tuple[Entry, ...], place: str | None = None) -> Turn:
    return desk.turn(Clarification(entries, place), Outcome.CLARIFIED, trace=Trace("ambiguous"))


def _unknown(desk: Desk, reading: PlaceReading, ranking: Ranking) -> Turn:
    if reading.best and not ranking.foreign:
        return replace(desk.at_place(reading, desk.entries.get(desk.session.entry or "")), trace=Trace("unknown"))
    if reading.outside:
        return desk.outside(reading.outside)
    return desk.fallback()


def _same_windows(one: Entry, other: Entry) -> bool:
    return _counters(one) == _counters(other)


def _counters(entry: Entry) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return entry.service, tuple(kind for kind in entry.window_kinds if kind != HOTLINE), entry.windows

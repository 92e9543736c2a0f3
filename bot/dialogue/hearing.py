"""In which language a text is written, in which one the reply is given, and whether it names nothing but a place."""

import re
from dataclasses import replace

from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.detect import ALIKE_IN_LATIN, OFTEN_IN_LATIN, TRADITIONAL, Guess
from bot.language.function_words import function_words
from bot.language.locales import negotiate
from bot.language.normalize import normalize
from bot.language.scripts import HAN, LATIN, scripts_of
from bot.language.spacing import KOREAN
from bot.language.utterance import Utterance
from bot.matching.features import is_unspaced
from bot.model import BASE_LOCALE, CHINESE
from bot.windows import cues
from bot.windows.places import PlaceReading
from bot.windows.spelling import compact

NEAR = frozenset("我在住于的离近附边旁里这那儿家住址公司到是人の近くにですいるあたり")
"""Characters of Chinese and Japanese that say "I live near" around a place's name."""

ONLY_WHERE = frozenset({"ou", "et ou", "c est ou", "mais ou"})


def reply_locale(session: Session, hint: str | None, snapshot: Snapshot, utterance: Utterance | None = None) -> str:
    """A chosen language, else that of the text when it is clear, else the session's, else the channel's hint, else English.

    Pinyin is Chinese for sure, and no evidence of a person who reads characters: those who do seldom type it. So any other sign goes first,
    the hint too; Chinese is what is left for somebody of whom nothing else is known.
    """
    if utterance and utterance.by_sound and not (session.chosen or session.heard or hint):
        return utterance.locale
    heard = utterance.locale if utterance and utterance.certain and not utterance.by_sound else None
    for code in (session.chosen, heard, session.heard, negotiate(hint, snapshot.locales)):
        if code and code in snapshot.locales:
            return code if snapshot.has_texts(code) else BASE_LOCALE
    return BASE_LOCALE


def hear(text: str, session: Session, hint: str | None, snapshot: Snapshot) -> Utterance:
    """The text made comparable, with its language as far as it shows; pinyin as the characters that it stands for, characters that only
    sound like those meant put right, and Korean words apart."""
    guess = snapshot.detector.detect(text)
    if (characters := snapshot.pinyin.read(text)) is not None:
        written = guess.locale if guess.locale == TRADITIONAL else CHINESE
        return Utterance(text, characters, written, certain=True, by_sound=HAN not in scripts_of(text))
    expected = session.chosen or session.heard or negotiate(hint, snapshot.locales) or BASE_LOCALE
    keep = _may_be(expected, guess, text)
    locale = expected if keep or guess.locale is None else guess.locale
    normal = normalize(text, locale)
    if locale in (CHINESE, TRADITIONAL):
        normal = snapshot.pinyin.mend(normal)
    elif locale == KOREAN:
        normal = snapshot.spacing.spaced(normal)
    return Utterance(text, normal, locale, guess.certain or (guess.closed and not keep), candidates=guess.candidates)


def _may_be(expected: str, guess: Guess, text: str) -> bool:
    """Whether the language that the person is known for is that of the text, for all that the text tells; languages of other scripts may be
    typed in Latin letters, for want of a keyboard or out of habit."""
    if guess.certain:
        return {guess.locale, expected} == ALIKE_IN_LATIN and len(guess.candidates) > 1
    return guess.locale is None or expected in guess.candidates or (expected in OFTEN_IN_LATIN and scripts_of(text) == {LATIN})


def is_remembered(utterance: Utterance, session: Session, hint: str | None, snapshot: Snapshot) -> bool:
    """Whether later messages are to be taken for the text's language: pinyin only of somebody who is answered in Chinese."""
    return utterance.certain and (not utterance.by_sound or reply_locale(session, hint, snapshot, utterance) == utterance.locale)


def place_in(utterance: Utterance, snapshot: Snapshot) -> PlaceReading:
    """Where the text says the person is. Pinyin is looked through as characters, since two syllables in a row often sound like a place."""
    return snapshot.places.find(utterance.normal if utterance.by_sound else utterance.text)


def without_place(utterance: Utterance, written: str) -> Utterance:
    """The utterance without the place as `written`, for looking at the subject alone."""
    name = r"\s*".join(map(re.escape, normalize(written).replace(" ", "")))
    return replace(utterance, normal=re.sub(r"\s+", " ", re.sub(name, " ", utterance.normal, count=1)).strip())


def is_bare_name(utterance: Utterance, written: str) -> bool:
    """Whether the place's name is all there is: it then says little about the language, as Chinese and Japanese write it alike."""
    return compact(utterance.text) == written


def asks_only_where(utterance: Utterance) -> bool:
    """French "où ?": without its accent it is "or" as well, so no term can stand for it; alone it can only mean where."""
    return utterance.normal in ONLY_WHERE


def names_only_a_place(utterance: Utterance, written: str) -> bool:
    """Whether nothing is left beside the place as `written` but small words and those that say "I am near"."""
    rest = without_place(utterance, written).normal.split()
    beside = function_words(utterance.locale) | function_words(BASE_LOCALE) | cues.BEFORE | cues.AFTER | cues.FILLERS
    return all(word in beside or (is_unspaced(word) and set(word) <= NEAR) for word in rest)

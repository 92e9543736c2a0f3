"""Greetings, thanks and questions about the bot: the whole message, nearly as curated, or nothing."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.language.normalize import normalize_known
from bot.language.utterance import Utterance
from bot.model import BASE_LOCALE, Knowledge, SmallTalk

_NEAR = 90.0
_SHORTEST_NEAR = 5
_LONGEST = 60

_Talks = tuple[tuple[str, tuple[SmallTalk, ...]], ...]


def recognise(utterance: Utterance, knowledge: Knowledge) -> SmallTalk | None:
    """The small talk that the whole message is, in the utterance's language when curated there, else in that of the phrase found."""
    normal = utterance.normal
    if not normal or len(normal) > _LONGEST:
        return None
    phrases = _phrases(tuple(knowledge.smalltalk.items()))
    found = phrases.get(normal) or phrases.get(_nearest(normal, tuple(phrases)) or "")
    if not found:
        return None
    locale = utterance.locale if utterance.locale in found else BASE_LOCALE if BASE_LOCALE in found else _best_covered(found, knowledge)
    same_topic = next((talk for talk in knowledge.smalltalk.get(utterance.locale, ()) if talk.id == found[locale].id), None)
    return same_topic or found[locale]


def _best_covered(locales: Iterable[str], knowledge: Knowledge) -> str:
    """Of several languages that share a word ("merci"), the one most entries are written in."""
    return max(sorted(locales), key=lambda code: sum(code in entry.texts for entry in knowledge.entries.values()))


def _nearest(normal: str, phrases: tuple[str, ...]) -> str | None:
    if len(normal) < _SHORTEST_NEAR:
        return None
    best = process.extractOne(normal, phrases, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return best[0] if best else None


@lru_cache(maxsize=4)
def _phrases(talks: _Talks) -> Mapping[str, Mapping[str, SmallTalk]]:
    """Comparable phrase to the small talk it stands for, by language."""
    phrases: dict[str, dict[str, SmallTalk]] = {}
    for locale, of_locale in talks:
        for talk in of_locale:
            for phrase in talk.phrases:
                phrases.setdefault(normalize_known(phrase), {}).setdefault(locale, talk)
    phrases.pop("", None)
    return phrases

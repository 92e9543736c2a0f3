"""`ask --explain`: why a question found what it found, for staff who look for the phrase or term that is missing."""

from collections.abc import Iterator

from bot.dialogue.decide import CANDIDATES
from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.matching.matcher import Ranking
from bot.matching.verdict import Ambiguous, Confident, judge


def explain(snapshot: Snapshot, question: str, hint: str | None) -> str:
    """Language evidence, concepts, the best entries with each piece of evidence, and the verdict, as lines of text."""
    return "\n".join(_lines(snapshot, question, hint))


def _lines(snapshot: Snapshot, question: str, hint: str | None) -> Iterator[str]:
    guess = snapshot.detector.detect(question)
    utterance = hear(question, Session(), hint, snapshot)
    ranking = snapshot.matcher.rank(utterance, CANDIDATES)
    yield f"compared as  {utterance.normal}"
    doubt = f"not clear from the text; possible: {', '.join(guess.candidates) or 'none'}"
    sure = "typed as pinyin" if utterance.by_sound else "clear from the text" if utterance.certain else doubt
    yield f"language     {utterance.locale} ({sure}; lead {guess.log_odds:.2f})"
    yield f"concepts     {', '.join(ranking.concepts) or 'none'}"
    yield f"facet        {ranking.facet.value if ranking.facet else 'none'}{' (names no subject of its own)' if ranking.elliptic else ''}"
    if ranking.foreign:
        yield "foreign      terms of other countries, cities or subjects speak against every entry"
    yield from (f"             {_shown(*piece)}" for piece in ranking.evidence.items())
    for number, match in enumerate(ranking.matches, 1):
        yield f"{number}. {match.entry}  {match.score:.3f}"
        yield from (f"   {_shown(*piece)}" for piece in match.evidence.items())
    yield f"verdict      {_verdict(ranking)}"


def _shown(name: str, value: float) -> str:
    return f"{value:+.3f}  {name}"


def _verdict(ranking: Ranking) -> str:
    match judge(ranking):
        case Confident(match):
            return f"confident: {match.entry}"
        case Ambiguous(matches):
            return f"ambiguous: {', '.join(match.entry for match in matches)}"
        case _:
            return "unknown"

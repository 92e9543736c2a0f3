"""From an utterance to ranked entries."""

from dataclasses import replace

import pytest

from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.ranking import PhraseMatcher, build_matcher
from bot.matching.verdict import Ambiguous, Confident, judge
from tests.matching.conftest import CONCEPTS, PHRASES, say


def best(matcher: PhraseMatcher, text: str, locale: str = "en", certain: bool = True) -> str | None:
    matches = matcher.rank(say(text, locale, certain)).matches
    return matches[0].entry if matches else None


@pytest.mark.parametrize(("entry", "text"), [(entry, text) for entry, of in PHRASES.items() for text in of["en"]])
def test_every_phrase_finds_its_entry(matcher: PhraseMatcher, entry: str, text: str) -> None:
    assert best(matcher, text) == entry


@pytest.mark.parametrize(
    ("text", "locale", "entry"),
    [
        ("How can I get an extension of my residence permit?", "en", "rp-extension"),
        ("Hello, could you tell me please how to renew a work permit", "en", "wp-extension"),
        ("my pasport was stollen", "en", "lost-passport"),
        ("居留許可續簽", "zh-Hant", "rp-extension"),
        ("我的passport丢了", "zh-Hans", "lost-passport"),
        ("juliuxuke extension", "en", "rp-extension"),
    ],
)
def test_other_wordings_find_it_too(matcher: PhraseMatcher, text: str, locale: str, entry: str) -> None:
    assert best(matcher, text, locale) == entry


def test_concepts_carry_a_language_without_any_phrase(matcher: PhraseMatcher) -> None:
    assert best(matcher, "¿Dónde puedo renovar mi permiso de residencia?", "es") == "rp-extension"
    assert best(matcher, "me robaron el pasaporte", "es") == "lost-passport"
    assert best(matcher, "renovar permiso de trabajo", "en", certain=False) == "wp-extension"


@pytest.mark.parametrize(
    ("candidates", "locale", "searched"),
    [
        ((), "en", {"en", "es", "fr"}),
        (("es", "en"), "es", {"en", "es"}),
        (("fr",), "ar", {"ar", "en", "fr"}),
        (("zh-Hant",), "zh-Hant", {"en", "zh-Hans"}),
    ],
)
def test_a_doubtful_text_is_compared_with_languages_it_may_be_in(candidates: tuple[str, ...], locale: str, searched: set[str]) -> None:
    phrases = {"one": {code: ["visa"] for code in ("ar", "en", "es", "fr", "zh-Hans", "ja")}}
    query = PhraseMatcher(phrases, CONCEPTS).read(Utterance("visa", "visa", locale, certain=False, candidates=candidates))
    assert set(query.words) == searched


def test_how_few_phrases_an_entry_has_is_evidence() -> None:
    many = {"one": {"en": [f"visa {number}" for number in range(40)], "es": ["visado"]}}
    matcher = PhraseMatcher(many, CONCEPTS)
    assert matcher.rank(say("visa 7")).evidence["few phrases"] == 0
    assert 0.9 < matcher.rank(say("visado", "es")).evidence["few phrases"] < 1


def test_evidence_weighs_as_it_is_told_to() -> None:
    matcher = PhraseMatcher(PHRASES, CONCEPTS)
    query = matcher.read(say("lost my passport, extension?"))
    before = dict(zip(matcher.score(query).entries, matcher.score(query).shares, strict=True))
    by_nothing = dict.fromkeys(calibration.WITH_TERMS.with_phrases, 0.0)
    matcher.weigh(replace(calibration.WITH_TERMS, with_phrases=by_nothing))
    after = matcher.score(query)
    assert max(before.values()) > 0.5
    assert max(after.shares) - min(after.shares) < 1e-6
    matcher.weigh(calibration.WITH_TERMS)
    assert dict(zip(matcher.score(query).entries, matcher.score(query).shares, strict=True)) == before


def test_one_language_helps_another_where_an_entry_lacks_phrases() -> None:
    partly = {**PHRASES, "lost-passport": {"zh-Hans": PHRASES["lost-passport"]["zh-Hans"]}}
    assert best(PhraseMatcher(partly, CONCEPTS), "somebody stole it: passport lost") == "lost-passport"


def test_other_subjects_speak_against_every_entry(matcher: PhraseMatcher) -> None:
    weather = matcher.rank(say("weather for my passport photo"))
    assert weather.foreign
    assert weather.matches[0].score < matcher.rank(say("lost my passport")).matches[0].score


def test_an_entry_that_speaks_of_another_city_is_not_refused_for_it(matcher: PhraseMatcher) -> None:
    ranking = matcher.rank(say("i move from shanghai to beijing, is my permit valid"))
    assert ranking.matches[0].entry == "move-city"
    assert not ranking.foreign


def test_what_is_not_ours_competes_and_is_never_offered(matcher: PhraseMatcher) -> None:
    gym = {"gym": {"en": ["renew my gym membership", "gym card lost", "extend the gym contract", "fees of the gym"]}}
    competing = PhraseMatcher(PHRASES, CONCEPTS, gym)
    question = say("renew my membership of the gym")
    before, after = matcher.rank(question, 8), competing.rank(question, 8)
    assert {match.entry for match in after.matches} <= PHRASES.keys()
    assert after.evidence["beside"] > 0.5
    assert after.matches[0].score < before.matches[0].score
    assert best(competing, "renew my residence permit") == "rp-extension"


def test_a_phrase_word_for_word_is_its_entrys(matcher: PhraseMatcher) -> None:
    question = matcher.rank(say("Please: fees for VISAS!"))
    assert (question.matches[0].entry, question.matches[0].score >= 0.99) == ("fees", True)
    beside = PhraseMatcher(PHRASES, CONCEPTS, {"cards": {"en": ["visa card fees"]}})
    assert beside.rank(say("visa card fees")).matches == ()


def test_scores_are_probabilities_best_first_and_no_more_than_asked_for(matcher: PhraseMatcher) -> None:
    scores = [match.score for match in matcher.rank(say("extend my permit"), limit=3).matches]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_nothing_known_finds_nothing(matcher: PhraseMatcher) -> None:
    assert matcher.rank(say("")).matches == ()
    assert matcher.rank(say("ԱԲԳ")).matches == ()


def test_an_empty_knowledge_finds_nothing() -> None:
    assert PhraseMatcher({}, {}).rank(say("visa")).matches == ()
    assert PhraseMatcher({}, CONCEPTS).rank(say("visa")).concepts == ("visa",)


def test_equal_questions_get_equal_answers_from_matchers_built_apart(matcher: PhraseMatcher) -> None:
    again = PhraseMatcher({entry: PHRASES[entry] for entry in reversed(PHRASES)}, CONCEPTS)
    for text in ("renew permit", "how much is the visa", "stolen", "shanghai"):
        assert matcher.rank(say(text)) == again.rank(say(text))


def test_evidence_is_named_for_explaining(matcher: PhraseMatcher) -> None:
    ranking = matcher.rank(say("extend residence permit"))
    assert {"nearest phrase", "regression", "concepts frequency"} <= ranking.matches[0].evidence.keys()
    assert {"lead", "other city", "known letters"} <= ranking.evidence.keys()


def test_the_real_knowledge_finds_each_title(snapshot: Snapshot) -> None:
    matcher = build_matcher(snapshot.knowledge)
    entries = list(snapshot.knowledge.entries.values())
    ranked = [[match.entry for match in matcher.rank(say(entry.texts["en"].title), 3).matches] for entry in entries]
    among_three = sum(entry.id in found for entry, found in zip(entries, ranked, strict=True))
    assert among_three >= 0.9 * len(entries)


def test_a_letter_or_two_are_not_answered(snapshot: Snapshot) -> None:
    for text in ("Q", "jw", "x1", "3:Q", "1A:R"):
        assert snapshot.matcher.rank(say(text)).matches[0].score <= 0.5
    assert snapshot.matcher.rank(say("Q visa")).matches[0].score > 0.5


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("permesso 居留许可", {"rp-basics"}),
        ("我的 work permit 过期", {"wp-extension"}),
        ("renovar 居留许可", {"rp-extension"}),
        ("extend 居留许可", {"rp-extension"}),
    ],
)
def test_mixed_languages_still_reach_the_entry(snapshot: Snapshot, text: str, entries: set[str]) -> None:
    verdict = judge(snapshot.matcher.rank(hear(text, Session(), None, snapshot)))
    assert isinstance(verdict, Ambiguous | Confident)
    offered = [verdict.match] if isinstance(verdict, Confident) else verdict.matches
    assert entries <= {match.entry for match in offered}

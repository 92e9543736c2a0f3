"""A small knowledge of five entries and a dozen concepts, enough to show each rule."""

import pytest

from bot.language.normalize import normalize
from bot.language.utterance import Utterance
from bot.matching.ranking import PhraseMatcher
from bot.model import Concept, Facet, Term


def say(text: str, locale: str = "en", certain: bool = True) -> Utterance:
    return Utterance(text, normalize(text), locale, certain)


def concept(name: str, group: str, words: dict[str, str], *, ours: bool = True, facet: Facet | None = None, implies: str = "") -> Concept:
    terms = {}
    for locale, listed in words.items():
        preferred, *variants = listed.split(";")
        terms[locale] = Term(name, preferred, tuple(variants))
    return Concept(name, group, ours, facet, terms, tuple(implies.split()))


CONCEPTS = {
    found.id: found
    for found in (
        concept(
            "residence-permit", "permit-kind", {"en": "residence permit;RP", "zh-Hans": "居留许可;juliuxuke", "es": "permiso de residencia"}
        ),
        concept("work-permit", "permit-kind", {"en": "work permit", "zh-Hans": "工作许可", "es": "permiso de trabajo"}),
        concept("visa", "permit-kind", {"en": "visa", "zh-Hans": "签证", "es": "visado;visa"}),
        concept("work-visa", "permit-kind", {"en": "work visa"}, implies="visa work"),
        concept("work", "purpose", {"en": "work;job"}),
        concept(
            "extend", "action", {"en": "extend;extension;renew", "zh-Hans": "延期;续签", "es": "prolongar;renovar", "de": "verlänger*"}
        ),
        concept("lose", "action", {"en": "lose;lost;stolen", "zh-Hans": "丢失;丢了", "es": "perder;perdí;robaron"}),
        concept("passport", "document", {"en": "passport", "zh-Hans": "护照", "es": "pasaporte"}),
        concept("fee", "facet", {"en": "fee;how much", "zh-Hans": "多少钱", "es": "cuánto cuesta"}, facet=Facet.FEE),
        concept("where", "facet", {"en": "where", "zh-Hans": "哪里", "es": "dónde"}, facet=Facet.WHERE),
        concept("pronoun-it", "meta", {"en": "this;that", "es": "esto"}),
        concept("politeness", "politeness", {"en": "please;hello;could you tell me", "zh-Hans": "请问"}),
        concept("weather", "other-subject", {"en": "weather;rain", "zh-Hans": "天气", "es": "tiempo hace"}, ours=False),
        concept("shanghai", "other-city", {"en": "Shanghai", "zh-Hans": "上海"}, ours=False),
        concept("country-name", "meta", {"en": "france;french;japan"}),
        concept("china", "place-kind", {"en": "china", "zh-Hans": "中国"}),
    )
}

PHRASES = {
    "rp-extension": {
        "en": ["extend my residence permit", "residence permit expires next month", "renew RP", "my permit of stay ends soon, now?"],
        "zh-Hans": ["居留许可延期", "居留许可快到期了怎么办", "续签居留许可要多少钱"],
    },
    "wp-extension": {
        "en": ["extend work permit", "my company must renew the work permit", "work permit runs out"],
        "zh-Hans": ["工作许可延期", "工作许可证到期怎么续签"],
    },
    "lost-passport": {
        "en": ["lost my passport", "passport stolen in the subway", "somebody took my bag with the passport"],
        "zh-Hans": ["护照丢失", "我的护照在地铁被偷了"],
    },
    "fees": {"en": ["how much is a visa", "price list of permits", "fees for visas"], "zh-Hans": ["签证多少钱", "收费标准"]},
    "move-city": {
        "en": [
            "move from Shanghai to Beijing",
            "i live in shanghai and move here",
            "shanghai permit valid here",
            "register again after shanghai",
        ],
        "zh-Hans": ["从上海搬到北京"],
    },
}


@pytest.fixture(scope="session")
def matcher() -> PhraseMatcher:
    return PhraseMatcher(PHRASES, CONCEPTS)

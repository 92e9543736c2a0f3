"""Figures in each language, under one display policy."""

from datetime import date
from decimal import Decimal

import pytest

from bot.dialogue.snapshot import Snapshot
from bot.model import Amount, DatedValue, Fact, FactKind
from bot.rendering.facts import fill, isolate_foreign, metres, value

CHECKED = date(2026, 11, 22)
NOT_NUMBERS = {FactKind.DATE, FactKind.CLOCK, FactKind.PHONE, FactKind.EMAIL, FactKind.LINK, FactKind.CODE}


def shown(snapshot: Snapshot, locale: str, kind: FactKind, what: Amount | date | str) -> str:
    return value(kind, what, snapshot.catalogs.speaker(locale)).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("locale", "days", "money", "working"),
    [
        ("en", "30 days", "CNY 1,000", "7 working days"),
        ("zh-Hans", "30天", "1,000元", "7个工作日"),
        ("zh-Hant", "30天", "1,000元", "7個工作日"),
        ("fr", "30 jours", "1 000 yuans", "7 jours ouvrables"),
        ("ja", "30日", "1,000元", "7営業日"),
        ("ar", "30 يومًا", "1,000 يوان", "7 أيام عمل"),
    ],
)
def test_periods_keep_the_unit_of_the_law_and_money_its_name(snapshot: Snapshot, locale: str, days: str, money: str, working: str) -> None:
    assert shown(snapshot, locale, FactKind.DAYS, Amount(Decimal(30))) == days
    assert shown(snapshot, locale, FactKind.MONEY, Amount(Decimal(1000), None, "CNY")) == money
    assert shown(snapshot, locale, FactKind.WORKING_DAYS, Amount(Decimal(7))) == working


@pytest.mark.parametrize(
    ("kind", "what", "told"),
    [
        (FactKind.DAYS, Amount(Decimal(5), Decimal(15)), "5–15 days"),
        (FactKind.MONEY, Amount(Decimal(1000), Decimal(5000), "CNY"), "CNY 1,000–5,000"),
        (FactKind.MONEY, Amount(Decimal(100), None, "USD"), "100 USD"),
        (FactKind.WORKING_DAYS, Amount(Decimal(1)), "1 working day"),
        (FactKind.PERCENT, Amount(Decimal(20)), "20%"),
        (FactKind.AGE, Amount(Decimal(18)), "18"),
        (FactKind.YEAR, Amount(Decimal(2026)), "2026"),
        (FactKind.DATE, date(2025, 10, 1), "1 October 2025"),
        (FactKind.PHONE, "12367", "12367"),
        (FactKind.MILLIMETRES, Amount(Decimal(33)), "33 mm"),
    ],
)
def test_kinds(snapshot: Snapshot, kind: FactKind, what: Amount | date | str, told: str) -> None:
    assert shown(snapshot, "en", kind, what) == told


@pytest.mark.parametrize("locale", ["en", "zh-Hans", "zh-Hant", "fr", "ja", "ar"])
@pytest.mark.parametrize("kind", [kind for kind in FactKind if kind not in NOT_NUMBERS])
def test_no_unit_is_shown_as_its_code(snapshot: Snapshot, locale: str, kind: FactKind) -> None:
    for number in (1, 2, 3, 11, 100):
        told = shown(snapshot, locale, kind, Amount(Decimal(number), None, "CNY" if kind is FactKind.MONEY else None))
        assert "duration-" not in told
        assert "digital-" not in told
        assert "length-" not in told


def test_a_fact_has_the_value_of_the_day(snapshot: Snapshot) -> None:
    old = DatedValue(Amount(Decimal(400), None, "CNY"), "law", CHECKED, None, date(2026, 12, 31))
    new = DatedValue(Amount(Decimal(500), None, "CNY"), "law", CHECKED, date(2027, 1, 1), None)
    facts = {"fee": Fact("fee", FactKind.MONEY, (old, new))}
    say = snapshot.catalogs.speaker("en")
    assert fill("{fee}.", facts.get, date(2026, 12, 31), say) == "CNY 400."
    assert fill("{fee}.", facts.get, date(2027, 1, 1), say) == "CNY 500."
    assert fill("{other}.", facts.get, date(2027, 1, 1), say) == "(not known today)."


def test_foreign_words_are_isolated_in_right_to_left_text_and_brackets_stay_outside() -> None:
    assert isolate_foreign("تصريح (居留许可) أو X2 30") == "تصريح (\u2068居留许可\u2069) أو \u2068X2\u2069 30"
    once = isolate_foreign("\u206812367\u2069 Beijing")
    assert once == isolate_foreign(once)


@pytest.mark.parametrize(("distance", "told"), [(12, "50 m"), (340, "350 m"), (4230, "4.2 km"), (12_400, "12 km")])
def test_distances_are_rounded_to_what_is_known(snapshot: Snapshot, distance: float, told: str) -> None:
    assert metres(distance, snapshot.catalogs.speaker("en")).replace("\xa0", " ") == told

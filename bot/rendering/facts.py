"""Figures in people's own languages: one display policy, written out here, through Babel.

Digits are the same (0-9) in every language, because they must be recognised on a form; currencies are words, not symbols; a period keeps
the unit of the law: 30 days never become "1 month".
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from bot.language.catalogs import Speaker
from bot.language.chinese import to_traditional
from bot.model import Amount, Fact, FactKind

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_FOREIGN = r"A-Za-z\u00c0-\u024f\u3040-\u30ff\u3400-\u9fff\uff10-\uff5a"
FOREIGN_RUN = re.compile(rf"[{_FOREIGN}][{_FOREIGN}0-9]*(?:[ .,:/&'’·-]{{1,2}}[{_FOREIGN}][{_FOREIGN}0-9]*)*")
"""Latin, Chinese or Japanese words with what joins them; brackets and plain numbers stay outside, in the order of the text around."""
UNITS: Mapping[FactKind, str] = {
    FactKind.MINUTES: "duration-minute",
    FactKind.HOURS: "duration-hour",
    FactKind.DAYS: "duration-day",
    FactKind.WEEKS: "duration-week",
    FactKind.MONTHS: "duration-month",
    FactKind.YEARS: "duration-year",
    FactKind.MILLIMETRES: "length-millimeter",
    FactKind.KILOBYTES: "digital-kilobyte",
}
SPACE_BEFORE_CHARACTER = re.compile(r"(?<=\d)[ \u00a0](?=[\u3400-\u9fff])")
"""Japanese writes 30日 in one piece, the locale data do not."""
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


def babel_code(code: str) -> str:
    """Our locale as Babel names it. English is the international one, with the day before the month; traditional Chinese is made from
    simplified, as everything else in it."""
    return {"en": "en_GB", "zh-Hant": "zh_Hans"}.get(code) or code.replace("-", "_")


def isolate(text: str, rtl: bool) -> str:
    """A Latin or Chinese fragment set apart, so that right-to-left text around it keeps its order."""
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}" if rtl and text else text


def isolate_whole(text: str, rtl: bool) -> str:
    """A title or name that may be foreign as a whole: set apart in one piece when no right-to-left letter is in it."""
    if not rtl or any(unicodedata.bidirectional(character) in ("R", "AL") for character in text):
        return isolate_foreign(text) if rtl else text
    return isolate(text, rtl)


def isolate_foreign(text: str) -> str:
    """Right-to-left text with every Latin, Chinese or Japanese run set apart; runs that are set apart already stay."""
    parts = re.split(f"({FIRST_STRONG_ISOLATE}[^{POP_ISOLATE}]*{POP_ISOLATE})", text)
    return "".join(
        part if part.startswith(FIRST_STRONG_ISOLATE) else FOREIGN_RUN.sub(lambda found: isolate(found[0], rtl=True), part)
        for part in parts
    )


def value(kind: FactKind, what: Amount | date | str, say: Speaker) -> str:
    """A fact's value as people read it: `30 days`, `CNY 400`, `1 October 2025`."""
    if isinstance(what, date):
        return format_date(what, format="long", locale=babel_code(say.locale.code))
    if isinstance(what, str):
        return isolate(what, say.locale.rtl)
    return _in_script(_amount(kind, what, say), say)


def _in_script(text: str, say: Speaker) -> str:
    return to_traditional(text) if say.locale.derived_from else text


def _amount(kind: FactKind, amount: Amount, say: Speaker) -> str:
    code = babel_code(say.locale.code)
    if kind is FactKind.MONEY:
        return money(_span(amount, lambda number: number_text(number, code)), amount.currency or "CNY", say)
    if kind is FactKind.PERCENT:
        return _span(amount, lambda number: format_percent(number / 100, locale=code))
    if kind is FactKind.WORKING_DAYS:
        shown = _span(amount, lambda number: number_text(number, code))
        return say.plural("{number} working day", "{number} working days", float(amount.high or amount.low), number=shown)
    if kind in UNITS:
        return _with_unit(amount, UNITS[kind], code)
    if kind is FactKind.YEAR:
        return _span(amount, str)
    return _span(amount, lambda number: number_text(number, code))


def number_text(number: Decimal | int, code: str) -> str:
    return format_decimal(number, locale=code, numbering_system="latn")


def money(number: str, currency: str, say: Speaker) -> str:
    return say("CNY {amount}", amount=number) if currency == "CNY" else f"{number} {currency}"


def _span(amount: Amount, shown: Callable[[Decimal], str]) -> str:
    return shown(amount.low) if amount.high is None else f"{shown(amount.low)}–{shown(amount.high)}"


def _with_unit(amount: Amount, unit: str, code: str) -> str:
    last = amount.high if amount.high is not None else amount.low
    told = in_units(last, unit, code)
    if amount.high is None:
        return told
    first, number = number_text(amount.low, code), number_text(last, code)
    return told.replace(number, f"{first}–{number}", 1) if number in told else f"{first}–{told}"


def in_units(number: Decimal | float, unit: str, code: str) -> str:
    """`30 days`. Where the locale data keeps one form for all lengths (Chinese, Japanese, Arabic), Babel finds it under "short" only and
    would print the unit's code for "long"."""
    lengths: tuple[Literal["long", "short"], ...] = ("short", "long") if unit.startswith(("length", "digital")) else ("long", "short")
    told = [format_unit(number, unit, length=length, locale=code, numbering_system="latn") for length in lengths]
    return SPACE_BEFORE_CHARACTER.sub("", next((text for text in told if unit not in text), told[0]))


def metres(distance: float, say: Speaker) -> str:
    """A distance as people say it: `350 m` rounded to fifty below one kilometre, then `4.2 km`, then `12 km`."""
    code = babel_code(say.locale.code)
    if distance < 1000:
        return _in_script(in_units(max(round(distance / 50), 1) * 50, "length-meter", code), say)
    kilometres = round(distance / 1000, 1) if distance < 10_000 else round(distance / 1000)
    return _in_script(in_units(kilometres, "length-kilometer", code), say)


def fill(text: str, facts: Callable[[str], Fact | None], today: date, say: Speaker) -> str:
    """The text with each `{fact}` replaced by its value of today; a fact without a value today is said to be unknown."""

    def one(found: re.Match[str]) -> str:
        fact = facts(found[1])
        dated = fact.on(today) if fact else None
        return value(fact.kind, dated.value, say) if fact and dated else say("(not known today)")

    filled = PLACEHOLDER.sub(one, text)
    return isolate_foreign(filled) if say.locale.rtl else filled

"""The kinds of values in knowledge files: names out of a list, numbers and ranges, money, times, addresses."""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.model import Amount

CATEGORIES = ("registration", "residence-permit", "visa-in-china", "work-permit", "permanent-residence", "visa", "everyday")
SERVICES = (
    *("residence-registration", "residence-permit", "visa-extension", "visa", "stay-permit", "work-permit", "permanent-residence"),
    *("medical-examination", "driving-licence", "tax", "social-insurance", "medical-insurance", "marriage-registration", "legalisation"),
    *("border", "emergency", "general-enquiry", "payment", "sim-card", "housing", "education", "healthcare", "banking", "labour-rights"),
    *("travel", "business", "district-services", "complaint", "temporary-driving-permit", "iit-app-registration-code", "transport-card"),
    *("tourist-advice", "exit-entry-self-service-24h", "vaccination", "verification-of-foreign-health-certificate", "municipal-services"),
    *("business-services", "two-permit-counter"),
)
WINDOW_KINDS = (
    *("airport-service", "authentication", "exit-entry", "government-service-centre", "health-exam", "hotline", "marriage"),
    *("talent-service", "tax", "vehicle-office", "work-permit"),
)
DISTRICTS = (
    *("dongcheng", "xicheng", "chaoyang", "fengtai", "shijingshan", "haidian", "mentougou", "fangshan", "tongzhou", "shunyi"),
    *("changping", "daxing", "huairou", "pinggu", "miyun", "yanqing"),
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
FactName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
LocaleCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]
Sentence = Annotated[str, Field(min_length=1, max_length=1200)]
Phrase = Annotated[str, Field(max_length=200)]
Day = date


def _member(*allowed: str) -> Any:
    def check(value: object) -> object:
        if value not in allowed:
            raise PydanticCustomError("unknown_name", "{value} is none of the names known here", {"value": str(value), "known": allowed})
        return value

    return check


Service = Annotated[str, BeforeValidator(_member(*SERVICES)), Field(json_schema_extra={"enum": list(SERVICES)})]
WindowKind = Annotated[str, BeforeValidator(_member(*WINDOW_KINDS)), Field(json_schema_extra={"enum": list(WINDOW_KINDS)})]
District = Annotated[str, BeforeValidator(_member(*DISTRICTS)), Field(json_schema_extra={"enum": list(DISTRICTS)})]
Area = Annotated[str, BeforeValidator(_member(*DISTRICTS, "beijing")), Field(json_schema_extra={"enum": [*DISTRICTS, "beijing"]})]


def period_of(value: object) -> object:
    if isinstance(value, str) and (found := re.fullmatch(r"(\d+) days?", value)):
        return timedelta(days=int(found[1]))
    raise PydanticCustomError("period", "write a number of days, for example 180 days")


def _number(value: object) -> object:
    """`30`, `5-15` or `1,000` to an Amount without currency."""
    text = str(value).replace(",", "")
    try:
        low, _, high = text.partition("-")
        amount = Amount(Decimal(low), Decimal(high) if high else None)
    except InvalidOperation:
        raise PydanticCustomError("number", "write a number like 30 or a range like 5-15") from None
    if amount.low < 0 or (amount.high is not None and amount.high <= amount.low):
        raise PydanticCustomError("number", "the range must grow from left to right")
    return amount


def _money(value: object) -> object:
    number, _, currency = str(value).partition(" ")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise PydanticCustomError("money", "write an amount and its currency, for example 400 CNY")
    amount = _number(number)
    assert isinstance(amount, Amount)  # noqa: S101 - _number returns nothing else
    return Amount(amount.low, amount.high, currency)


def _clock(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d|24:00", value):
        raise PydanticCustomError("clock", "write a time of day like 9:00 or 17:30")
    return value


NumberSchema = Field(json_schema_extra={"type": ["integer", "number", "string"]})
Number = Annotated[Any, BeforeValidator(_number), NumberSchema]
Money = Annotated[Any, BeforeValidator(_money), Field(json_schema_extra={"type": "string", "pattern": r"^[\d.,-]+ [A-Z]{3}$"})]
Clock = Annotated[str, BeforeValidator(_clock)]
Web = Annotated[str, Field(pattern=r"^https?://\S+$")]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ()-]{1,20}$")]
Period = Annotated[timedelta, BeforeValidator(period_of), Field(json_schema_extra={"type": "string", "pattern": r"^\d+ days?$"})]
YesNo = Annotated[bool, WithJsonSchema({"enum": ["yes", "no"]})]
"""Editors read YAML 1.2, in which `yes` is a word."""

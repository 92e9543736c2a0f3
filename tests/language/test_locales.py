"""Language tags and the locales they ask for."""

import pytest

from bot.language.locales import Locale, negotiate

AVAILABLE = ("en", "zh-Hans", "zh-Hant", "fr", "pt", "id", "ar", "fa", "mn")


@pytest.mark.parametrize(
    ("tag", "locale"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("pt-br", "pt"),
        ("pt_BR", "pt"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh-hans-sg", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-hant", "zh-Hant"),
        ("zh-Hans-TW", "zh-Hans"),
        ("yue", "zh-Hant"),
        ("in", "id"),
        ("prs", "fa"),
        ("khk", "mn"),
        ("iw", None),
        ("sw", None),
        ("", None),
        (None, None),
        ("-", None),
    ],
)
def test_a_tag_finds_the_locale_that_is_there(tag: str | None, locale: str | None) -> None:
    assert negotiate(tag, AVAILABLE) == locale


def test_chinese_of_a_script_that_is_not_there_is_not_guessed() -> None:
    assert negotiate("zh-TW", ("en", "zh-Hans")) is None


def test_a_locale_covers_all_entries_or_those_it_names() -> None:
    assert Locale("en", "English", covers=None).should_cover("anything")
    assert Locale("fr", "Français", covers=frozenset({"fees"})).should_cover("fees")
    assert not Locale("fr", "Français", covers=frozenset({"fees"})).should_cover("photo")

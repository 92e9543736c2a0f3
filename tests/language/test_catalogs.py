"""The bot's own sentences: all of them translated, with the same placeholders, in every language with texts."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.dialogue.snapshot import Snapshot

ROOT = Path(__file__).parent.parent.parent
KEYWORDS = {"say": None, "N_": None, "plural": (1, 2)}
SAID = {
    message if isinstance(message, str) else message[0]
    for _, _, message, _, _ in extract_from_dir(str(ROOT / "bot" / "rendering"), [("**.py", "python")], keywords=KEYWORDS)
    if message and (isinstance(message, str) or message[0])
}
TRANSLATED = ("zh-Hans", "fr", "ja", "ar")


def placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_sentence_is_translated_with_its_placeholders(locale: str) -> None:
    with (ROOT / "locales" / locale / "LC_MESSAGES" / "bot.po").open("rb") as file:
        catalog = read_po(file, locale=locale.replace("-", "_"), abort_invalid=True)
    told = {(m.id[0] if isinstance(m.id, tuple) else m.id): m.string for m in catalog if m.id}
    assert len(SAID) > 100
    assert {"Copy address", "Please write your question in words."} <= SAID
    assert SAID - told.keys() == set()
    for message, string in told.items():
        for form in string if isinstance(string, tuple) else (string,):
            assert form, message
            missing = set(placeholders(message)) ^ set(placeholders(form))
            assert missing <= ({"{number}"} if isinstance(string, tuple) else set()), message


def test_a_sentence_missing_in_a_language_is_said_in_the_next_of_its_chain(snapshot: Snapshot) -> None:
    assert snapshot.catalogs.speaker("th")("All topics") == "All topics"
    assert snapshot.catalogs.speaker("zh-Hant")("Fee") == "費用"


@pytest.mark.parametrize("locale", ["es", "pt", "de", "ru", "ko", "it", "vi", "th", "id", "mn", "fa", "ur", "hi"])
def test_languages_without_texts_can_say_so(snapshot: Snapshot, locale: str) -> None:
    message = "I understood your question, but I have no texts in your language yet, so the answer is in English."
    assert snapshot.catalogs.speaker(locale)(message) != message

"""Every figure that people see can be traced: it has a source, a day, and stands in no text of its own."""

import csv
import io
import re

from bot import report
from bot.dialogue.snapshot import Snapshot
from bot.knowledge.text_rules import ADDRESS_OF_WEB_OR_MAIL, BARE_DIGIT
from bot.model import EntryText

PLACEHOLDER = re.compile(r"\{(\w+)\}")


def sentences(text: EntryText) -> list[str]:
    parts = [text.title, text.answer, text.fee, text.deadline, text.time, text.where, *text.steps, *text.notes]
    return [part for part in [*parts, *text.document_notes.values(), *text.notices.values()] if part]


def test_every_figure_names_a_source_and_a_day(snapshot: Snapshot) -> None:
    knowledge = snapshot.knowledge
    rows = list(csv.DictReader(io.StringIO(report.facts(knowledge))))
    figures = sum(len(fact.values) for entry in knowledge.entries.values() for fact in entry.facts.values())
    assert len(rows) == figures + sum(len(fact.values) for fact in knowledge.shared_facts.values()) > 250
    for row in rows:
        assert row["source"] in knowledge.sources
        assert row["url"].startswith("http")
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["checked"])


def test_no_text_in_any_language_holds_a_digit_an_address_or_a_phone_number(snapshot: Snapshot) -> None:
    texts = [(entry.id, text) for entry in snapshot.knowledge.entries.values() for text in entry.texts.values()]
    assert len(texts) > 400
    found = [
        (entry_id, text.locale, sentence)
        for entry_id, text in texts
        for sentence in sentences(text)
        if BARE_DIGIT.search(plain := PLACEHOLDER.sub("", sentence)) or ADDRESS_OF_WEB_OR_MAIL.search(plain)
    ]
    assert found == []


def test_every_placeholder_is_a_figure_with_a_value_today_in_every_language(snapshot: Snapshot) -> None:
    today = max(source.checked for source in snapshot.knowledge.sources.values())
    for entry in snapshot.knowledge.entries.values():
        for text in entry.texts.values():
            for name in {name for sentence in sentences(text) for name in PLACEHOLDER.findall(sentence)}:
                fact = snapshot.knowledge.fact(entry, name)
                assert fact is not None, (entry.id, text.locale, name)
                assert fact.on(today) is not None, (entry.id, name)


def test_an_entry_that_shows_figures_of_its_own_has_a_source_to_show(snapshot: Snapshot) -> None:
    sources = snapshot.knowledge.sources
    for entry in snapshot.knowledge.entries.values():
        if entry.facts:
            assert any(sources[name].show_to_users for name in entry.sources), entry.id

"""Traditional Chinese made from simplified."""

import pytest

from bot.dialogue.snapshot import Snapshot
from bot.language.chinese import to_traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("居留许可延期、换发、补发", "居留許可延期、換發、補發"),
        ("免签入境，被拒签的", "免簽入境，被拒簽的"),
        ("网上签约后签发签证", "網上簽約後簽發簽證"),
        ("12367 passport", "12367 passport"),
    ],
)
def test_words_of_the_domain_get_the_right_characters(simplified: str, traditional: str) -> None:
    assert to_traditional(simplified) == traditional


def test_no_text_speaks_of_hair_or_lots(snapshot: Snapshot) -> None:
    for entry in snapshot.knowledge.entries.values():
        text = entry.texts["zh-Hant"]
        for sentence in (text.title, text.answer, text.where or "", *text.steps, *text.notes, *text.document_notes.values()):
            assert not {"髮", "籤"} & set(sentence), (entry.id, sentence)

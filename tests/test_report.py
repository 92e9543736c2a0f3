"""Reports for staff."""

from datetime import date

from bot import report
from bot.dialogue.stores import JournalLine, Outcome

DAY = date(2026, 11, 22)


def line(outcome: Outcome, kind: str = "fallback", entry: str | None = None, concepts: tuple[str, ...] = ()) -> JournalLine:
    return JournalLine(DAY, "telegram", "fr", outcome, kind, entry, None, concepts)


def test_unanswered_questions_are_grouped_by_language_and_terms() -> None:
    lines = [line(Outcome.UNANSWERED, concepts=("dog", "fee"))] * 2 + [
        line(Outcome.CLARIFIED, "clarification"),
        line(Outcome.ANSWERED, "answer", "fees"),
        line(Outcome.UNANSWERED, "unsupported"),
    ]
    assert report.unanswered(lines).splitlines() == [
        "count\tlanguage\toutcome\tterms",
        "2\tfr\tunanswered\tdog fee",
        "1\tfr\tclarified\t(no known term)",
    ]


def test_feedback_is_counted_by_entry() -> None:
    helpful = line(Outcome.HELPFUL, "feedback", "fees")
    lines = [helpful, line(Outcome.UNHELPFUL, "feedback", "overstay"), helpful]
    assert report.feedback(lines).splitlines() == ["count\tentry\tfeedback", "2\tfees\thelpful", "1\toverstay\tunhelpful"]

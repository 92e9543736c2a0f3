"""Reports for staff: every figure with its origin, and what people asked without getting an answer."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO

from bot.dialogue.stores import JournalLine, Outcome
from bot.model import Amount, Fact, Knowledge

FACT_COLUMNS = ("entry", "fact", "kind", "value", "source", "publisher", "page_date", "checked", "valid_from", "valid_to", "url")


def facts(knowledge: Knowledge) -> str:
    """Every figure as CSV: entry (empty for shared ones), fact, value, source, date of the page, date checked."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(FACT_COLUMNS)
    writer.writerows(_fact_rows(knowledge))
    return written.getvalue()


def _fact_rows(knowledge: Knowledge) -> Iterator[tuple[object, ...]]:
    owned: list[tuple[str, Fact]] = [("", fact) for fact in knowledge.shared_facts.values()]
    owned += [(entry.id, fact) for entry in knowledge.entries.values() for fact in entry.facts.values()]
    for entry_id, fact in owned:
        for dated in fact.values:
            source = knowledge.sources[dated.source]
            yield (
                *(entry_id, fact.id, fact.kind.value, written_value(dated.value), source.id, source.publisher, source.page_date or ""),
                *(dated.checked if dated.checked.year > 1 else source.checked, dated.valid_from or "", dated.valid_to or "", source.url),
            )


def written_value(value: object) -> str:
    """As staff write it: `5-15`, `400 CNY`, `2025-10-01`."""
    if not isinstance(value, Amount):
        return str(value)
    number = f"{value.low:f}" if value.high is None else f"{value.low:f}-{value.high:f}"
    return f"{number} {value.currency}" if value.currency else number


def unanswered(lines: Iterable[JournalLine]) -> str:
    """What people asked in vain, grouped by language and the terms that were understood; the words themselves are never kept."""
    missed = [line for line in lines if line.outcome in (Outcome.UNANSWERED, Outcome.CLARIFIED) and line.kind != "unsupported"]
    counted = Counter((line.locale, line.outcome.value, " ".join(line.concepts) or "(no known term)") for line in missed)
    return _table(("count", "language", "outcome", "terms"), ((number, *group) for group, number in counted.most_common()))


def feedback(lines: Iterable[JournalLine]) -> str:
    """Which entries helped, and which were not what was asked."""
    counted: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.outcome in (Outcome.HELPFUL, Outcome.UNHELPFUL) and line.entry:
            counted[line.entry, line.outcome.value] += 1
    return _table(("count", "entry", "feedback"), ((number, *group) for group, number in counted.most_common()))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join(["\t".join(head), *("\t".join(map(str, row)) for row in rows)])

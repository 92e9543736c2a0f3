"""Every rule across files, in the order they run.

A rule takes the whole folder and today's date, and yields problems; it never stops at the first.
"""

from collections.abc import Callable, Iterator
from datetime import date

from bot.knowledge import date_and_place_rules, file_rules, text_rules
from bot.knowledge.folder import Folder
from bot.knowledge.problems import Problem

Rule = Callable[[Folder, date], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    file_rules.entry_has_its_files,
    file_rules.locale_files_are_known,
    file_rules.covered_entries_are_there,
    file_rules.references_are_known,
    file_rules.shared_facts_are_not_repeated,
    text_rules.placeholders_are_facts,
    text_rules.every_fact_is_told,
    text_rules.translations_say_the_same,
    text_rules.no_figures_in_prose,
    file_rules.phrases_are_in_languages_we_tell_apart,
    file_rules.more_phrases_are_for_entries,
    file_rules.subjects_beside_are_no_entries,
    text_rules.phrases_find_one_entry,
    text_rules.document_notes_belong_to_documents,
    text_rules.notices_have_dates_and_texts,
    file_rules.documents_have_their_names,
    date_and_place_rules.dates_are_possible,
    date_and_place_rules.windows_can_be_visited,
    date_and_place_rules.hours_are_possible,
    text_rules.replies_fit_a_message,
    text_rules.small_talk_is_told_apart,
    date_and_place_rules.calendars_fit_their_year,
    file_rules.terms_name_known_concepts,
    file_rules.terms_name_one_concept,
    text_rules.forbidden_terms_are_not_written,
)


def run_checks(folder: Folder, today: date) -> list[Problem]:
    """Every problem of shape and of every rule, each once, sorted by place."""
    found = (problem for rule in RULES for problem in rule(folder, today))
    return sorted({*folder.problems, *found})

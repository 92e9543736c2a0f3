"""Every rule has a faulty folder, and the report people get for it."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge import loading
from bot.knowledge.problems import FORMATS, as_text
from tests.knowledge_cases import BROKEN, SMALL, lay_out

TODAY = date(2026, 11, 22)
CASES = sorted(folder.name for folder in BROKEN.iterdir())
RULE_NAME = re.compile(r'(?:problem\(\s*|Problem\([^()]*?(?:\([^()]*\)[^()]*?)*, )"([a-z]+(?:-[a-z0-9]+)+|syntax|alias|tag)"')


def test_the_small_knowledge_has_no_problem() -> None:
    assert as_text(loading.check(SMALL / "knowledge", SMALL / "locales", TODAY)) == ""


@pytest.mark.parametrize("case", CASES)
def test_a_fault_is_reported_with_place_finding_and_cure(case: str, tmp_path: Path) -> None:
    root = lay_out(BROKEN / case, tmp_path)
    report = as_text(loading.check(root / "knowledge", root / "locales", TODAY))
    assert report + "\n" == (BROKEN / case / "report.txt").read_text(encoding="utf-8")
    assert report


def test_every_rule_has_a_faulty_folder() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (Path(loading.__file__).parent).glob("*.py")]
    named = {name for text in sources for name in RULE_NAME.findall(text)}
    reported = {
        name for case in CASES for name in re.findall(r"\[([a-z0-9-]+)\]$", (BROKEN / case / "report.txt").read_text("utf-8"), re.M)
    }
    assert len(named) > 40
    assert named - reported == set()


def test_reports_come_as_text_workflow_commands_and_json(tmp_path: Path) -> None:
    root = lay_out(BROKEN / "bare-digit", tmp_path)
    problems = loading.check(root / "knowledge", root / "locales", TODAY)
    place = "file=knowledge/entries/residence-permit/extension/en.yaml,line=8,col=5,title=bare-digit"
    assert FORMATS["github"](problems).startswith(f"::error {place}::'10' is a figure")
    assert '"rule": "bare-digit"' in FORMATS["json"](problems)

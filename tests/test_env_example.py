"""Every setting is in .env.example and in the operators' guide, and nothing else is."""

import re
from pathlib import Path

from bot.settings import SECRETS, Settings

ROOT = Path(__file__).parents[1]
ONLY_IN_COMPOSE = {"POSTGRES_PASSWORD"}


def names() -> set[str]:
    return {name.upper() for name in Settings.model_fields}


def test_the_example_lists_every_setting() -> None:
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert listed - ONLY_IN_COMPOSE == names()


def test_the_operators_guide_explains_every_setting() -> None:
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in sorted(names()) if f"`{name}`" not in guide] == []


def test_each_secret_is_told_to_work_from_a_file() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    head = example[: example.index("# ---")]
    assert [name for name in SECRETS if name not in head] == []

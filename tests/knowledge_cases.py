"""The small knowledge of the tests, and faulty folders laid over it."""

import shutil
from pathlib import Path

from bot.knowledge.nodes import MAX_FILE_BYTES

SMALL = Path(__file__).parent / "knowledge" / "small"
BROKEN = Path(__file__).parent / "knowledge" / "broken"


def lay_out(case: Path, target: Path) -> Path:
    """Copies the small knowledge into `target` and lays the case's files over it; `deleted.txt` and `oversized.txt` name files."""
    shutil.copytree(SMALL, target, dirs_exist_ok=True)
    for folder in ("knowledge", "locales"):  # a case without files is the small knowledge itself
        if (case / folder).is_dir():
            shutil.copytree(case / folder, target / folder, dirs_exist_ok=True)
    for name in _named(case / "deleted.txt"):
        (target / name).unlink()
    for name in _named(case / "oversized.txt"):
        (target / name).write_text("#" * (MAX_FILE_BYTES + 1) + "\n", encoding="utf-8")
    return target


def _named(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split() if file.exists() else []

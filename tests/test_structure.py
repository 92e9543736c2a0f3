"""The direction of imports, and who may know which library."""

import ast
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
ORDER = (
    {"model", "messages", "errors", "settings", "uncollected"},
    {"language"},
    {"knowledge"},
    {"matching"},
    {"windows"},
    {"rendering"},
    {"dialogue"},
    {"storage"},
    {"metrics"},
    {"channels"},
    {"web"},
    {"app", "cli", "jsonl", "report", "explain", "poster", "__main__"},
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
ONLY = {
    "telegram": {"channels", "web"},
    "rapidfuzz": {"matching", "windows"},
    "yaml": {"knowledge"},
    "babel": {"rendering", "language"},
    "sqlalchemy": {"storage"},
    "starlette": {"web"},
    "uvicorn": {"web"},
}
MODULES = sorted(BOT.rglob("*.py"))


def part_of(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(BOT)))
def test_a_part_uses_only_what_stands_before_it(path: Path) -> None:
    if path.name == "__init__.py" and path.parent == BOT:
        assert imports(path) <= {"os"}  # which tells NumPy how many threads, before anybody imports it
        return
    used = {name.split(".")[1] for name in imports(path) if name.startswith("bot.")}
    if path.name == "errors.py":
        used -= {"knowledge"}  # names Problem for type checkers only
    assert {name for name in used if RANK[name] > RANK[part_of(path)]} == set()


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_known_where_it_belongs(library: str) -> None:
    users = {part_of(path) for path in MODULES if any(name.split(".")[0] == library for name in imports(path))}
    assert users
    assert users <= ONLY[library]


def test_only_one_module_reads_yaml() -> None:
    assert [path.name for path in MODULES if "yaml" in imports(path)] == ["nodes.py"]

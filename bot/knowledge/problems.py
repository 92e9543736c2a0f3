"""A finding in a knowledge file, and how a list of findings is printed."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding. `path` is relative to the folder that was checked; line and column count from 1."""

    path: str
    line: int
    column: int
    rule: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{self.path}:{self.line}:{self.column}: {mark}{self.message} [{self.rule}]"


def as_text(problems: Iterable[Problem]) -> str:
    return "\n".join(map(str, problems))


def as_github(problems: Iterable[Problem]) -> str:
    """Workflow commands, which put each finding beside its line in a pull request."""
    return "\n".join(
        f"::{p.severity} file={p.path},line={p.line},col={p.column},title={p.rule}::"
        + p.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        for p in problems
    )


def as_json(problems: Iterable[Problem]) -> str:
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "github": as_github, "json": as_json}

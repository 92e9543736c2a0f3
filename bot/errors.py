"""The few errors that Huitong raises.

HuitongError
├── KnowledgeError      the folder holds problems; carries all of them
├── SettingsError       a setting is missing or cannot be used
├── StoreError          the session store could not be read or written
│   └── SessionConflict another replica wrote the session first
└── TryLater            a message could not be answered now; its channel brings it again
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.knowledge.problems import Problem


class HuitongError(Exception):
    """The root of every error raised on purpose."""


class KnowledgeError(HuitongError):
    """The knowledge cannot be used. `problems` lists every finding, sorted by place."""

    def __init__(self, problems: Sequence["Problem"]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the knowledge")
        self.problems = tuple(problems)


class SettingsError(HuitongError):
    """A setting is missing or cannot be used; the message says which and what would be right."""


class StoreError(HuitongError):
    """The session store could not be read or written."""


class SessionConflict(StoreError):
    """Another replica saved this chat's session since it was read; read again and decide again."""


class TryLater(HuitongError):
    """A message could not be answered now and must come again, not before `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"try again in {after:g} s")
        self.after = after

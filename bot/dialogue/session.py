"""What is remembered of one chat: nothing but the language, the last topic and a version."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Session:
    """`chosen` is the language a person picked, `heard` that of the last text that was clear evidence; `entry` the last topic.

    `version` counts saves, so that two replicas never overwrite each other; 0 means never saved.
    """

    chosen: str | None = None
    heard: str | None = None
    entry: str | None = None
    version: int = 0

"""YAML text to plain values that remember where they stood.

Scalars stay as they are written: `no`, `9:00` and `0400` are text until a record gives them a type. Equal keys, anchors, aliases, tags and
oversized files are refused. This is the only module that knows YAML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from bot.knowledge.problems import Problem

MAX_FILE_BYTES = 512 * 1024
MAX_DEPTH = 20
EMPTY = ("", "~", "null")

MAY_BE_REFUSED = re.compile(r"(?:^|[\s\[\]{},:-])[&*!]", re.MULTILINE)
"""Where an anchor, an alias or a tag could begin; a second, slower look decides."""

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
Position = tuple[int, int]


class _Loader(yaml.CSafeLoader):
    """Leaves scalars as they are written: without resolvers nothing is guessed."""


_Loader.yaml_implicit_resolvers = {}


@dataclass(frozen=True)
class Nodes:
    """The content of one file. `values` and `keys` give line and column, from 1, of each value and of each mapping key."""

    path: str
    data: Plain
    values: dict[Path, Position] = field(default_factory=dict)
    keys: dict[Path, Position] = field(default_factory=dict)

    def at(self, *path: str | int) -> Position:
        """Where the value at `path` stands, or the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return (1, 1)

    def at_key(self, *path: str | int) -> Position:
        return self.keys.get(path) or self.at(*path)

    def problem(self, rule: str, message: str, *path: str | int, key: bool = False) -> Problem:
        line, column = self.at_key(*path) if key else self.at(*path)
        return Problem(self.path, line, column, rule, message)


def read(path: str, content: bytes) -> tuple[Nodes, list[Problem]]:
    """The content as Nodes, and every problem of the YAML itself; with problems, the data may be incomplete."""
    if len(content) > MAX_FILE_BYTES:
        return Nodes(path, None), [
            Problem(path, 1, 1, "file-too-large", f"the file has {len(content):,} bytes; at most {MAX_FILE_BYTES:,} are read")
        ]
    try:
        text = content.decode("utf-8")
        refused = list(_refused(path, text))
        if refused:
            return Nodes(path, None), refused
        root = yaml.compose(text, Loader=_Loader)
    except UnicodeDecodeError as error:
        return Nodes(path, None), [Problem(path, 1, 1, "syntax", f"the file is not UTF-8 text (byte {error.start})")]
    except yaml.YAMLError as error:
        return Nodes(path, None), [_syntax_problem(path, error)]
    if root is None:
        return Nodes(path, None), [Problem(path, 1, 1, "empty-file", "the file is empty")]
    reader = _Reader(path)
    data = reader.value(root, ())
    return Nodes(path, data, reader.values, reader.keys), reader.problems


def _syntax_problem(path: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    detail = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Problem(path, line, column, "syntax", f"this is not YAML: {detail}")


def _refused(path: str, text: str) -> Iterator[Problem]:
    """Anchors, aliases and tags: a few lines of them can expand to gigabytes, and staff never need them."""
    if not MAY_BE_REFUSED.search(text):
        return
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        place = _place(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, yaml.AliasEvent):
            yield Problem(path, *place, "alias", f"aliases (*{anchor}) are not allowed; write the value again or quote the text")
        elif anchor:
            yield Problem(path, *place, "alias", f"anchors (&{anchor}) are not allowed; write the value again or quote the text")
        elif tag:
            yield Problem(path, *place, "tag", f"tags ({tag}) are not allowed; quote the text if it begins with an exclamation mark")


def _place(item: yaml.Event | yaml.Node) -> Position:
    mark = item.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.values: dict[Path, Position] = {}
        self.keys: dict[Path, Position] = {}
        self.problems: list[Problem] = []

    def value(self, node: yaml.Node, path: Path) -> Plain:
        position = _place(node)
        self.values[path] = position
        if len(path) > MAX_DEPTH:
            self.problems.append(Problem(self.path, *position, "too-deep", f"values are nested more than {MAX_DEPTH} deep"))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, number)) for number, item in enumerate(node.value)]
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        return None if plain and node.value in EMPTY else str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Plain]:
        result: dict[str, Plain] = {}
        for key_node, value_node in node.value:
            line, column = _place(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(self.path, line, column, "syntax", "a key must be a word, not a list or a mapping"))
                continue
            key = key_node.value
            if key in result:
                first = self.keys[(*path, key)][0]
                self.problems.append(
                    Problem(self.path, line, column, "duplicate-key", f"{key!r} stands here a second time; the first is on line {first}")
                )
                continue
            self.keys[(*path, key)] = (line, column)
            result[key] = self.value(value_node, (*path, key))
        return result

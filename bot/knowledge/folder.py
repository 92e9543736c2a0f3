"""The knowledge folder and the locales folder as checked records that know their places; nothing is joined yet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.knowledge import nodes
from bot.knowledge.nodes import Nodes
from bot.knowledge.problems import Problem
from bot.knowledge.records import (
    BesideFile,
    CalendarRecord,
    ConceptsFile,
    EntryRecord,
    FactsFile,
    LocaleRecord,
    NamesFile,
    PhrasesFile,
    SmallTalkFile,
    SourcesFile,
    TermsFile,
    TextRecord,
    WindowsFile,
)

R = TypeVar("R", bound=BaseModel)


@dataclass(frozen=True)
class Document(Generic[R]):
    """One file: its nodes, and its record when the shape is right."""

    nodes: Nodes
    record: R | None


@dataclass
class EntryFiles:
    id: str
    category: str
    entry: Document[EntryRecord] | None = None
    texts: dict[str, Document[TextRecord]] = field(default_factory=dict)


@dataclass
class Folder:
    """Every file of both folders, by what it is; `problems` are those of YAML and shape."""

    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, EntryFiles] = field(default_factory=dict)
    sources: Document[SourcesFile] | None = None
    facts: Document[FactsFile] | None = None
    documents: dict[str, Document[NamesFile]] = field(default_factory=dict)
    laws: dict[str, Document[NamesFile]] = field(default_factory=dict)
    windows: dict[str, Document[WindowsFile]] = field(default_factory=dict)
    phrases: dict[str, Document[PhrasesFile]] = field(default_factory=dict)
    beside: dict[str, Document[BesideFile]] = field(default_factory=dict)
    smalltalk: dict[str, Document[SmallTalkFile]] = field(default_factory=dict)
    calendars: dict[str, Document[CalendarRecord]] = field(default_factory=dict)
    concepts: Document[ConceptsFile] | None = None
    terms: dict[str, Document[TermsFile]] = field(default_factory=dict)
    locales: dict[str, Document[LocaleRecord]] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)


def read_folder(knowledge: Path, locales: Path) -> Folder:
    """Reads both folders. Paths in problems are `knowledge/...` and `locales/...`. Raises OSError when a folder cannot be read."""
    folder = Folder()
    for file in _files(knowledge):
        _read_knowledge_file(folder, knowledge, file)
    for file in sorted((knowledge / "places").glob("*.csv")):
        folder.contents[f"knowledge/places/{file.name}"] = file.read_bytes()
    for file in sorted(locales.glob("*/locale.yaml")):
        folder.locales[file.parent.name] = _document(folder, f"locales/{file.parent.name}/locale.yaml", file, LocaleRecord)
    return folder


def _files(root: Path) -> Iterator[Path]:
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is not a folder")
    return iter(sorted(path for path in root.rglob("*.yaml") if path.is_file()))


def _read_knowledge_file(folder: Folder, root: Path, file: Path) -> None:
    parts = file.relative_to(root).parts
    name = "knowledge/" + "/".join(parts)
    match parts:
        case ("entries", category, entry_id, filename):
            files = folder.entries.setdefault(entry_id, EntryFiles(entry_id, category))
            if files.category != category:
                message = f"the entry {entry_id} stands in {files.category}/ already; an id is used once"
                folder.problems.append(Problem(name, 1, 1, "duplicate-entry", message))
            elif filename == "entry.yaml":
                files.entry = _document(folder, name, file, EntryRecord)
            else:
                files.texts[file.stem] = _document(folder, name, file, TextRecord)
        case ("sources.yaml",):
            folder.sources = _document(folder, name, file, SourcesFile)
        case ("facts.yaml",):
            folder.facts = _document(folder, name, file, FactsFile)
        case ("documents" | "laws" as kind, _):
            named = folder.documents if kind == "documents" else folder.laws
            named[file.stem] = _document(folder, name, file, NamesFile)
        case ("windows", _):
            folder.windows[file.stem] = _document(folder, name, file, WindowsFile)
        case ("phrases", _):
            folder.phrases[file.stem] = _document(folder, name, file, PhrasesFile)
        case ("beside", _):
            folder.beside[file.stem] = _document(folder, name, file, BesideFile)
        case ("smalltalk", _):
            folder.smalltalk[file.stem] = _document(folder, name, file, SmallTalkFile)
        case ("calendar", _):
            folder.calendars[file.stem] = _document(folder, name, file, CalendarRecord)
        case ("terms", "concepts.yaml"):
            folder.concepts = _document(folder, name, file, ConceptsFile)
        case ("terms", _):
            folder.terms[file.stem] = _document(folder, name, file, TermsFile)
        case ("places", _):
            folder.contents[name] = file.read_bytes()
        case _:
            known = (
                "entries/<category>/<id>/, phrases/, beside/, documents/, laws/, windows/, smalltalk/, terms/, places/, calendar/, "
                "sources.yaml, facts.yaml"
            )
            folder.problems.append(Problem(name, 1, 1, "unknown-file", f"no file is expected here; known are {known}"))


def _document(folder: Folder, name: str, file: Path, model: type[R]) -> Document[R]:
    content = file.read_bytes()
    folder.contents[name] = content
    tree, problems = nodes.read(name, content)
    folder.problems.extend(problems)
    record, problems = validate(tree, model) if not problems else (None, [])
    folder.problems.extend(problems)
    return Document(tree, record)


def validate(tree: Nodes, model: type[R]) -> tuple[R | None, list[Problem]]:
    """The record of a file, or what is wrong with its shape, each finding at the value or key it is about."""
    try:
        return model.model_validate(tree.data), []
    except ValidationError as error:
        return None, [_shape_problem(tree, model, detail) for detail in error.errors(include_url=False)]


def _shape_problem(tree: Nodes, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = _real_path(tree, detail["loc"])
    kind = detail["type"]
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    if kind == "extra_forbidden":
        close = closest(name, _keys_beside(model, detail["loc"]))
        return tree.problem("unknown-key", f"{name} is not a key here{close}", *path, key=True)
    if kind == "missing":
        return tree.problem("missing-field", f"{name} is missing", *path)
    if kind == "unknown_name":
        context: Mapping[str, Any] = detail["ctx"]
        return tree.problem("unknown-name", f"{context['value']} is not known here{closest(context['value'], context['known'])}", *path)
    return tree.problem("wrong-value", f"{'.'.join(map(str, path)) or 'the file'}: {_sentence(detail)}", *path)


def _sentence(detail: ErrorDetails) -> str:
    found = detail["input"]
    shown = f"; found {found!r}" if isinstance(found, str) and len(found) < 60 else ""
    message = detail["msg"].replace("Input should", "this should").replace("String should", "this should")
    return message[0].lower() + message[1:] + shown


def _real_path(tree: Nodes, location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """pydantic's location without the parts that stand for its own types rather than for keys of the file."""
    path: tuple[int | str, ...] = ()
    for part in location:
        if (*path, part) in tree.values or (*path, part) in tree.keys:
            path = (*path, part)
    return path


def _keys_beside(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys allowed where an unknown key was found: the fields of the innermost record on the way there."""
    fields = list(model.model_fields)
    current: Any = model
    for part in location[:-1]:
        following = _record_under(current, part)
        if following is not None:
            current, fields = following, list(following.model_fields)
    return fields


def _record_under(current: Any, part: int | str) -> type[BaseModel] | None:
    annotations = [info.annotation for name, info in current.model_fields.items() if name in (part, "root")]
    for annotation in annotations:
        for candidate in _types_in(annotation):
            if isinstance(candidate, type) and issubclass(candidate, BaseModel):
                return candidate
    return None


def _types_in(annotation: Any) -> Iterator[Any]:
    yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _types_in(argument)


def closest(name: str, known: Iterable[str]) -> str:
    """`; did you mean ...?` for the nearest of the known names, or nothing when none is near."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""

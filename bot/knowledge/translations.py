"""Work on translations: marking what they were made from, and the skeleton of a new language."""

import re
from collections.abc import Iterable
from pathlib import Path

from bot.errors import HuitongError
from bot.knowledge import nodes
from bot.knowledge.digest import digest
from bot.knowledge.folder import validate
from bot.knowledge.records import TextRecord
from bot.model import BASE_LOCALE

MARK = re.compile(r"^translates:.*\n", re.MULTILINE)
FIRST_KEY = re.compile(r"^title:", re.MULTILINE)


def stamp_translations(knowledge: Path, locale: str, entries: Iterable[str] = ()) -> int:
    """Writes into each `<locale>.yaml` the digest of the English text beside it; returns how many files changed.

    Raises HuitongError when an entry asked for is not translated.
    """
    wanted = set(entries)
    files = {file.parent.name: file for file in sorted(knowledge.glob(f"entries/*/*/{locale}.yaml"))}
    if missing := wanted - files.keys():
        raise HuitongError(f"no {locale}.yaml for {', '.join(sorted(missing))}")
    return sum(_stamp(file) for name, file in files.items() if not wanted or name in wanted)


def _stamp(file: Path) -> bool:
    base = _text(file.with_name(f"{BASE_LOCALE}.yaml"))
    before = file.read_text(encoding="utf-8")
    after = FIRST_KEY.sub(f'translates: "{digest(base)}"\ntitle:', MARK.sub("", before), count=1)
    if after == before:
        return False
    file.write_text(after, encoding="utf-8")
    return True


def _text(file: Path) -> TextRecord:
    tree, problems = nodes.read(file.name, file.read_bytes())
    record, more = validate(tree, TextRecord)
    if record is None:
        raise HuitongError(f"{file} cannot be read: {[*problems, *more][0]}")
    return record


def write_skeleton(knowledge: Path, locales: Path, code: str, native_name: str, *, rtl: bool) -> list[Path]:
    """The files with which a language begins; returns their paths. Raises HuitongError when the language is there already."""
    folder = locales / code
    if folder.exists():
        raise HuitongError(f"{folder} is there already")
    made = [
        (folder / "locale.yaml", _locale_file(native_name, rtl)),
        (folder / "LC_MESSAGES" / "bot.po", _catalog_file(code)),
        (knowledge / "documents" / f"{code}.yaml", "# yaml-language-server: $schema=../schema/documents.json\n{}\n"),
        (knowledge / "laws" / f"{code}.yaml", "# yaml-language-server: $schema=../schema/laws.json\n{}\n"),
    ]
    for path, text in made:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.write_text(text, encoding="utf-8")
    return [path for path, _ in made]


def _locale_file(native_name: str, rtl: bool) -> str:
    schema = "# yaml-language-server: $schema=../../knowledge/schema/locale.json"
    return f"{schema}\nnative_name: {native_name}\ndirection: {'rtl' if rtl else 'ltr'}\nfallback: [{BASE_LOCALE}]\ncovers: []\n"


def _catalog_file(code: str) -> str:
    header = ("Content-Type: text/plain; charset=utf-8\\n", f"Language: {code}\\n")
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}"\n' for line in header)

"""A snapshot's slow parts kept on disk, so that a start takes a moment instead of seconds.

The key is a digest of every file of both folders, of this program with its tables and of Python's version: nothing else can change what is
built. The file is a pickle; whoever can write into the cache folder can also write into the program, so it is trusted as much.
"""

import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PROGRAM = Path(__file__).resolve().parent.parent
KEPT = 3
"""Files that stay in the folder: the newest ones, for going back and forth between states."""


def cached(folder: Path | None, sources: Iterable[Path], build: Callable[[], T]) -> T:
    """What `build` gives for the present state of `sources`, from the folder when it is there. Any trouble with the folder means building.

    Raises what `build` raises; nothing is kept then.
    """
    if folder is None:
        return build()
    file = folder / f"{_key(sources)}.pickle"
    try:
        value: T = pickle.loads(file.read_bytes())  # noqa: S301 - see above
    except Exception:
        value = build()
        with suppress(OSError):
            _keep(file, value)
    return value


def _key(sources: Iterable[Path]) -> str:
    whole = sha256(sys.version.encode())
    for root, patterns in ((PROGRAM, ("*.py", "*.txt")), *((source, ("*.yaml", "*.csv")) for source in sources)):
        for pattern in patterns:
            for path in sorted(root.rglob(pattern)):
                whole.update(str(path.relative_to(root)).encode())
                whole.update(sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:32]


def _keep(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
        pickle.dump(value, written, protocol=pickle.HIGHEST_PROTOCOL)
    made = Path(written.name)
    made.chmod(0o644)  # an image is built as root and runs as somebody else
    made.replace(file)
    for old in sorted(file.parent.glob("*.pickle"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)

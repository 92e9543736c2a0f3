"""`python -m benchmarks`: matching unless told otherwise; `python -m benchmarks telegram ...`, `python -m benchmarks fit`."""

import runpy
import sys

from benchmarks import matching


def main() -> None:
    name, *rest = sys.argv[1:] or ["matching"]
    if name == "matching" or name.startswith("-"):
        matching.main(rest if name == "matching" else [name, *rest])
        return
    sys.argv = [f"benchmarks.{name}", *rest]
    runpy.run_module(f"benchmarks.{name}", run_name="__main__")


if __name__ == "__main__":
    main()

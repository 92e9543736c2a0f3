"""`python -m benchmarks`: matching unless told otherwise; `python -m benchmarks telegram ...`, `python -m benchmarks fit`."""

import sys
from importlib import import_module


def main() -> None:
    name, *rest = sys.argv[1:] or ["matching"]
    if name.startswith("-"):
        name, rest = "matching", [name, *rest]
    import_module(f"benchmarks.{name}").main(rest)


if __name__ == "__main__":
    main()

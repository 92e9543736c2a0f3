"""The languages that replies are written in."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locale:
    """`fallback`: locales to answer in when a text is missing, best first. `covers`: ids of the entries that are to exist in it, None for
    all of them. `derived_from`: the locale whose texts are converted into this one by program, as traditional Chinese is."""

    code: str
    native_name: str
    rtl: bool = False
    fallback: tuple[str, ...] = ()
    covers: frozenset[str] | None = frozenset()
    derived_from: str | None = None

    def should_cover(self, entry: str) -> bool:
        return self.covers is None or entry in self.covers


_OLD_CODES = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jw": "jv",
    "mo": "ro",
    "tl": "fil",
    "cmn": "zh",
    "yue": "zh-hant",
    "prs": "fa",
    "khk": "mn",
}
_TRADITIONAL_REGIONS = frozenset({"tw", "hk", "mo"})


def negotiate(tag: str | None, available: Collection[str]) -> str | None:
    """The available locale that an IETF language tag ("pt-br", "zh_TW", "iw") asks for, or None."""
    if not tag:
        return None
    known = {code.lower(): code for code in available}
    return next((known[candidate] for candidate in _candidates(tag) if candidate in known), None)


def _candidates(tag: str) -> Iterator[str]:
    language, *rest = tag.strip().replace("_", "-").lower().split("-")
    parts = [*_OLD_CODES.get(language, language).split("-"), *rest]
    if parts[0] == "zh":
        yield _chinese(parts[1:])
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def _chinese(subtags: list[str]) -> str:
    if "hans" in subtags:
        return "zh-hans"
    traditional = "hant" in subtags or not _TRADITIONAL_REGIONS.isdisjoint(subtags)
    return "zh-hant" if traditional else "zh-hans"

"""Traditional Chinese made from simplified, and back, by OpenCC's dictionaries."""

from functools import cache

from opencc import OpenCC


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)


def to_traditional(text: str) -> str:
    """Simplified Chinese in traditional characters as written in Taiwan; other text is left as it is."""
    converted: str = _converter("s2tw").convert(text)
    return converted

"""Traditional Chinese made from simplified by OpenCC's dictionaries."""

from functools import cache

from opencc import OpenCC

WRONGLY_CHOSEN = {
    "換髮": "換發",
    "髮卡": "發卡",
    "免籤": "免簽",
    "拒籤": "拒簽",
    "籤約": "簽約",
    "籤證": "簽證",
    "籤發": "簽發",
}
"""Words of the domain in which the dictionaries take hair (髮) for issuing (發) or a lot drawn (籤) for a visa or signature (簽)."""


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)


def to_traditional(text: str) -> str:
    """Simplified Chinese in traditional characters as written in Taiwan; other text is left as it is."""
    converted: str = _converter("s2tw").convert(text)
    for wrong, right in WRONGLY_CHOSEN.items():
        converted = converted.replace(wrong, right)
    return converted

"""Telegram's HTML read strictly: the text people see and its entities, or Telegram's complaint."""

import html
import re
from typing import Any

from tests.botapi.refusals import Refusal, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_TAG = re.compile(r"<(/?)([a-z0-9-]*)([^<>]*)>")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The visible text and its entities, offsets in UTF-16 units."""
    text, entities = "", []
    opened: list[tuple[str, str, int]] = []
    position = 0
    while position < len(source):
        tag = source.find("<", position)
        piece = source[position : tag if tag >= 0 else len(source)]
        text += _REFERENCE.sub(lambda found: html.unescape(found[0]), piece)
        if tag < 0:
            break
        found = _TAG.match(source, tag)
        offset = len(source[:tag].encode())
        if found is None:
            raise _unparsable(f'Unsupported start tag "{source[tag + 1 : tag + 9]}" at byte offset {offset}')
        closing, name, attributes = found.groups()
        if name not in _KINDS:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')
        if not closing:
            if name == "blockquote" and any(outer == "blockquote" for outer, _, _ in opened):
                raise _unparsable("blockquotes can't be nested")
            opened.append((name, attributes, _units(text)))
        elif not opened or opened[-1][0] != name:
            raise _unparsable(f'Unexpected end tag "{name}" at byte offset {offset}')
        else:
            entities.append(_entity(*opened.pop(), _units(text)))
        position = found.end()
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _entity(name: str, attributes: str, start: int, end: int) -> dict[str, Any]:
    kind = "expandable_blockquote" if name == "blockquote" and "expandable" in attributes else _KINDS[name]
    entity = {"type": kind, "offset": start, "length": end - start}
    if name == "a":
        found = re.search(r'href="([^"]*)"', attributes)
        entity["url"] = html.unescape(found[1]) if found else ""
    return entity


def _unparsable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

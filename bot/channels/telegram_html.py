"""Blocks of a reply to Telegram's HTML, cut into messages that Telegram accepts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from bot.messages import Block, Items, Labelled, Paragraph, Sources, Title, Warning

MESSAGE_LIMIT = 3500
"""UTF-16 units of one message. Telegram takes 4096 after parsing; the distance allows for what we count differently."""

_LONG_LIST = 600
_SHORT_LABELLED = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line twice: as HTML, and as the plain words in case Telegram cannot read the HTML."""

    html: str
    plain: str


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong together; `folded` ones show their beginning and open on a tap."""

    lines: tuple[Line, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One message's text: HTML, and the same in plain words."""

    html: str
    plain: str


def render_texts(blocks: Iterable[Block]) -> tuple[Text, ...]:
    """The messages of a reply, in order, each within MESSAGE_LIMIT; cut between paragraphs wherever that is possible."""
    pages: list[list[Section]] = []
    room = 0
    for section in (part for block in blocks for part in _cut_section(_section(block))):
        needed = _length(section) + 2
        if not pages or needed > room:
            pages.append([])
            room = MESSAGE_LIMIT
        pages[-1].append(section)
        room -= needed
    return tuple(Text("\n\n".join(map(_html, page)), "\n\n".join(map(_plain, page))) for page in pages)


def utf16_length(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def _section(block: Block) -> Section:
    match block:
        case Title(text):
            return Section((_bold(text),))
        case Paragraph(text):
            return Section(_plain_lines(text))
        case Warning(text):
            return Section(_plain_lines(f"⚠️ {text}"))
        case Labelled(label, text):
            return _labelled(label, text)
        case Items(heading, items, ordered):
            return _items(heading, items, ordered=ordered)
        case Sources(heading, items):
            return Section((_bold(heading), *(_source(link.text, link.url, details) for link, details in items)), folded=True)


def _labelled(label: str, text: str) -> Section:
    if "\n" in text or len(text) > _SHORT_LABELLED:
        return Section((_bold(label), *_plain_lines(text)))
    return Section((Line(f"<b>{_escape(label)}</b> · {_escape(text)}", f"{label} · {text}"),))


def _items(heading: str, items: tuple[str, ...], *, ordered: bool) -> Section:
    marks = (f"{number}." if ordered else "•" for number in range(1, len(items) + 1))
    lines = [_text_line(f"{mark} {item}") for mark, item in zip(marks, items, strict=True)]
    head = (_bold(heading),) if heading else ()
    section = Section((*head, *lines))
    return Section(section.lines, folded=not ordered and _length(section) > _LONG_LIST)


def _source(title: str, url: str, details: str) -> Line:
    after = f" · {details}" if details else ""
    return Line(f'• <a href="{escape(url)}">{_escape(title)}</a>{_escape(after)}', f"• {title}{after}\n{url}")


def _bold(text: str) -> Line:
    return Line(f"<b>{_escape(text)}</b>", text)


def _plain_lines(text: str) -> tuple[Line, ...]:
    return tuple(_text_line(line) for line in text.split("\n"))


def _text_line(text: str) -> Line:
    return Line(_escape(text), text)


def _escape(text: str) -> str:
    return escape(text, quote=False)


def _cut_section(section: Section) -> Iterator[Section]:
    """The section whole when it fits one message, else its lines in as few sections as possible."""
    held: list[Line] = []
    room = MESSAGE_LIMIT
    for line in (piece for whole in section.lines for piece in _cut_line(whole)):
        needed = utf16_length(line.plain) + 1
        if held and needed > room:
            yield Section(tuple(held), section.folded)
            held, room = [], MESSAGE_LIMIT
        held.append(line)
        room -= needed
    if held:
        yield Section(tuple(held), section.folded)


def _cut_line(line: Line) -> Iterator[Line]:
    """The line whole when it fits one message, else cut after a sentence or a word; a cut line loses its markup."""
    rest = line.plain
    if utf16_length(rest) < MESSAGE_LIMIT:
        yield line
        return
    while rest:
        end = _cut_position(rest)
        yield _text_line(rest[:end].strip())
        rest = rest[end:].strip()


def _cut_position(text: str) -> int:
    # A character is at most two UTF-16 units, so half the limit in characters always fits.
    most = MESSAGE_LIMIT // 2
    if len(text) <= most:
        return len(text)
    for stops in (".!?。！？؟", " \u3000，、,"):
        found = max(text.rfind(stop, 0, most) for stop in stops)
        if found > most // 2:
            return found + 1
    return most


def _length(section: Section) -> int:
    return sum(utf16_length(line.plain) + 1 for line in section.lines)


def _html(section: Section) -> str:
    text = "\n".join(line.html for line in section.lines)
    return f"<blockquote expandable>{text}</blockquote>" if section.folded else text


def _plain(section: Section) -> str:
    return "\n".join(line.plain for line in section.lines)

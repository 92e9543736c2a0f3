"""A reply as plain text, for the terminal, for scripts, and wherever markup fails."""

from collections.abc import Iterator

from bot.messages import Block, Items, Labelled, Paragraph, Reply, Sources, Title, Warning


def plain_text(reply: Reply) -> str:
    return "\n".join(_lines(reply.blocks)).strip()


def _lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Title(text):
                yield from ("", text)
            case Paragraph(text):
                yield from (text, "")
            case Warning(text):
                yield f"! {text}"
            case Labelled(label, text):
                yield f"{label} · {text}"
            case Items(heading, items, ordered):
                yield heading
                yield from (f"  {number}. {item}" if ordered else f"  - {item}" for number, item in enumerate(items, 1))
            case Sources(heading, items):
                yield heading
                for link, details in items:
                    yield f"  - {link.text} ({details})"
                    yield f"    {link.url}"

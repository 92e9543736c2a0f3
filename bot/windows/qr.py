"""Posters with a QR code for a counter or a notice board, drawn by segno."""

from io import BytesIO
from textwrap import wrap
from xml.sax.saxutils import escape

import segno

WIDTH = 400
MARGIN = 30
LINE = 26
LETTERS_PER_LINE = 34
WIDE_LETTERS_PER_LINE = 18
PNG_PIXELS_PER_MODULE = 12
FONT = "Noto Sans, Noto Sans CJK SC, Noto Sans Arabic, sans-serif"


def poster(link: str, title: str, kind: str = "svg") -> bytes:
    """A poster as `svg` (title, code and the link in letters) or `png` (the code alone: a picture has no fonts to write with).

    The code still reads when a quarter of it is dirty or torn. Raises ValueError for another kind.
    """
    code = segno.make(link, error="q", micro=False)
    match kind:
        case "svg":
            return _svg(code, title, link).encode()
        case "png":
            picture = BytesIO()
            code.save(picture, kind="png", scale=PNG_PIXELS_PER_MODULE, border=4)
            return picture.getvalue()
        case _:
            raise ValueError(f"a poster is svg or png, not {kind}")


def _svg(code: segno.QRCode, title: str, link: str) -> str:
    lines = _lines(title)
    side = WIDTH - 2 * MARGIN
    modules = code.symbol_size(border=0)[0]
    top = MARGIN + LINE * len(lines)
    drawn = code.svg_inline(scale=side / modules, border=0, svgclass=None, lineclass=None, omitsize=False)
    height = top + side + LINE + MARGIN
    text = [_text(line, MARGIN + LINE * number, 20) for number, line in enumerate(lines)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f"<title>{escape(title)}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f"{''.join(text)}"
        f'<g transform="translate({MARGIN} {top})">{drawn}</g>'
        f"{_text(link, top + side + LINE, 13)}"
        "</svg>\n"
    )


def _text(line: str, baseline: int, size: int) -> str:
    return f'<text x="{WIDTH // 2}" y="{baseline}" font-family="{FONT}" font-size="{size}" text-anchor="middle">{escape(line)}</text>'


def _lines(title: str) -> list[str]:
    wide = sum(ord(letter) > 0x2E80 for letter in title) > len(title) / 2
    return wrap(title, WIDE_LETTERS_PER_LINE if wide else LETTERS_PER_LINE) or [""]

from xml.etree import ElementTree

import pytest
import segno

from bot.windows.qr import poster

LINK = "https://t.me/huitong_bot?start=w_ee-andingmen"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_svg_poster_is_well_formed_and_shows_title_and_link() -> None:
    root = ElementTree.fromstring(poster(LINK, "Hall <1> & more"))  # noqa: S314 - our own output
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == ["Hall <1> & more", LINK]
    drawn = [element.get("d") for element in root.iter(f"{SVG}path")]
    assert drawn and len(str(drawn[0])) > 500


def test_long_titles_are_broken_into_lines_chinese_ones_earlier() -> None:
    root = ElementTree.fromstring(poster(LINK, "北京市公安局出入境管理局外国人服务大厅朝阳分局"))  # noqa: S314 - our own output
    assert len(list(root.iter(f"{SVG}text"))) == 3


def test_the_svg_draws_the_code_of_the_link() -> None:
    path = segno.make(LINK, error="q", micro=False).svg_inline(border=0).split('d="')[1].split('"')[0]
    assert path in poster(LINK, "x").decode()


def test_the_png_poster_is_a_square_picture_with_a_quiet_zone() -> None:
    picture = poster(LINK, "x", "png")
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[start : start + 4], "big") for start in (16, 20))
    modules = segno.make(LINK, error="q", micro=False).symbol_size(border=4)[0]
    assert width == height == modules * 12


def test_another_kind_of_file_is_refused() -> None:
    with pytest.raises(ValueError, match="svg or png"):
        poster(LINK, "x", "gif")

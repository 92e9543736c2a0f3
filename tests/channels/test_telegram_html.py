"""Blocks as Telegram's HTML, and long replies cut where it hurts least."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram_html import MESSAGE_LIMIT, Text, render_texts, utf16_length
from bot.messages import Block, Items, Labelled, Link, Paragraph, Sources, Title, Warning
from tests.botapi.markup import read_html


def only(*blocks: Block) -> Text:
    (text,) = render_texts(blocks)
    return text


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Title("Fees & forms"), "<b>Fees &amp; forms</b>"),
        (Paragraph("a < b > c"), "a &lt; b &gt; c"),
        (Warning("Not checked lately"), "⚠️ Not checked lately"),
        (Labelled("Fee", "CN¥400"), "<b>Fee</b> · CN¥400"),
        (Labelled("Where", "line one\nline two"), "<b>Where</b>\nline one\nline two"),
        (Items("Steps", ("Book", "Go"), ordered=True), "<b>Steps</b>\n1. Book\n2. Go"),
        (Items("Papers", ("Passport",)), "<b>Papers</b>\n• Passport"),
        (
            Sources("Sources", ((Link("NIA", "https://nia.example/?a=1&b=2"), "checked 1 May"),)),
            '<blockquote expandable><b>Sources</b>\n• <a href="https://nia.example/?a=1&amp;b=2">NIA</a> · checked 1 May</blockquote>',
        ),
    ],
)
def test_each_block_has_its_markup(block: Block, html: str) -> None:
    assert only(block).html == html


def test_a_long_list_of_papers_is_folded_and_steps_never_are() -> None:
    papers = tuple(f"Paper number {number} with its official name" for number in range(20))
    assert only(Items("Papers", papers)).html.startswith("<blockquote expandable>")
    assert "blockquote" not in only(Items("Steps", papers, ordered=True)).html


def test_plain_words_name_the_address_of_a_link() -> None:
    assert only(Sources("Sources", ((Link("NIA", "https://nia.example"), ""),))).plain == "Sources\n• NIA\nhttps://nia.example"


def test_right_to_left_isolates_are_kept() -> None:
    text = "الرسوم \u2068CN¥400\u2069"
    assert only(Paragraph(text)).html == text


def test_a_long_reply_is_cut_between_paragraphs() -> None:
    paragraph = "Ten words that mean nothing at all, again and again. " * 30
    texts = render_texts([Paragraph(paragraph)] * 5)
    assert len(texts) == 3
    assert all(text.plain.split("\n\n")[0] == paragraph for text in texts)


def test_a_folded_list_longer_than_a_message_is_folded_in_each_part() -> None:
    texts = render_texts([Items("Papers", tuple(f"{number} " + "名" * 300 for number in range(30)))])
    assert len(texts) > 1
    assert all(read_html(text.html)[1][0]["type"] == "expandable_blockquote" for text in texts)


blocks = st.one_of(
    st.builds(Title, st.text(min_size=1, max_size=200)),
    st.builds(Paragraph, st.text(min_size=1, max_size=9000)),
    st.builds(Labelled, st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=5000)),
    st.builds(Items, st.text(max_size=50), st.lists(st.text(max_size=800), min_size=1, max_size=30).map(tuple), ordered=st.booleans()),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(blocks, min_size=1, max_size=12))
def test_whatever_the_words_telegram_can_read_every_part(parts: list[Block]) -> None:
    for text in render_texts(parts):
        seen, _ = read_html(text.html)
        assert utf16_length(seen) <= MESSAGE_LIMIT
        assert utf16_length(text.plain) <= MESSAGE_LIMIT
        assert seen == text.plain

"""Replies as Telegram messages: where buttons stand, and what Telegram would refuse."""

from telegram import InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram_incoming import Heard
from bot.channels.telegram_outgoing import EditText, SendPin, SendText, Step, plan_steps
from bot.messages import Block, Choice, Incoming, Kind, Paragraph, Reply, Title, Venue
from bot.model import Point

VENUE = Venue(Point(39.9, 116.4), "Hall", "北京市")
LONG = "One sentence after another. " * 100


def heard(*, private: bool = True, pressed: int | None = None, shared: bool = False) -> Heard:
    point = Point(39.9, 116.4) if shared else None
    return Heard(Incoming("telegram:1", "u1", text=None if shared else "hi", location=point), 1, private, pressed=pressed)


def reply(*blocks: Block, choices: tuple[tuple[Choice, ...], ...] = (), **more: object) -> Reply:
    return Reply(Kind.WINDOWS, "en", blocks or (Paragraph("hello"),), choices, **more)  # type: ignore[arg-type]


def markup(step: Step) -> object:
    return step.markup


def test_buttons_stand_under_the_last_of_several_texts() -> None:
    steps = plan_steps(reply(Paragraph(LONG), Paragraph(LONG), choices=((Choice("a", "A"),),)), heard(private=False))
    assert [isinstance(markup(step), InlineKeyboardMarkup) for step in steps] == [False, True]


def test_buttons_open_copy_or_come_back() -> None:
    choices = ((Choice("a", "Ask"), Choice("b", "Open", link="https://nia.example"), Choice("c", "Copy", copy="北京市东城区")),)
    (step,) = plan_steps(reply(choices=choices), heard(private=False))
    assert isinstance(step.markup, InlineKeyboardMarkup)
    ask, link, copy = step.markup.inline_keyboard[0]
    assert (ask.callback_data, link.url) == ("a", "https://nia.example")
    assert copy.copy_text is not None
    assert copy.copy_text.text == "北京市东城区"


def test_buttons_that_telegram_would_refuse_are_left_out() -> None:
    choices = ((Choice("é" * 33, "too long"), Choice("é" * 32, "fits")), (Choice("c", "too much", copy="x" * 257),))
    (step,) = plan_steps(reply(choices=choices), heard(private=False))
    assert isinstance(step.markup, InlineKeyboardMarkup)
    assert [[button.text for button in row] for row in step.markup.inline_keyboard] == [["fits"]]


def test_an_edit_replaces_the_pressed_message_and_the_rest_follows() -> None:
    steps = plan_steps(reply(Paragraph(LONG), Paragraph(LONG), edits=True), heard(pressed=5))
    assert isinstance(steps[0], EditText)
    assert steps[0].message_id == 5
    assert isinstance(steps[1], SendText)


def test_without_a_pressed_message_an_edit_is_a_new_message() -> None:
    assert isinstance(plan_steps(reply(edits=True), heard())[0], SendText)


def test_the_position_is_asked_for_under_the_text_when_there_are_no_other_buttons() -> None:
    (step,) = plan_steps(reply(choices=((Choice("location", "Share"),),), request_location=True), heard())
    assert isinstance(step.markup, ReplyKeyboardMarkup)
    assert step.markup.one_time_keyboard


def test_the_position_keyboard_goes_with_the_first_pin() -> None:
    steps = plan_steps(reply(choices=((Choice("a", "A"),),), venues=(VENUE, VENUE)), heard(shared=True))
    assert [type(step) for step in steps] == [SendText, SendPin, SendPin]
    assert isinstance(steps[1].markup, ReplyKeyboardRemove)
    assert steps[2].markup is None


def test_without_a_pin_it_goes_with_the_title_so_that_the_buttons_can_stay() -> None:
    steps = plan_steps(reply(Title("Nearest"), Paragraph("Hall"), choices=((Choice("a", "A"),),)), heard(shared=True))
    assert isinstance(steps[0].markup, ReplyKeyboardRemove)
    assert isinstance(steps[1].markup, InlineKeyboardMarkup)


def test_a_choice_called_location_is_a_button_where_no_position_is_asked_for() -> None:
    (step,) = plan_steps(reply(choices=((Choice("location", "Near me"),),)), heard(private=False))
    assert isinstance(step.markup, InlineKeyboardMarkup)

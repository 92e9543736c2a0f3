"""Content and locale to a Reply."""

from bot.messages import Reply
from bot.rendering import wording
from bot.rendering.answers import render_answer
from bot.rendering.content import (
    Answer,
    Apology,
    AskPlace,
    Clarification,
    Content,
    Fallback,
    Forgotten,
    LanguageMenu,
    Menu,
    Privacy,
    Talk,
    Thanks,
    Unsupported,
    Welcome,
    WindowList,
)
from bot.rendering.context import Context
from bot.rendering.places import render_ask_place, render_windows


def render(content: Content, context: Context, offered: tuple[tuple[str, str], ...]) -> Reply:  # noqa: PLR0911 - one line per content
    """`offered` are the codes and native names of the languages a person can pick."""
    match content:
        case Answer():
            return render_answer(content, context)
        case Clarification():
            return wording.clarification(content, context)
        case Fallback():
            return wording.fallback(content, context)
        case WindowList():
            return render_windows(content, context)
        case AskPlace():
            return render_ask_place(content, context)
        case Menu():
            return wording.menu(content, context)
        case Talk():
            return wording.talk(content, context)
        case Welcome():
            return wording.welcome(context)
        case LanguageMenu():
            return wording.language_menu(content, context, offered)
        case Privacy():
            return wording.privacy(context)
        case Forgotten():
            return wording.forgotten(context)
        case Thanks():
            return wording.thanks(content, context)
        case Unsupported():
            return wording.unsupported(content, context)
        case Apology():
            return wording.apology(context)

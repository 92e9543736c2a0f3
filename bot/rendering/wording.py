"""Greetings, menus, questions back, admissions and apologies."""

from bot.language.catalogs import N_
from bot.messages import Block, Choice, Items, Kind, Paragraph, Reply, Title
from bot.rendering import choices
from bot.rendering.content import Clarification, Fallback, LanguageMenu, Menu, Talk, Thanks, Unsupported
from bot.rendering.context import Context
from bot.rendering.places import window_in_brief

ENTRIES_PER_PAGE = 8
WHAT_CAME = {
    "voice": N_("I cannot listen to voice messages."),
    "sticker": N_("I cannot read stickers."),
    "photo": N_("I cannot read pictures."),
    "file": N_("I cannot open files."),
}


def _reply(kind: Kind, context: Context, *blocks: Block, rows: choices.Rows = ()) -> Reply:
    return Reply(kind, context.say.locale.code, blocks, rows, rtl=context.rtl)


def human_contact(context: Context) -> Items:
    """The two hotlines and the languages that sources name for them."""
    say = context.say
    lines = (
        say(
            "{phone}: immigration hotline (Chinese and English; Russian, Japanese and Korean by the voice menu)",
            phone=context.shared("hotline_12367"),
        ),
        say(
            "{phone}: city hotline (Chinese and English; French, German, Spanish, Russian, Japanese, Korean and Arabic "
            "with an interpreter)",
            phone=context.shared("hotline_12345"),
        ),
    )
    return Items(say("People who can help"), tuple(map(context.mixed, lines)))


def welcome(context: Context) -> Reply:
    say = context.say
    return _reply(
        Kind.ABOUT,
        context,
        Title(context.mixed(say("Huitong (会同): guide for foreign nationals in Beijing"))),
        Paragraph(
            say("Ask in your own words, in your language, for example: {example}", example=say("How do I extend my residence permit?"))
        ),
        Paragraph(
            say(
                "Every answer is written and checked by people and names its sources. When I do not know, I say so. I am a guide, not an "
                "authority; the office decides."
            )
        ),
        Paragraph(
            say(
                "Place data: © OpenStreetMap contributors (ODbL), Beijing-Subway-Tools (MIT), GeoNames (CC BY 4.0), "
                "Apache ECharts (Apache-2.0)."
            )
        ),
        rows=choices.start(context),
    )


def menu(content: Menu, context: Context) -> Reply:
    if content.category is None:
        return _reply(Kind.MENU, context, Title(context.say("All topics")), rows=choices.main_menu(context))
    entries = [entry for entry in context.knowledge.entries.values() if entry.category == content.category and entry.withdrawn is None]
    entries.sort(key=context.title)
    first = content.page * ENTRIES_PER_PAGE
    rows = choices.of_entries(entries[first : first + ENTRIES_PER_PAGE], context)
    steps: tuple[Choice, ...] = ()
    if first > 0:
        steps += (Choice(f"m:{content.category}:{content.page - 1}", context.say("Previous")),)
    if first + ENTRIES_PER_PAGE < len(entries):
        steps += (Choice(f"m:{content.category}:{content.page + 1}", context.say("More")),)
    rows = (*rows, (*steps, Choice("m", context.say("All topics"))))
    return _reply(Kind.MENU, context, Title(context.say(choices.CATEGORY_NAMES[content.category])), rows=rows)


def clarification(content: Clarification, context: Context) -> Reply:
    question = context.say("Do you mean one of these?")
    return _reply(Kind.CLARIFICATION, context, Paragraph(question), rows=choices.clarification(content.entries, content.place, context))


def fallback(content: Fallback, context: Context) -> Reply:
    say = context.say
    told = (
        say("Then I do not know the answer. Please ask people who do:")
        if content.declined
        else say(
            "I do not know the answer to that. I know about permits, visas and everyday formalities for foreign nationals in Beijing. "
            "Try other words, choose a topic, or ask people:"
        )
    )
    in_person = [window_in_brief(content.window, context)] if content.window else []
    return _reply(Kind.FALLBACK, context, Paragraph(told), human_contact(context), *in_person, rows=choices.after_fallback(context))


def talk(content: Talk, context: Context) -> Reply:
    return _reply(Kind.SMALLTALK, context, Paragraph(context.mixed(content.talk.reply)), rows=choices.after_fallback(context))


def language_menu(content: LanguageMenu, context: Context, offered: tuple[tuple[str, str], ...]) -> Reply:
    say = context.say
    told = say("I answer in English now.") if content.chosen else say("In which language shall I answer?")
    return _reply(
        Kind.LANGUAGE, context, Paragraph(told), rows=choices.start(context) if content.chosen else choices.languages(context, offered)
    )


def privacy(context: Context) -> Reply:
    say = context.say
    kept = (
        say("Your language, your last topic and the number of the last message, under a code made from your chat number."),
        say("For statistics, without any link to you: the day, the language, the topic and whether there was an answer."),
    )
    never = (say("The text of your messages, your name, your phone number and your location."),)
    return _reply(
        Kind.PRIVACY,
        context,
        Title(say("Privacy")),
        Items(say("What is kept"), kept),
        Items(say("What is never stored"), never),
        Paragraph(say("You can delete what is kept about you at any time with /forget.")),
        rows=((Choice("forget", say("Delete my data")),),),
    )


def forgotten(context: Context) -> Reply:
    return _reply(Kind.FORGOTTEN, context, Paragraph(context.say("Everything kept about this chat is deleted.")))


def thanks(content: Thanks, context: Context) -> Reply:
    say = context.say
    if content.helpful:
        return _reply(Kind.FEEDBACK, context, Paragraph(say("Thank you, good to know.")))
    told = say("Thank you for telling me. Please ask in other words, choose a topic, or ask people:")
    return _reply(Kind.FEEDBACK, context, Paragraph(told), human_contact(context), rows=choices.after_fallback(context))


def unsupported(content: Unsupported, context: Context) -> Reply:
    say = context.say
    told = say(WHAT_CAME.get(content.what, "I cannot open files."))
    wish = say("Please write your question in words.")
    return _reply(Kind.UNSUPPORTED, context, Paragraph(f"{told} {wish}"), rows=choices.after_fallback(context))


def apology(context: Context) -> Reply:
    told = context.say("Sorry, something went wrong on our side. Please ask again in a moment, or ask people:")
    return _reply(Kind.APOLOGY, context, Paragraph(told), human_contact(context))

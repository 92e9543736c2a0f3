"""What the bot says of itself before anybody has written: commands and descriptions, one set per language."""

from bot.language.catalogs import N_, Speaker

COMMANDS = {
    "start": N_("Begin"),
    "help": N_("What I can do"),
    "topics": N_("All topics"),
    "near": N_("Nearest office"),
    "language": N_("Choose the language"),
    "privacy": N_("What is stored about you"),
    "forget": N_("Delete what is stored about you"),
}


def command_texts(say: Speaker) -> dict[str, str]:
    """What each command does, by its name without slash."""
    return {name: say(told) for name, told in COMMANDS.items()}


def description(say: Speaker) -> str:
    """What the bot is, in at most 512 characters."""
    return say(
        "Questions about residence permits, work permits, visas and everyday formalities in Beijing, answered with sources, and the "
        "nearest office. An information guide, not an authority. Write your question."
    )


def short_description(say: Speaker) -> str:
    """The same in at most 120 characters."""
    return say("Permits in Beijing: answers with sources and the nearest office.")

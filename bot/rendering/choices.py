"""The buttons under replies. Ids are short ASCII, at most 64 bytes:

e:<entry>[:<facet>]   an entry        n:<entry>          windows for an entry      w:<window>     one window
d:<district>[:<entry>] windows there  q:<place>[:<entry>] windows near a place     m, m:<category>[:<page>]  topics
l, l:<locale>         languages       up:<entry>, no:<entry>  feedback             none           none of these
forget                delete my data  location           share the position
"""

from collections.abc import Sequence

from bot.language.catalogs import N_
from bot.messages import Choice
from bot.model import Entry
from bot.rendering.context import Context

RELATED_SHOWN = 2
LANGUAGES_PER_ROW = 2
LONGEST_ID = 64
Rows = tuple[tuple[Choice, ...], ...]

CATEGORY_NAMES = {
    "residence-permit": N_("Residence permits"),
    "work-permit": N_("Work permits and jobs"),
    "visa-in-china": N_("Extending a visa in Beijing"),
    "registration": N_("Registering your address"),
    "permanent-residence": N_("Permanent residence"),
    "visa": N_("Visas and entry"),
    "everyday": N_("Everyday life"),
}
DISTRICT_NAMES = {
    "dongcheng": N_("Dongcheng"),
    "xicheng": N_("Xicheng"),
    "chaoyang": N_("Chaoyang"),
    "haidian": N_("Haidian"),
    "fengtai": N_("Fengtai"),
    "shijingshan": N_("Shijingshan"),
    "tongzhou": N_("Tongzhou"),
    "shunyi": N_("Shunyi"),
    "changping": N_("Changping"),
    "daxing": N_("Daxing"),
    "fangshan": N_("Fangshan"),
    "mentougou": N_("Mentougou"),
    "huairou": N_("Huairou"),
    "pinggu": N_("Pinggu"),
    "miyun": N_("Miyun"),
    "yanqing": N_("Yanqing"),
}


def after_answer(entry: Entry, context: Context) -> Rows:
    known = context.knowledge.entries
    successor = (entry.withdrawn.replaced_by,) if entry.withdrawn and entry.withdrawn.replaced_by else ()
    names = dict.fromkeys((*successor, *entry.related))
    related = [known[name] for name in names if name in known and known[name].withdrawn is None][:RELATED_SHOWN]
    where = (Choice(f"n:{entry.id}", context.say("Nearest office")),) if entry.has_windows else ()
    rows: list[tuple[Choice, ...]] = [(*where, Choice("m", context.say("All topics")))]
    rows += [(choice_of(other, context),) for other in related]
    rows.append((Choice(f"up:{entry.id}", context.say("This helped")), Choice(f"no:{entry.id}", context.say("Not what I asked"))))
    return tuple(rows)


def choice_of(entry: Entry, context: Context) -> Choice:
    return Choice(f"e:{entry.id}", context.title(entry))


def of_entries(entries: Sequence[Entry], context: Context) -> Rows:
    return tuple((choice_of(entry, context),) for entry in entries)


def clarification(entries: Sequence[Entry], place: str | None, context: Context) -> Rows:
    """The entries, or their windows near `place` (its id)."""
    return (*near_place(entries, place, context), (Choice("none", context.say("None of these")),))


def near_place(entries: Sequence[Entry], place: str | None, context: Context) -> Rows:
    return tuple((_near_place(entry, place, context) if place else choice_of(entry, context),) for entry in entries)


def _near_place(entry: Entry, place: str, context: Context) -> Choice:
    choice = Choice(f"q:{place}:{entry.id}", context.title(entry))
    return choice if entry.has_windows and len(choice.id) <= LONGEST_ID else choice_of(entry, context)


def main_menu(context: Context) -> Rows:
    topics = tuple((Choice(f"m:{category}", context.say(name)),) for category, name in CATEGORY_NAMES.items())
    return (*topics, (Choice("near", context.say("Nearest office")), language(context)))


def language(context: Context) -> Choice:
    name = context.say("Language")
    return Choice("l", name if context.say.locale.code == "en" else f"{name} / Language")


def start(context: Context) -> Rows:
    popular = ("residence-permit", "work-permit", "registration")
    topics = tuple((Choice(f"m:{category}", context.say(CATEGORY_NAMES[category])),) for category in popular)
    more = (Choice("m", context.say("All topics")), Choice("near", context.say("Nearest office")))
    return (*topics, more, (language(context),))


def after_fallback(context: Context) -> Rows:
    return ((Choice("m", context.say("All topics")), Choice("near", context.say("Nearest office"))), (language(context),))


def districts(context: Context, entry: Entry | None) -> Rows:
    suffix = f":{entry.id}" if entry else ""
    buttons = [Choice(f"d:{code}{suffix}", context.say(name)) for code, name in DISTRICT_NAMES.items()]
    rows = tuple(tuple(buttons[first : first + 3]) for first in range(0, len(buttons), 3))
    return ((Choice("location", context.say("Share my location")),), *rows)


def languages(context: Context, offered: Sequence[tuple[str, str]]) -> Rows:
    """Codes and native names in rows of two, the current one marked in words that need no colour."""
    current = context.say.locale.code
    buttons = [Choice(f"l:{code}", f"✓ {name}" if code == current else name) for code, name in offered]
    return tuple(tuple(buttons[first : first + LANGUAGES_PER_ROW]) for first in range(0, len(buttons), LANGUAGES_PER_ROW))

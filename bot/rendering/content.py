"""What a reply is to say, before it is said in a language."""

from dataclasses import dataclass

from bot.messages import ShownPlace
from bot.model import Entry, Facet, SmallTalk
from bot.windows.router import NearbyWindow


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry. `facet` is the side asked for, told first. `windows` are shown with it when a place was named or asked for.
    `unread` is the language of the question when we have no texts in it."""

    entry: Entry
    facet: Facet | None = None
    windows: tuple[NearbyWindow, ...] = ()
    place: ShownPlace | None = None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Clarification:
    """Up to three entries that may be meant. `place` is the id of the place named beside the question where: choosing shows its windows."""

    entries: tuple[Entry, ...]
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """We do not know. `declined` is true after "none of these"; `window` is where people can ask in person."""

    declined: bool = False
    window: NearbyWindow | None = None


@dataclass(frozen=True, slots=True)
class WindowList:
    """Windows for an entry's service (or for all services), seen from a place when one is known. `others` are topics meant perhaps
    instead, `near` the id of the place to show theirs from."""

    windows: tuple[NearbyWindow, ...]
    entry: Entry | None = None
    place: ShownPlace | None = None
    from_location: bool = False
    others: tuple[Entry, ...] = ()
    near: str | None = None


@dataclass(frozen=True, slots=True)
class AskPlace:
    """Where is the person? Offers districts, or the places that share the name given. `outside` is a place that is not in Beijing.
    `unknown` says that a place was named, or a point given, that is none of ours."""

    entry: Entry | None = None
    candidates: tuple[tuple[str, ShownPlace], ...] = ()
    outside: str | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """The topics: all categories, or the entries of one."""

    category: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Talk:
    talk: SmallTalk


@dataclass(frozen=True, slots=True)
class Welcome:
    """The first message, and /help."""


@dataclass(frozen=True, slots=True)
class LanguageMenu:
    """Pick a language; after picking, `chosen` is true."""

    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Privacy:
    pass


@dataclass(frozen=True, slots=True)
class Forgotten:
    pass


@dataclass(frozen=True, slots=True)
class Thanks:
    """After feedback; `entry` is offered again in other ways when it did not help."""

    helpful: bool


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A picture, a voice message, a file."""

    what: str


@dataclass(frozen=True, slots=True)
class Apology:
    """Something failed on our side."""


Content = (
    Answer
    | Clarification
    | Fallback
    | WindowList
    | AskPlace
    | Menu
    | Talk
    | Welcome
    | LanguageMenu
    | Privacy
    | Forgotten
    | Thanks
    | Unsupported
    | Apology
)

"""What passes through a channel: Incoming, and a Reply free of any channel's markup."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.model import Facet, Point

MAX_CHOICE_ID_BYTES = 64


class Kind(StrEnum):
    """What a reply is; part of the documented output of `ask --jsonl`."""

    ANSWER = "answer"
    CLARIFICATION = "clarification"
    FALLBACK = "fallback"
    WINDOWS = "windows"
    MENU = "menu"
    ABOUT = "about"
    SMALLTALK = "smalltalk"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    FORGOTTEN = "forgotten"
    FEEDBACK = "feedback"
    UNSUPPORTED = "unsupported"
    APOLOGY = "apology"


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a person.

    Exactly one of `text`, `command`, `choice`, `location`, `unsupported` is given. `message_id` is unique per chat: a message delivered
    twice carries it twice. `language_hint` is an IETF tag of the channel, often absent. `command` has no slash; `payload` follows it.
    `unsupported` names what came instead of words: "voice", "sticker", "photo", "file".
    """

    chat: str
    message_id: str
    text: str | None = None
    command: str | None = None
    payload: str = ""
    choice: str | None = None
    location: Point | None = None
    unsupported: str | None = None
    language_hint: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Warning:
    """A paragraph that must be seen: an overdue review, low confidence, a missing translation."""

    text: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A short label and its text: Fee, Deadline, Where."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list under a heading; `ordered` for steps."""

    heading: str
    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Sources:
    """Links to where the figures come from, each with its details after the link."""

    heading: str
    items: tuple[tuple[Link, str], ...]


Block = Title | Paragraph | Warning | Labelled | Items | Sources


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `id` comes back as `Incoming.choice` (1 to 64 bytes); a `link` opens, a `copy` is copied instead."""

    id: str
    label: str
    link: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """A pin on the map, only where the coordinates are certain enough. `address` is the Chinese one."""

    point: Point
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ScoredEntry:
    id: str
    score: float


@dataclass(frozen=True, slots=True)
class ShownWindow:
    id: str
    distance_m: int | None
    open: bool | None


@dataclass(frozen=True, slots=True)
class ShownPlace:
    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What was decided, for scripts and the journal; never shown to people."""

    verdict: str = "unknown"
    entries: tuple[ScoredEntry, ...] = ()
    facet: Facet | None = None
    place: ShownPlace | None = None
    windows: tuple[ShownWindow, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person sees, in `locale`. `choices` are rows of buttons. `edits` asks the channel to replace the message whose
    button was pressed instead of sending a new one. `request_location` offers the channel's own way to share a position."""

    kind: Kind
    locale: str
    blocks: tuple[Block, ...]
    choices: tuple[tuple[Choice, ...], ...] = ()
    venues: tuple[Venue, ...] = ()
    rtl: bool = False
    edits: bool = False
    request_location: bool = False
    trace: Trace = field(default_factory=Trace)

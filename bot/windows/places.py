"""A station, a neighbourhood, a university, a district, as people write them: alone, misspelt or inside a question.

A name that stands in the text as it is written in one of our tables is taken; a long word nearly like one is taken beside a word for a
place ("near wudakou"). Names that are also ordinary words need such a word as well. When nothing of Beijing is named but another city is,
the reading says so.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.model import PlaceName, Point
from bot.windows import cues
from bot.windows.distance import columns, metres, rough_metres
from bot.windows.spelling import Unit, compact, forms, units

LONGEST_TEXT = 300
"""Units looked at; nobody needs more to say where they are."""
SHORTEST_MISSPELT = 5
LONGEST_MISSPELT_WORDS = 4
SURE_SIMILARITY = 0.85
SHORT_NAME = 5
"""Up to this length, a name written in several words may be chance: "hey i" is not Heyi."""
SAME_PLACE_M = 3000
COVERED_M = 20_000
PROMINENCE = {"airport": 3, "railway-station": 3, "university": 3, "district": 3, "area": 3, "station": 2, "township": 1}
PREFERRED = ("airport", "university", "railway-station", "district", "area", "station", "township")
STATIONS = ("railway-station", "station")
VOWELS = frozenset("aeiouyаеиоуыэюя")
BESIDE = cues.BEFORE | cues.AFTER | cues.FILLERS


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A place, how near its name is to what was written (1.0: the same), and what was written."""

    place: PlaceName
    score: float
    written: str


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """Where a text says the person is.

    `best` holds the place meant, or several to choose from ("did you mean"), best first; empty when no place in Beijing is named. `certain`
    is True when there is exactly one and it was named clearly. `outside` gives the names per locale of a city outside Beijing, when only
    such a city is named.
    """

    best: tuple[PlaceMatch, ...] = ()
    outside: Mapping[str, str] | None = None
    certain: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """Places that the units `begin` to `end` of a text may name."""

    begin: int
    end: int
    places: tuple[PlaceName, ...]
    score: float
    written: str


class PlaceIndex:
    """The names of all places, ready to be looked for in texts. `outside`: id of a city elsewhere -> locale -> its names."""

    def __init__(self, places: Iterable[PlaceName], outside: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._names: dict[str, tuple[PlaceName, ...]] = {}
        known = tuple(places)
        self._points = columns([place.point for place in known])
        for place in sorted(known, key=lambda place: (PREFERRED.index(place.kind), place.id)):
            for key in {compact(name) for name in (*place.names.values(), *place.aliases)} - {""}:
                self._names[key] = (*self._names.get(key, ()), place)
        self._outside = {
            compact(name): {locale: told[0] for locale, told in names.items()}
            for names in outside.values()
            for told in names.values()
            for name in told
        }
        self._beginnings = {key[:length] for key in (*self._names, *self._outside) for length in range(1, len(key) + 1)}
        self._by_length: dict[int, list[str]] = {}
        for key in self._names:
            if units(key)[0].is_word:
                self._by_length.setdefault(len(key), []).append(key)
        self._alike = lru_cache(maxsize=1024)(self._names_of_length)

    def covers(self, point: Point) -> bool:
        """Whether a point (WGS-84) lies in Beijing or so near that its offices may help: our places stand all over the city."""
        return bool((rough_metres(point, *self._points) <= COVERED_M).any())

    def find(self, text: str) -> PlaceReading:
        """Reads a message. Nothing is remembered of it."""
        words = units(text)[:LONGEST_TEXT]
        mentions, elsewhere = self._exact(words)
        if all(_only_districts(mention) for mention in mentions):
            taken = {index for mention in (*mentions, *elsewhere) for index in range(mention.begin, mention.end)}
            mentions += self._misspelt(words, taken)
        if mentions:
            return _reading(mentions, words)
        if not elsewhere or any(name in compact(text) for name in cues.BEIJING):
            return PlaceReading()
        return PlaceReading(outside=self._outside[elsewhere[0].written])

    def _exact(self, words: Sequence[Unit]) -> tuple[list[_Mention], list[_Mention]]:
        """The names as they stand in the tables: those of Beijing, those of cities elsewhere."""
        mentions: list[_Mention] = []
        begin = 0
        while begin < len(words):
            mention = self._longest(words, begin)
            if mention:
                mentions.append(mention)
            begin = mention.end if mention else begin + 1
        return [mention for mention in mentions if mention.places], [mention for mention in mentions if not mention.places]

    def _longest(self, words: Sequence[Unit], begin: int) -> _Mention | None:
        if not words[begin].begins:
            return None
        for first in forms(words[begin].text):
            ends = [end for end, key in self._keys(first, words, begin) if self._is_name(key, words, begin, end)]
            if ends:
                key = first + "".join(unit.text for unit in words[begin + 1 : ends[-1]])
                return _Mention(begin, ends[-1], () if key in self._outside else self._names[key], 1.0, key)
        return None

    def _keys(self, first: str, words: Sequence[Unit], begin: int) -> Iterator[tuple[int, str]]:
        """What stands from `begin` on, growing unit by unit as long as some name begins like it."""
        key = first
        for end in range(begin + 1, len(words) + 1):
            if key not in self._beginnings:
                return
            yield end, key
            key += words[end].text if end < len(words) else ""

    def _is_name(self, key: str, words: Sequence[Unit], begin: int, end: int) -> bool:
        return key in self._outside or (key in self._names and _stands_for_itself(key, words, begin, end))

    def _misspelt(self, words: Sequence[Unit], taken: set[int]) -> list[_Mention]:
        """The nearest names to a group of words beside a word for a place; of overlapping groups the most alike."""
        found: list[_Mention] = []
        for begin, end in _groups(words, taken):
            written = "".join(unit.text for unit in words[begin:end])
            alike = self._nearest_names(written)
            if alike:
                places = {place.id: place for key in alike for place in self._names[key]}
                distance = OSA.distance(written, alike[0])
                found.append(_Mention(begin, end, tuple(places.values()), 1 - distance / len(written), written))
        found.sort(key=lambda mention: (-mention.score, mention.begin - mention.end, mention.begin))
        return found[:1]

    def _nearest_names(self, written: str) -> list[str]:
        allowed = _allowed_mistakes(written)
        near = extract(written, self._alike(len(written), allowed), scorer=OSA.distance, score_cutoff=allowed, limit=5)
        close = [(key, distance) for key, distance, _ in near if _sounds_alike(written, key, int(distance))]
        return [key for key, distance in close if distance == close[0][1]]

    def _names_of_length(self, length: int, allowed: int) -> list[str]:
        return [key for near in range(length - allowed, length + allowed + 1) for key in self._by_length.get(near, ())]


def _allowed_mistakes(written: str) -> int:
    return 1 if len(written) < 7 else 2 if len(written) < 12 else 3


def _sounds_alike(written: str, name: str, mistakes: int) -> bool:
    """Whether the likeness of a short word is more than chance: one wrong letter, or wrong vowels only ("wudakuo" for Wudaokou)."""
    return mistakes <= 1 or len(written) >= 10 or _consonants(written) == _consonants(name)


def _consonants(word: str) -> str:
    return "".join(letter for letter in word if letter not in VOWELS)


def _stands_for_itself(key: str, words: Sequence[Unit], begin: int, end: int) -> bool:
    """Whether a name is meant as a place where it stands: long names always, short and ordinary ones beside a word for a place."""
    alone = end - begin == len(words)
    if alone or key in cues.ALONE:
        return alone
    if begin and words[begin - 1].text in cues.INDEFINITE:
        return False
    joined = words[begin].is_word and end - begin > 1 and len(key) <= SHORT_NAME
    ambiguous = joined or key in cues.ORDINARY or key.isdigit() or (words[begin].is_word and len(key) <= 2)
    return not ambiguous or _beside_cue(words, begin, end)


def _beside_cue(words: Sequence[Unit], begin: int, end: int) -> bool:
    before = words[begin - 1].text if begin else ""
    following = "".join(unit.text for unit in words[end : end + 3])
    if words[begin].is_word:
        return before in cues.BEFORE or (end < len(words) and words[end].text in cues.AFTER)
    return (bool(before) and before in cues.HAN_BEFORE) or following.startswith(cues.HAN_AFTER)


def _groups(words: Sequence[Unit], taken: set[int]) -> Iterator[tuple[int, int]]:
    """Groups of words that may be a misspelt name: those beside a word for a place, or all that a message says."""
    own = sum(unit.text not in BESIDE for unit in words)
    for begin, first in enumerate(words):
        for end in range(begin + 1, min(len(words), begin + LONGEST_MISSPELT_WORDS) + 1):
            group = words[begin:end]
            if taken & set(range(begin, end)) or not all(unit.is_word for unit in group):
                break
            if (
                any(unit.text in cues.NEVER_MISSPELT for unit in group)
                or first.text in BESIDE
                or group[-1].text in BESIDE
                or sum(len(unit.text) for unit in group) < SHORTEST_MISSPELT
            ):
                continue
            if own == len(group) or _beside_cue(words, begin, end):
                yield begin, end


def _reading(mentions: list[_Mention], words: Sequence[Unit]) -> PlaceReading:
    """The places meant by all mentions: a district says less than a place in it, and only repeats it."""
    closer = [mention for mention in mentions if not _only_districts(mention)]
    districts = {place.district for mention in mentions if _only_districts(mention) for place in mention.places}
    best: list[PlaceMatch] = []
    for mention in closer or mentions:
        best += _choices(mention, words, districts)
    spots = _spots(best)
    certain = len(spots) == 1 and best[0].score >= SURE_SIMILARITY
    return PlaceReading(tuple(spots), None, certain)


def _only_districts(mention: _Mention) -> bool:
    return mention.places[0].kind == "district"


def _choices(mention: _Mention, words: Sequence[Unit], districts: set[str]) -> list[PlaceMatch]:
    """The places of one mention that fit the words beside it and the district named elsewhere, best first."""
    places = list(mention.places)
    kinds = _kinds_named(words, mention.end)
    fitting = [place for place in places if place.kind in kinds] or [place for place in places if place.district in districts] or places
    top = max(PROMINENCE[place.kind] for place in fitting)
    fitting = [place for place in fitting if top - PROMINENCE[place.kind] <= 1]
    return [PlaceMatch(place, mention.score, mention.written) for place in fitting]


def _kinds_named(words: Sequence[Unit], end: int) -> tuple[str, ...]:
    following = words[end].text if end < len(words) else ""
    if following in cues.STATION:
        return STATIONS
    if following in cues.DISTRICT:
        return ("district",)
    return ("township",) if following in cues.TOWN else ()


def _spots(matches: list[PlaceMatch]) -> list[PlaceMatch]:
    """One match for each spot of the map: what stands near an earlier one names the same spot."""
    spots: list[PlaceMatch] = []
    for match in matches:
        if not any(_same_spot(match.place, known.place) for known in spots):
            spots.append(match)
    return spots


def _same_spot(one: PlaceName, other: PlaceName) -> bool:
    if "district" in (one.kind, other.kind):
        return one.district == other.district
    town_m = max((place.uncertainty_m for place in (one, other) if place.kind == "township" and one.district == other.district), default=0)
    return metres(one.point, other.point) <= SAME_PLACE_M + town_m

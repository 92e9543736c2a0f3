"""The nearest windows that can really help: first what a window does, then whom it serves, then how far it is, then when it is open.

The order is the same for the same question. Windows whose distances differ by less than the uncertainty of both places count as equally
near; among them those that are sure to serve the person, in the language asked for, and open soonest come first. Whoever names a whole
district is shown what lies in it first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import hypot

import numpy as np

from bot.model import Confidence, HolidayCalendar, PlaceName, Point, Window
from bot.windows.distance import Degrees, columns, metres, rough_metres
from bot.windows.hours import Status, status

HOTLINE = "hotline"
GENERAL_ENQUIRY = "general-enquiry"
CONSIDERED = 8
"""How many of the nearest windows are compared in full."""
CONSIDERED_WITHOUT_PLACE = 40
ROUGH_MARGIN = 1.0001
WHOLE_DISTRICT_M = 5000
"""With this much uncertainty the person named a district: what lies in it is nearer than a distance from its middle can say."""
SHARED_LOCATION_UNCERTAINTY_M = 500
"""A point dragged on a map in Beijing may be this far off, because of the map's own datum."""


Placed = tuple[Window, Point]


class Why(StrEnum):
    """The reason a window is shown."""

    NEAREST = "nearest"
    SERVES_DISTRICT = "serves-district"
    IN_DISTRICT = "in-district"
    MUNICIPAL_HALL = "municipal-hall"
    SPEAKS_LANGUAGE = "speaks-language"
    BY_KIND = "by-kind"


@dataclass(frozen=True, slots=True)
class Need:
    """What the person needs: a service, the kinds of windows that help (best first), a language (locale or ISO code).

    `windows` are ids of the only windows that help, when the staff named them.
    """

    service: str | None = None
    kinds: tuple[str, ...] = ()
    language: str | None = None
    windows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the person is: WGS-84, metres of uncertainty, and the district in lower-case pinyin when it is known."""

    point: Point
    uncertainty_m: int = SHARED_LOCATION_UNCERTAINTY_M
    district: str | None = None

    @property
    def whole_district(self) -> bool:
        return self.district is not None and self.uncertainty_m > WHOLE_DISTRICT_M


@dataclass(frozen=True, slots=True)
class NearbyWindow:
    """A window, how far it is and when it is open.

    `why` is None for a window that was asked for by name. `distance_m` is None without origin or location; `uncertainty_m` joins that of
    both places; `distance_uncertain` says that it is more than a tenth of the distance. `tied` marks windows that are as near as the
    nearest, as far as we can tell; never in a whole district.
    """

    window: Window
    status: Status
    why: Why | None = None
    distance_m: int | None = None
    uncertainty_m: int | None = None
    distance_uncertain: bool = True
    tied: bool = False


def origin_of(place: PlaceName) -> Origin:
    """The origin of a person who named a place."""
    return Origin(place.point, place.uncertainty_m, place.district or None)


def dependable(window: Window) -> bool:
    """Whether a person can be sent there without a second address: confirmed, for everybody, hours known."""
    return window.confidence is not Confidence.LOW and not window.limited and window.hours is not None


def speaks(window: Window, language: str | None) -> bool:
    """Whether a source names the language of that locale as spoken there."""
    return language is not None and language.partition("-")[0] in window.languages


def serves(window: Window, district: str | None) -> bool:
    """Whether a person of that district may go there, as far as we know both."""
    return not window.districts_served or district is None or district in window.districts_served


def lasting_demerits(window: Window, language: str | None) -> tuple[bool, ...]:
    """What speaks against a window at any time and from anywhere, the gravest first."""
    return not dependable(window), not speaks(window, language), window.confidence is not Confidence.HIGH


def nearest(
    windows: Iterable[Window],
    need: Need,
    origin: Origin | None,
    moment: datetime,
    calendars: Mapping[int, HolidayCalendar],
    limit: int = 3,
) -> tuple[NearbyWindow, ...]:
    """As `Router.nearest`, for a few windows or a single question."""
    return Router(windows).nearest(need, origin, moment, calendars, limit)


class Router:
    """The windows, ready to be asked many times."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._windows = tuple(sorted(windows, key=lambda window: window.id))
        self._fits: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], _Fit] = {}

    def nearest(
        self, need: Need, origin: Origin | None, moment: datetime, calendars: Mapping[int, HolidayCalendar], limit: int = 3
    ) -> tuple[NearbyWindow, ...]:
        """Up to `limit` windows, best first. Counters come before hotlines, unless the need names hotlines first.

        When the first counter may turn the person away, the municipal hall is among them. Raises ValueError for a naive moment.
        """
        fit = self._fit(need)
        question = _Question(need, origin, moment, calendars)
        counters = _with_safe_answer(_counters(fit, question)[:limit], fit.municipal, question, limit)
        hotlines = sorted((question.see(window) for window in fit.hotlines), key=question.demerits)
        ordered = [*hotlines[:1], *counters] if need.kinds[:1] == (HOTLINE,) else [*counters, *hotlines]
        return tuple(ordered[:limit])

    def _fit(self, need: Need) -> "_Fit":
        key = (need.service, need.kinds, need.windows)
        if key not in self._fits:
            self._fits[key] = _Fit(self._windows, need)
        return self._fits[key]


class _Fit:
    """The windows that fit a need, those with a place as columns of coordinates."""

    def __init__(self, windows: Sequence[Window], need: Need) -> None:
        self.counters = _fitting([window for window in windows if window.kind != HOTLINE], need)
        self.hotlines = _fitting_hotlines([window for window in windows if window.kind == HOTLINE], need)
        if self.counters and HOTLINE not in need.kinds:
            self.hotlines = []
        self._placed = [(window, window.location.point) for window in self.counters if window.location]
        self.unplaced = [window for window in self.counters if not window.location]
        self.municipal = next((window for window in self.counters if window.municipal), None)
        self._serving: dict[str | None, tuple[list[Placed], tuple[Degrees, Degrees]]] = {}
        self._best: dict[str | None, list[Window]] = {}

    def serving(self, district: str | None) -> tuple[list[Placed], tuple[Degrees, Degrees]]:
        """The windows with a place that serve a district, and their coordinates as columns."""
        if district not in self._serving:
            placed = [one for one in self._placed if serves(one[0], district)]
            self._serving[district] = placed, columns([point for _, point in placed])
        return self._serving[district]

    def best(self, language: str | None) -> list[Window]:
        """Those worth comparing when nothing is known of the person's place: what never changes about a window decides."""
        if language not in self._best:
            ordered = sorted(self.counters, key=lambda window: (not window.municipal, *lasting_demerits(window, language), window.id))
            self._best[language] = ordered[:CONSIDERED_WITHOUT_PLACE]
        return self._best[language]


def _fitting(counters: Sequence[Window], need: Need) -> list[Window]:
    """Windows that give the service and are of a wanted kind or there for it first of all; without any, those of a wanted kind.

    Some services (border, general enquiry) are named by no counter: then the kinds that the staff chose decide. A work-permit counter in a
    government service centre names the work permit as its first service, though its kind is another.
    """
    if named := [window for window in counters if window.id in need.windows]:
        return named
    kinds = [kind for kind in need.kinds if kind != HOTLINE]
    of_kind = [window for window in counters if window.kind in kinds]
    if need.service is None:
        return of_kind
    giving = [window for window in counters if need.service in window.services]
    fitting = [window for window in giving if not need.kinds or window.kind in kinds or window.services[0] == need.service]
    return fitting or of_kind


def _fitting_hotlines(hotlines: Sequence[Window], need: Need) -> list[Window]:
    giving = [window for window in hotlines if need.service in window.services]
    return giving or [window for window in hotlines if GENERAL_ENQUIRY in window.services]


@dataclass(frozen=True, slots=True)
class _Question:
    """One question about the nearest windows: what is needed, where and when."""

    need: Need
    origin: Origin | None
    moment: datetime
    calendars: Mapping[int, HolidayCalendar]

    def see(self, window: Window, distance: float | None = None) -> NearbyWindow:
        state = status(window.hours, self.moment, self.calendars)
        why = self._why(window)
        if distance is None or self.origin is None or window.location is None:
            return NearbyWindow(window, state, why)
        uncertainty = round(hypot(self.origin.uncertainty_m, window.location.uncertainty_m))
        return NearbyWindow(window, state, why, round(distance), uncertainty, uncertainty > distance / 10)

    def _why(self, window: Window) -> Why:
        if self.origin and self.origin.district in window.districts_served:
            return Why.SERVES_DISTRICT
        if self.in_whole_district(window):
            return Why.IN_DISTRICT
        if speaks(window, self.need.language):
            return Why.SPEAKS_LANGUAGE
        if self.origin and window.location:
            return Why.NEAREST
        return Why.MUNICIPAL_HALL if window.municipal else Why.BY_KIND

    def in_whole_district(self, window: Window) -> bool:
        return self.origin is not None and self.origin.whole_district and window.district == self.origin.district

    def demerits(self, seen: NearbyWindow) -> tuple[bool | float | str, ...]:
        """Smaller is better: responsible, in the district named, sure to help, in the language, in the place's district, confirmed, open
        soonest, near."""
        window = seen.window
        district = self.origin.district if self.origin else None
        return (
            district not in window.districts_served,
            not self.in_whole_district(window),
            not dependable(window),
            not speaks(window, self.need.language),
            district != window.district,
            window.confidence is not Confidence.HIGH,
            self._wait(seen.status),
            seen.distance_m or 0,
            window.id,
        )

    def _wait(self, state: Status) -> float:
        """Seconds until the window is open; without end when nobody knows."""
        if state.open:
            return 0.0
        return (state.opens - self.moment).total_seconds() if state.opens else float("inf")


def _counters(fit: _Fit, question: _Question) -> list[NearbyWindow]:
    """Those with a place by distance, then those without; without origin the municipal hall, then the others by merit."""
    origin = question.origin
    if origin is None:
        seen = map(question.see, fit.best(question.need.language))
        return sorted(seen, key=lambda one: (not one.window.municipal, *question.demerits(one)))
    near = [question.see(window, distance) for distance, window in _considered(fit, origin)]
    if len(near) == CONSIDERED:
        return _in_order(near, question, origin)
    unplaced = [question.see(window) for window in fit.unplaced if serves(window, origin.district)]
    return _in_order(near, question, origin) + sorted(unplaced, key=question.demerits)


def _considered(fit: _Fit, origin: Origin) -> list[tuple[float, Window]]:
    """The nearest windows that serve the person's district, with exact distances, nearest first."""
    placed, coordinates = fit.serving(origin.district)
    if len(placed) > CONSIDERED:
        rough = rough_metres(origin.point, *coordinates)
        reach = float(np.partition(rough, CONSIDERED - 1)[CONSIDERED - 1]) * ROUGH_MARGIN + 1
        placed = [placed[index] for index in np.flatnonzero(rough <= reach)]
    exact = [(metres(origin.point, point), window) for window, point in placed]
    return sorted(exact, key=lambda pair: (pair[0], pair[1].id))[:CONSIDERED]


def _in_order(near: list[NearbyWindow], question: _Question, origin: Origin) -> list[NearbyWindow]:
    """By distance (as given), those that are as near as the nearest of the rest put in order of merit."""
    ordered: list[NearbyWindow] = []
    while near:
        first = near[0]
        tied = [seen for seen in near if _as_near(first, seen, origin)]
        near = [seen for seen in near if not _as_near(first, seen, origin)]
        several_nearest = not ordered and len(tied) > 1 and not origin.whole_district
        tied.sort(key=question.demerits)
        ordered += [replace(seen, tied=True) for seen in tied] if several_nearest else tied
    return ordered


def _as_near(first: NearbyWindow, other: NearbyWindow, origin: Origin) -> bool:
    """Whether the difference of two distances is within the uncertainty of the person's place and of both windows."""
    if first.window.location is None or other.window.location is None:
        return False
    uncertainty = hypot(origin.uncertainty_m, first.window.location.uncertainty_m, other.window.location.uncertainty_m)
    return (other.distance_m or 0) - (first.distance_m or 0) <= uncertainty


def _with_safe_answer(shown: list[NearbyWindow], municipal: Window | None, question: _Question, limit: int) -> list[NearbyWindow]:
    """The same windows, with the municipal hall among them when the first one may turn the person away."""
    if not shown or municipal is None or dependable(shown[0].window):
        return shown
    if municipal in [seen.window for seen in shown]:
        return [replace(seen, why=Why.MUNICIPAL_HALL) if seen.window == municipal else seen for seen in shown]
    place = municipal.location
    distance = metres(question.origin.point, place.point) if question.origin and place else None
    return [*shown[: limit - 1], replace(question.see(municipal, distance), why=Why.MUNICIPAL_HALL)]

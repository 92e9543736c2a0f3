"""The folder knowledge/places: CSV tables and the names in other languages, read to PlaceNames.

Every table starts with comment lines that credit its source. Points are WGS-84 and come from the tables; a landmark or area stands at the
mean of the subway stations named beside it. `names.yaml` adds names: place id -> locale -> names, the one to show first. `outside.yaml` has
the same shape and names cities outside Beijing; it gives no coordinates.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.errors import KnowledgeError
from bot.knowledge import nodes
from bot.knowledge.problems import Problem
from bot.language.chinese import to_traditional
from bot.model import BASE_LOCALE, CHINESE, PlaceName, Point

STATIONS = "beijing_subway_stations.csv"
AREAS = "beijing_areas.csv"
LANDMARKS = "landmarks.csv"
DISTRICTS = "beijing_districts_points.csv"
TOWNSHIPS = "beijing_townships_geonames.csv"
NAMES = "names.yaml"
OUTSIDE = "outside.yaml"
TOWNSHIP_UNCERTAINTY_M = 3000
WHOLE_CITY = "1816670"
FORMER_DISTRICTS = ("宣武区", "崇文区")

Row = Mapping[str, str]
Names = Mapping[str, Mapping[str, tuple[str, ...]]]


def read_places(folder: Path) -> tuple[PlaceName, ...]:
    """Every place of the folder, ordered by id. Raises KnowledgeError when a file cannot be used, OSError when one cannot be read."""
    stations = {row["name_zh"]: row for _, row in _rows(folder / STATIONS)}
    landmarks = list(_table(folder / LANDMARKS, lambda row: _landmark(row, stations)))
    known = {name for place in landmarks for name in (place.names[CHINESE], *place.aliases)}
    places = [
        *_table(folder / DISTRICTS, _district),
        *_numbered(_table(folder / STATIONS, _station)),
        *landmarks,
        *_table(folder / AREAS, lambda row: None if row["name_zh"] in known else _landmark(_area(row), stations)),
        *_table(folder / TOWNSHIPS, _township),
    ]
    return _with_names(places, _read_names(folder / NAMES), folder / NAMES)


def read_outside(folder: Path) -> Names:
    """Cities outside Beijing: id -> locale -> names, the one to show first. Raises as `read_places`."""
    return _read_names(folder / OUTSIDE)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the number of its line."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = file.readlines()
    credits = next((number for number, line in enumerate(lines) if not line.startswith("#")), 0)
    reader = csv.DictReader(lines[credits:])
    for row in reader:
        yield credits + reader.line_num, row


def _table(path: Path, convert: Callable[[Row], PlaceName | None]) -> Iterator[PlaceName]:
    for line, row in _rows(path):
        try:
            place = convert(row)
        except (KeyError, TypeError, ValueError) as error:
            raise _unusable(path, f"this row cannot be read: {error}", line) from error
        if place is not None:
            yield place


def _district(row: Row) -> PlaceName:
    return PlaceName(
        id=f"district-{row['name_en'].lower()}",
        kind="district",
        names=_shown(row["name_en"], row["name_zh"]),
        aliases=(row["name_zh"].removesuffix("区"), f"{row['name_en']} district"),
        district=row["name_en"].lower(),
        point=Point(float(row["seat_lat"]), float(row["seat_lon"])),
        uncertainty_m=int(row["radius_m"]),
    )


def _station(row: Row) -> PlaceName:
    chinese = re.sub(r"\(.*\)", "", row["name_zh"])
    english = re.sub(r" (subway )?station$", "", row["name_en"], flags=re.IGNORECASE) if row["name_en_source"] == "osm" else row["name_en"]
    return PlaceName(
        id=f"station-{row['pinyin']}",
        kind="station",
        names=_shown(english.title() if english.isupper() and " " not in english else english, chinese),
        aliases=(row["pinyin"], f"{chinese}站", *_split(row["aliases"]), *_plain_railway(english)),
        district=row["district_en"].lower(),
        point=Point(float(row["lat"]), float(row["lon"])),
        uncertainty_m=int(row["uncertainty_m"]),
    )


def _numbered(stations: Iterable[PlaceName]) -> Iterator[PlaceName]:
    """Stations that share their pinyin get a number, in the order of the table."""
    taken: dict[str, int] = {}
    for station in stations:
        count = taken[station.id] = taken.get(station.id, 0) + 1
        yield replace(station, id=f"{station.id}-{count}") if count > 1 else station


def _plain_railway(english: str) -> tuple[str, ...]:
    return (english.replace(" Railway Station", " Station"),) if english.endswith(" Railway Station") else ()


def _landmark(row: Row, stations: Mapping[str, Row]) -> PlaceName:
    beside = [stations[name] for name in row["proxy_stations"].split("|")]
    return PlaceName(
        id=row["id"],
        kind=row["kind"],
        names=_shown(row["name_en"], row["name_zh"]),
        aliases=_split(row["aliases"]),
        district=beside[0]["district_en"].lower(),
        point=Point(_mean(beside, "lat"), _mean(beside, "lon")),
        uncertainty_m=int(row["uncertainty_m"]),
    )


def _area(row: Row) -> Row:
    """A row of the areas as a landmark; its names stand side by side (`Gulou / Drum Tower`)."""
    english = [name.strip() for name in row["name_en"].split("/")]
    chinese = row["name_zh"].split(" ")
    aliases = "|".join([*english[1:], *chinese[1:], *_split(row["aliases"])])
    return {**row, "id": f"area-{_slug(english[0])}", "kind": "area", "name_en": english[0], "name_zh": chinese[0], "aliases": aliases}


def _township(row: Row) -> PlaceName | None:
    chinese = [name for name in row["name_zh"].split("|") if name[-1] not in "区县" or name in FORMER_DISTRICTS]
    if row["geonameid"] == WHOLE_CITY or not chinese:
        return None
    shown = max(chinese, key=lambda name: (name.endswith(("街道", "镇", "乡")), -len(name)))
    return PlaceName(
        id=f"township-{row['geonameid']}",
        kind="township",
        names=_shown(row["name_en"], shown),
        aliases=tuple(name for name in chinese if name != shown),
        district=row["district_en"].lower(),
        point=Point(float(row["lat"]), float(row["lon"])),
        uncertainty_m=TOWNSHIP_UNCERTAINTY_M,
    )


def _shown(english: str, chinese: str) -> dict[str, str]:
    return {BASE_LOCALE: english, CHINESE: chinese, "zh-Hant": to_traditional(chinese)}


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _mean(rows: list[Row], column: str) -> float:
    return round(sum(float(row[column]) for row in rows) / len(rows), 5)


def _read_names(path: Path) -> Names:
    tree, problems = nodes.read(f"knowledge/places/{path.name}", path.read_bytes())
    if problems:
        raise KnowledgeError(problems)
    return {place: _locales(tree, place) for place in tree.data} if isinstance(tree.data, dict) else {}


def _locales(tree: nodes.Nodes, place: str) -> dict[str, tuple[str, ...]]:
    locales = tree.data[place] if isinstance(tree.data, dict) else None
    if not isinstance(locales, dict):
        raise KnowledgeError([tree.problem("wrong-value", f"{place}: write a locale and its names, for example fr: [Pékin-Sud]", place)])
    found: dict[str, tuple[str, ...]] = {}
    for locale, names in locales.items():
        if not isinstance(names, list) or not names or not all(isinstance(name, str) and name for name in names):
            raise KnowledgeError([tree.problem("wrong-value", f"{place}: {locale} needs a list of names", place, locale)])
        found[locale] = tuple(str(name) for name in names)
    return found


def _with_names(places: Iterable[PlaceName], names: Names, path: Path) -> tuple[PlaceName, ...]:
    by_id = {place.id: place for place in places}
    for place_id, locales in names.items():
        if place_id not in by_id:
            raise _unusable(path, f"{place_id} is not a place of the tables")
        place = by_id[place_id]
        shown = {locale: told[0] for locale, told in locales.items() if locale not in place.names}
        every = tuple(name for told in locales.values() for name in told)
        by_id[place_id] = replace(place, names={**place.names, **shown}, aliases=tuple(dict.fromkeys((*place.aliases, *every))))
    return tuple(by_id[place_id] for place_id in sorted(by_id))


def _unusable(path: Path, message: str, line: int = 1) -> KnowledgeError:
    return KnowledgeError([Problem(f"knowledge/places/{path.name}", line, 1, "wrong-place", message)])

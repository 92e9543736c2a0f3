"""The folder knowledge/places: CSV tables and the names in other languages, read to PlaceNames.

Every table starts with comment lines that credit its source. Points are WGS-84 and come from the tables; a landmark or area stands at the
mean of the subway stations named beside it. `names.yaml` adds names: place id -> locale -> names, the one to show first. `outside.yaml` has
the same shape and names cities outside Beijing; it gives no coordinates.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
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
    stations = {row["name_zh"]: row for row in _rows(folder / STATIONS)}
    places = [
        *_districts(_rows(folder / DISTRICTS)),
        *_stations(stations.values()),
        *_landmarks(_rows(folder / LANDMARKS), stations, folder / LANDMARKS),
        *_townships(_rows(folder / TOWNSHIPS)),
    ]
    known = {place.names[CHINESE] for place in places if place.kind not in ("station", "township", "district")}
    known |= {alias for place in places if place.kind not in ("station", "township", "district") for alias in place.aliases}
    areas = [row for row in _rows(folder / AREAS) if row["name_zh"] not in known]
    places += _landmarks(map(_area, areas), stations, folder / AREAS)
    return _with_names(places, _read_names(folder / NAMES), folder / NAMES)


def read_outside(folder: Path) -> Names:
    """Cities outside Beijing: id -> locale -> names, the one to show first. Raises as `read_places`."""
    return _read_names(folder / OUTSIDE)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _districts(rows: Iterable[Row]) -> Iterator[PlaceName]:
    for row in rows:
        short = row["name_zh"].removesuffix("区")
        yield PlaceName(
            id=f"district-{row['name_en'].lower()}",
            kind="district",
            names=_shown(row["name_en"], row["name_zh"]),
            aliases=(short, f"{row['name_en']} district"),
            district=row["name_en"].lower(),
            point=Point(float(row["seat_lat"]), float(row["seat_lon"])),
            uncertainty_m=int(row["radius_m"]),
        )


def _stations(rows: Iterable[Row]) -> Iterator[PlaceName]:
    taken: dict[str, int] = {}
    for row in rows:
        count = taken[row["pinyin"]] = taken.get(row["pinyin"], 0) + 1
        chinese = re.sub(r"\(.*\)", "", row["name_zh"])
        english = (
            re.sub(r" (subway )?station$", "", row["name_en"], flags=re.IGNORECASE) if row["name_en_source"] == "osm" else row["name_en"]
        )
        yield PlaceName(
            id=f"station-{row['pinyin']}" + (f"-{count}" if count > 1 else ""),
            kind="station",
            names=_shown(english.title() if english.isupper() and " " not in english else english, chinese),
            aliases=(row["pinyin"], f"{chinese}站", *_split(row["aliases"]), *_plain_railway(english)),
            district=row["district_en"].lower(),
            point=Point(float(row["lat"]), float(row["lon"])),
            uncertainty_m=int(row["uncertainty_m"]),
        )


def _plain_railway(english: str) -> tuple[str, ...]:
    return (english.replace(" Railway Station", " Station"),) if english.endswith(" Railway Station") else ()


def _landmarks(rows: Iterable[Row], stations: Mapping[str, Row], path: Path) -> Iterator[PlaceName]:
    for row in rows:
        beside = [stations[name] for name in row["proxy_stations"].split("|") if name in stations]
        if len(beside) != len(row["proxy_stations"].split("|")):
            raise _unusable(path, f"{row['id']} names a subway station that {STATIONS} does not have")
        yield PlaceName(
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


def _townships(rows: Iterable[Row]) -> Iterator[PlaceName]:
    for row in rows:
        chinese = [name for name in row["name_zh"].split("|") if name[-1] not in "区县" or name in FORMER_DISTRICTS]
        if row["geonameid"] == WHOLE_CITY or not chinese:
            continue
        shown = max(chinese, key=lambda name: (name.endswith(("街道", "镇", "乡")), -len(name)))
        yield PlaceName(
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


def _unusable(path: Path, message: str) -> KnowledgeError:
    return KnowledgeError([Problem(f"knowledge/places/{path.name}", 1, 1, "unknown-place", message)])

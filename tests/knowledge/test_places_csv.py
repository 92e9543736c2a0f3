import shutil
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.places_csv import read_outside, read_places
from bot.model import PlaceName
from bot.windows.places import PREFERRED

FOLDER = Path(__file__).parents[2] / "knowledge" / "places"
LOCALES = ("en", "zh-Hans", "fr", "ja", "ar", "es", "de", "ru", "ko", "it", "pt", "vi", "th", "id", "fa", "hi")
RAIL = ("", "-south", "-west", "-north", "-chaoyang", "-fengtai")


@pytest.fixture(scope="module")
def places() -> dict[str, PlaceName]:
    return {place.id: place for place in read_places(FOLDER)}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "places"))


def test_every_kind_of_place_is_read(places: dict[str, PlaceName]) -> None:
    assert {place.kind for place in places.values()} == set(PREFERRED)
    assert sum(place.kind == "district" for place in places.values()) == 16
    assert sum(place.kind == "station" for place in places.values()) == 425


def test_every_place_lies_in_beijing_in_one_of_its_districts(places: dict[str, PlaceName]) -> None:
    districts = {place.district for place in places.values() if place.kind == "district"}
    for place in places.values():
        assert 39.3 < place.point.latitude < 41.1 and 115.3 < place.point.longitude < 117.6
        assert place.district in districts
        assert place.uncertainty_m > 0


@pytest.mark.parametrize(
    "place_id",
    [
        *("district-chaoyang", "district-mentougou", "district-yanqing", "airport-capital", "airport-daxing", "rail-qinghe"),
        *(f"rail-beijing{end}" for end in RAIL),
        *(f"university-{name}" for name in ("peking", "tsinghua", "renmin", "blcu", "bnu")),
    ],
)
def test_what_people_name_most_has_a_name_in_sixteen_languages(places: dict[str, PlaceName], place_id: str) -> None:
    assert set(LOCALES) <= set(places[place_id].names)


def test_a_landmark_stands_at_the_mean_of_its_stations(places: dict[str, PlaceName]) -> None:
    stations = [places["station-wudaokou"], places["station-qinghuadongluxikou"]]
    tsinghua = places["university-tsinghua"]
    assert tsinghua.point.latitude == pytest.approx(sum(place.point.latitude for place in stations) / 2, abs=1e-5)
    assert tsinghua.point.longitude == pytest.approx(sum(place.point.longitude for place in stations) / 2, abs=1e-5)
    assert tsinghua.district == "haidian"


def test_chinese_names_are_shown_in_traditional_characters_too(places: dict[str, PlaceName]) -> None:
    assert places["district-chaoyang"].names["zh-Hant"] == "朝陽區"


def test_every_table_credits_its_source_before_the_first_row() -> None:
    for path in FOLDER.glob("*.csv"):
        assert path.read_text(encoding="utf-8").startswith("# ")


def test_cities_outside_beijing_have_an_english_and_a_chinese_name() -> None:
    outside = read_outside(FOLDER)
    assert outside["shanghai"]["zh-Hans"] == ("上海",)
    assert all({"en", "zh-Hans"} <= set(names) for names in outside.values())


def test_a_name_for_an_unknown_place_is_a_problem(copy: Path) -> None:
    (copy / "names.yaml").write_text('area-nowhere:\n  en: ["Nowhere"]\n', encoding="utf-8")
    with pytest.raises(KnowledgeError) as failure:
        read_places(copy)
    assert "area-nowhere is not a place of the tables" in str(failure.value.problems[0])


def test_names_must_be_a_list(copy: Path) -> None:
    (copy / "names.yaml").write_text("area-wudaokou:\n  en: Wudaokou\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as failure:
        read_places(copy)
    assert "names.yaml:2:" in str(failure.value.problems[0])


def test_a_landmark_beside_an_unknown_station_is_told_with_its_line(copy: Path) -> None:
    with (copy / "landmarks.csv").open("a", encoding="utf-8") as table:
        table.write("area-x,area,X,某地,,没有的站,500\n")
    lines = len((copy / "landmarks.csv").read_text(encoding="utf-8").splitlines())
    with pytest.raises(KnowledgeError) as failure:
        read_places(copy)
    assert f"landmarks.csv:{lines}:1" in str(failure.value.problems[0])


def test_a_coordinate_that_is_no_number_is_told_with_its_line(copy: Path) -> None:
    table = copy / "beijing_townships_geonames.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("39.61765", "north", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as failure:
        read_places(copy)
    assert failure.value.problems[0].line == 3

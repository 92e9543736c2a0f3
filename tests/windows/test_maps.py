"""Known pairs of WGS-84 and GCJ-02: the test points that eviltransform (MIT) and coordtransform (MIT) publish."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Point
from bot.windows.distance import metres
from bot.windows.maps import map_links, search_links, to_gcj02, to_wgs84

KNOWN = [
    (Point(39.911954, 116.377817), Point(39.91334545536069, 116.38404722455657)),
    (Point(39.915, 116.404), Point(39.91640428150164, 116.41024449916938)),
    (Point(31.1774276, 121.5272106), Point(31.17530398364597, 121.531541859215)),
    (Point(22.543847, 113.912316), Point(22.540796131694766, 113.9171764808363)),
]


@pytest.mark.parametrize(("wgs84", "gcj02"), KNOWN)
def test_known_points_are_met_within_ten_metres_both_ways(wgs84: Point, gcj02: Point) -> None:
    assert metres(to_gcj02(wgs84), gcj02) < 10
    assert metres(to_wgs84(gcj02), wgs84) < 10


@given(st.builds(Point, st.floats(39.4, 41.1), st.floats(115.4, 117.5)))
def test_there_and_back_is_the_same_place_to_a_decimetre(point: Point) -> None:
    assert 300 < metres(point, to_gcj02(point)) < 900
    assert metres(to_wgs84(to_gcj02(point)), point) < 0.1


def test_map_links_carry_the_shifted_degrees_in_the_order_each_service_wants() -> None:
    links = map_links(Point(39.915, 116.404), "雍和宫 & more")
    amap = parse_qs(urlsplit(links.amap).query)
    assert amap["position"] == ["116.410244,39.916404"]
    assert amap["name"] == ["雍和宫 & more"]
    assert parse_qs(urlsplit(links.apple).query)["ll"] == ["39.916404,116.410244"]
    assert parse_qs(urlsplit(links.google).query)["query"] == ["39.916404,116.410244"]


def test_search_links_carry_the_address_only() -> None:
    links = search_links("东城区安定门东大街2号")
    for link, key in ((links.amap, "keyword"), (links.apple, "q"), (links.google, "query")):
        assert parse_qs(urlsplit(link).query)[key] == ["东城区安定门东大街2号"]
        assert urlsplit(link).scheme == "https"

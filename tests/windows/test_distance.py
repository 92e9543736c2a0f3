import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Point
from bot.windows.distance import columns, metres, rough_metres

IN_BEIJING = st.builds(Point, st.floats(39.4, 41.1), st.floats(115.4, 117.5))


def test_a_degree_of_latitude_at_beijing_is_111_kilometres() -> None:
    assert metres(Point(39.5, 116.4), Point(40.5, 116.4)) == pytest.approx(111_034, abs=10)


def test_a_place_is_no_way_from_itself() -> None:
    assert metres(Point(39.9, 116.4), Point(39.9, 116.4)) == 0


@given(IN_BEIJING, IN_BEIJING)
def test_the_rough_distance_is_within_a_ten_thousandth_of_the_geodesic(one: Point, other: Point) -> None:
    exact = Geodesic.WGS84.Inverse(one.latitude, one.longitude, other.latitude, other.longitude)["s12"]
    rough = rough_metres(one, *columns([other]))[0]
    assert rough == pytest.approx(exact, rel=1e-4, abs=0.01)
    assert metres(one, other) == metres(other, one) == pytest.approx(exact)

"""Metres between two places on the WGS-84 ellipsoid: exact for the few that matter, quick for the many."""

from collections.abc import Sequence

import numpy as np
from geographiclib.geodesic import Geodesic  # type: ignore[import-untyped]
from numpy.typing import NDArray

from bot.model import Point

EQUATOR_RADIUS_M = Geodesic.WGS84.a
ECCENTRICITY_SQUARED = Geodesic.WGS84.f * (2 - Geodesic.WGS84.f)

Degrees = NDArray[np.float64]


def metres(one: Point, other: Point) -> float:
    """Length of the shortest line between two points on the ellipsoid, exact to nanometres."""
    line = Geodesic.WGS84.Inverse(one.latitude, one.longitude, other.latitude, other.longitude, Geodesic.DISTANCE)
    return float(line["s12"])


def columns(points: Sequence[Point]) -> tuple[Degrees, Degrees]:
    """Latitudes and longitudes of many points, ready for `rough_metres`."""
    return np.array([point.latitude for point in points]), np.array([point.longitude for point in points])


def rough_metres(origin: Point, latitudes: Degrees, longitudes: Degrees) -> Degrees:
    """Distances to many points, off by less than one in ten thousand within 200 km: good enough to leave the far ones out.

    The line is measured along the meridian and the parallel of its middle latitude.
    """
    middle = np.radians((latitudes + origin.latitude) / 2)
    bend = 1 - ECCENTRICITY_SQUARED * np.sin(middle) ** 2
    north = np.radians(latitudes - origin.latitude) * EQUATOR_RADIUS_M * (1 - ECCENTRICITY_SQUARED) / bend**1.5
    east = np.radians(longitudes - origin.longitude) * EQUATOR_RADIUS_M * np.cos(middle) / np.sqrt(bend)
    lengths: Degrees = np.hypot(north, east)
    return lengths

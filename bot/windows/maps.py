"""Links to map services, and the datum they draw mainland China in.

Amap, Apple Maps (whose map of China is Amap's) and Google's road map of China are drawn in GCJ-02, about half a kilometre away from the
WGS-84 that satellites, Telegram and our knowledge use; a link therefore carries GCJ-02.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

import prcoords  # type: ignore[import-untyped]

from bot.model import Point


@dataclass(frozen=True, slots=True)
class MapLinks:
    """One address (URL) per map service."""

    amap: str
    apple: str
    google: str


def to_gcj02(point: Point) -> Point:
    """WGS-84 to the datum of Chinese maps. Only for points in mainland China."""
    return Point(*prcoords.wgs_gcj((point.latitude, point.longitude), check_china=False))


def to_wgs84(point: Point) -> Point:
    """A GCJ-02 point (its degrees in a Point) back to WGS-84, to about a centimetre."""
    return Point(*prcoords.gcj_wgs_bored((point.latitude, point.longitude), check_china=False))


def map_links(point: Point, name: str) -> MapLinks:
    """Links that show `point` (WGS-84) with a name on each map service."""
    shifted = to_gcj02(point)
    latitude, longitude = f"{shifted.latitude:.6f}", f"{shifted.longitude:.6f}"
    amap = {"position": f"{longitude},{latitude}", "name": name, "coordinate": "gaode", "callnative": "1"}
    return MapLinks(
        amap=f"https://uri.amap.com/marker?{urlencode(amap)}",
        apple=f"https://maps.apple.com/?{urlencode({'ll': f'{latitude},{longitude}', 'q': name})}",
        google=f"https://www.google.com/maps/search/?{urlencode({'api': '1', 'query': f'{latitude},{longitude}'})}",
    )


def search_links(address: str) -> MapLinks:
    """Links that look an address up, for places whose coordinates are too uncertain for a pin."""
    amap = {"keyword": address, "city": "beijing", "callnative": "1"}
    return MapLinks(
        amap=f"https://uri.amap.com/search?{urlencode(amap)}",
        apple=f"https://maps.apple.com/?{urlencode({'q': address})}",
        google=f"https://www.google.com/maps/search/?{urlencode({'api': '1', 'query': address})}",
    )

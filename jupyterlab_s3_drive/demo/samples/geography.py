"""A map of the towns, as GeoJSON and as a picture."""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Iterator

from .sample import PERSONAL, Sample
from .towns import TOWNS

_WIDTH, _HEIGHT = 480, 440
_WEST, _EAST, _SOUTH, _NORTH = -6.0, 10.0, 41.0, 51.5


def samples() -> Iterator[Sample]:
    """Yield the map's points and its picture."""
    yield Sample(PERSONAL, "data/towns.geojson", points().encode(), "application/geo+json")
    yield Sample(PERSONAL, "images/population.png", picture(), "image/png")


def points() -> str:
    """Return the towns as a GeoJSON collection of points."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [town.longitude, town.latitude]},
            "properties": {"code": town.code, "name": town.name, "population": town.population},
        }
        for town in TOWNS
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def picture() -> bytes:
    """Return a PNG with one disc a town, its area after the population."""
    canvas = bytearray(b"\xf4\xf1\xea" * (_WIDTH * _HEIGHT))
    for town in sorted(TOWNS, key=lambda town: -town.population):
        if not (_WEST < town.longitude < _EAST and _SOUTH < town.latitude < _NORTH):
            continue
        x = round((town.longitude - _WEST) / (_EAST - _WEST) * _WIDTH)
        y = round((_NORTH - town.latitude) / (_NORTH - _SOUTH) * _HEIGHT)
        _disc(canvas, x, y, math.sqrt(town.population) / 42)
    return _png(canvas)


def _disc(canvas: bytearray, x: int, y: int, radius: float) -> None:
    reach = math.ceil(radius) + 1
    for row in range(max(0, y - reach), min(_HEIGHT, y + reach + 1)):
        for column in range(max(0, x - reach), min(_WIDTH, x + reach + 1)):
            distance = math.hypot(column - x, row - y)
            if distance <= radius:
                colour = b"\x1f\x6f\xb2" if distance <= radius - 1.5 else b"\xff\xff\xff"
                start = 3 * (row * _WIDTH + column)
                canvas[start : start + 3] = colour


def _png(canvas: bytearray) -> bytes:
    """Return pixels of three bytes each as a PNG file (RFC 2083)."""
    rows = b"".join(
        b"\0" + canvas[start : start + 3 * _WIDTH] for start in range(0, len(canvas), 3 * _WIDTH)
    )
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )

"""A folder of very many objects: daily readings of a hundred sensors."""

from __future__ import annotations

from collections.abc import Iterator

from .sample import PERSONAL, Sample

PREFIX = "large folder/"


def samples(count: int) -> Iterator[Sample]:
    """Yield the objects, small and each different."""
    for number in range(count):
        day, sensor = divmod(number, 100)
        text = f"sensor;day;value\n{sensor:03};{day:03};{(number * 7919) % 4000 / 100}\n"
        key = f"{PREFIX}reading-{number:05}.csv"
        yield Sample(PERSONAL, key, text.encode(), "text/csv; charset=utf-8")

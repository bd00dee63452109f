"""The sample data of the demo, made by code: the same bytes' meaning at every run, nothing downloaded."""

from __future__ import annotations

from collections.abc import Iterator

from . import bpe, geography, names, notebooks, notes, tables
from .sample import OPEN_DATA, PERSONAL, PROJECT, Sample

#: The buckets of the demo: a person's own, the open data of a statistical office, a team's.
BUCKETS = (PERSONAL, OPEN_DATA, PROJECT)


def samples() -> Iterator[Sample]:
    """Yield every object that is there when JupyterLab opens."""
    for module in (notes, notebooks, tables, geography, names, bpe):
        yield from module.samples()


__all__ = ["BUCKETS", "OPEN_DATA", "PERSONAL", "PROJECT", "Sample", "samples"]

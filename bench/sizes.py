"""How much is measured, and how often."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

#: A size can be set alone, for instance `S3_DRIVE_BENCH_LARGE=3000`.
VARIABLE = "S3_DRIVE_BENCH_"


@dataclass(frozen=True)
class Sizes:
    """The amounts of data and the numbers of repetitions.

    Folders count objects, files count MiB. A repetition measures every variant once, one after the
    other, so that a machine that is busy for a while slows all of them.
    """

    small: int = 1_000
    medium: int = 10_000
    large: int = 100_000
    file: int = 1024
    deleted: int = 10_000
    renamed: int = 1_000
    selected: int = 200
    clicks: int = 15
    requests: int = 300
    at_once: int = 200
    repeats: int = 5
    transfers: int = 3


QUICK = Sizes(
    medium=5_000,
    large=20_000,
    file=256,
    deleted=1_000,
    renamed=200,
    requests=200,
    repeats=3,
    transfers=2,
)


def sizes(quick: bool, environment: Mapping[str, str] | None = None) -> Sizes:
    """Return the sizes of a full or a quick run, with what the environment sets.

    Raises:
        ValueError: a variable is no number above zero.
    """
    given = os.environ if environment is None else environment
    found = {
        field.name: int(given[VARIABLE + field.name.upper()])
        for field in fields(Sizes)
        if given.get(VARIABLE + field.name.upper())
    }
    if any(value < 1 for value in found.values()):
        raise ValueError("A size of the bench must be above zero.")
    return replace(QUICK if quick else Sizes(), **found)

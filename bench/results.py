"""What was measured: series of numbers by name, and the reasons why some are missing."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

#: The ways to make one number of a series.
STATISTICS: dict[str, Callable[[Sequence[float]], float]] = {
    "median": statistics.median,
    "max": max,
    "p95": lambda series: percentile(series, 95),
    "sum": sum,
}


def percentile(series: Sequence[float], percent: float) -> float:
    """Return the smallest member that is not below `percent` per cent of the series (nearest rank)."""
    if not series:
        raise ValueError("There is no percentile of nothing.")
    ranked = sorted(series)
    return ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]


@dataclass
class Results:
    """Series by name. Times are in seconds, memory in MiB, sizes in bytes."""

    series: dict[str, list[float]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, *values: float) -> None:
        """Add to a series."""
        self.series.setdefault(name, []).extend(values)

    def fail(self, name: str, reason: str) -> None:
        """Say why a series is missing; the first reason stays. A series with values is none the less."""
        self.failures.setdefault(name, " ".join(reason.split())[:300])

    def note(self, name: str, text: str) -> None:
        """Say something about a series, which is printed below the table."""
        self.notes[name] = text

    def value(self, name: str, statistic: str = "median") -> float | None:
        """Return one number of a series, or None when it was not measured."""
        found = self.series.get(name)
        return STATISTICS[statistic](found) if found else None

    def as_json(self) -> dict[str, Any]:
        """Return everything, for a file."""
        return {"series": self.series, "failures": self.failures, "notes": self.notes}

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Results:
        """Return what `as_json` gave."""
        return cls(content["series"], content["failures"], content["notes"])

"""The table: from series and rows to cells, and from cells to text or Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .results import Results

#: Shown where a number is missing.
MISSING = "-"
HEAD = ("work", "ours", "beside", "compared", "must reach", "")

#: A cell that is longer than this has a line for each of its parts, on a terminal.
_WIDE = 60

_UNITS = {
    "ms": (1000.0, "ms"),
    "s": (1.0, "s"),
    "MiB": (1.0, "MiB"),
    "kB": (1e-3, "kB"),
    "count": (1.0, ""),
}


@dataclass(frozen=True)
class Limit:
    """A bound on the number that `of` names: the row's own `value`, or its `compared` number."""

    bound: float
    at_least: bool = False
    of: str = "value"

    def holds(self, number: float) -> bool:
        """Return whether a number keeps to the limit."""
        return number >= self.bound if self.at_least else number <= self.bound


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Args:
        name: for `--only` and the JSON.
        group: the measure that yields it.
        title: what was done.
        series: our series in the results.
        unit: `ms`, `s`, `MiB`, `kB` or `count`; `rate` shows a time for `size` MiB as MiB/s.
        beside: the series of others, with their labels; the first is what ours is compared with.
        compare: `ratio` (ours / theirs), `speed` (theirs / ours, of times), `difference` (ours - theirs),
            or None where the numbers are not compared.
        limit: what must be reached.
        statistic: what is made of a series.
    """

    name: str
    group: str
    title: str
    series: str
    unit: str
    beside: tuple[tuple[str, str], ...] = ()
    compare: str | None = "ratio"
    limit: Limit | None = None
    statistic: str = "median"
    size: float = 1


@dataclass(frozen=True)
class Line:
    """A row with its numbers: `verdict` is True, False, or None where there is no limit or no number."""

    row: Row
    value: float | None
    others: tuple[tuple[str, float | None], ...]
    compared: float | None
    verdict: bool | None

    @property
    def measured(self) -> bool:
        """Whether what the row is about is there."""
        limit = self.row.limit
        needed = self.compared if limit and limit.of == "compared" else self.value
        return needed is not None


def line(row: Row, results: Results) -> Line:
    """Work out one row."""
    value = results.value(row.series, row.statistic)
    others = tuple((label, results.value(name, row.statistic)) for label, name in row.beside)
    compared = None
    if row.compare and others and value is not None and others[0][1] is not None:
        compared = comparison(row, results, value, others[0][1])
    verdict = None
    if row.limit:
        number = compared if row.limit.of == "compared" else value
        verdict = None if number is None else row.limit.holds(number)
    return Line(row, value, others, compared, verdict)


def comparison(row: Row, results: Results, value: float, other: float) -> float | None:
    """Compare with the first of the others.

    Where both were measured as often, in turns, each repetition is compared for itself and the median
    taken: a slow moment of the machine hits both halves of a pair.
    """
    ours, theirs = results.series[row.series], results.series[row.beside[0][1]]
    if row.statistic == "median" and len(ours) == len(theirs):
        pairs = [compare(row.compare, a, b) for a, b in zip(ours, theirs, strict=True)]
        found = [pair for pair in pairs if pair is not None]
        return statistics.median(found) if found else None
    return compare(row.compare, value, other)


def compare(how: str | None, ours: float, theirs: float) -> float | None:
    """Return the ratio, the speed or the difference; None where it would divide by zero."""
    if how == "difference":
        return ours - theirs
    above, below = (theirs, ours) if how == "speed" else (ours, theirs)
    return above / below if below else None


def lines(rows: Iterable[Row], results: Results) -> list[Line]:
    """Work out all rows."""
    return [line(row, results) for row in rows]


def number(value: float | None, row: Row) -> str:
    """Write a number of a row with its unit."""
    if value is None:
        return MISSING
    if row.unit == "rate":
        return f"{_digits(row.size / value)} MiB/s"
    factor, unit = _UNITS[row.unit]
    return f"{_digits(value * factor)} {unit}".strip()


def _digits(value: float) -> str:
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def compared(value: float | None, row: Row) -> str:
    """Write the comparison."""
    if value is None:
        return MISSING if row.beside and row.compare else ""
    return number(value, row) if row.compare == "difference" else f"{value:.2f} x"


def wanted(row: Row) -> str:
    """Write the limit."""
    if row.limit is None:
        return ""
    sign = "≥" if row.limit.at_least else "≤"
    if row.limit.of == "compared":
        return f"{sign} {compared(row.limit.bound, row)}"
    return f"{sign} {number(row.limit.bound, row)}"


def cells(found: Line) -> tuple[str, ...]:
    """Return the texts of one line, in the order of `HEAD`."""
    row = found.row
    if not found.measured:
        verdict = "not measured"
    else:
        verdict = {True: "ok", False: "not met", None: ""}[found.verdict]
    beside = ", ".join(f"{label} {number(value, row)}" for label, value in found.others)
    return (
        row.title,
        number(found.value, row),
        beside,
        compared(found.compared, row),
        wanted(row),
        verdict,
    )


def text(found: Sequence[Line]) -> str:
    """Return the table for a terminal, a heading for each group."""
    content = [[_broken(cell) for cell in cells(each)] for each in found]
    widths = [
        max(len(HEAD[i]), *(len(part) for row in content for part in row[i]))
        for i in range(len(HEAD))
    ]
    written = [_spaced(HEAD, widths), _spaced(["─" * width for width in widths], widths)]
    group = None
    for each, row in zip(found, content, strict=True):
        if group is not None and each.row.group != group:
            written.append("")
        group = each.row.group
        written += [_spaced(parts, widths) for parts in zip_longest(*row, fillvalue="")]
    return "\n".join(written)


def _broken(cell: str) -> list[str]:
    """Break a long cell at its commas."""
    if len(cell) <= _WIDE:
        return [cell]
    *parts, last = cell.split(", ")
    return [*(f"{part}," for part in parts), last]


def _spaced(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def markdown(found: Sequence[Line]) -> str:
    """Return the table for the docs, padded as prettier does."""
    content = [cells(each) for each in found]
    widths = [max(3, *(len(row[i]) for row in [HEAD, *content])) for i in range(len(HEAD))]
    ruler = ["-" * width for width in widths]
    return "\n".join(f"| {_padded(row, widths)} |" for row in [HEAD, ruler, *content])


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    return " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))

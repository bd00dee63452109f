"""What ran, kept for the page of the documentation."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from .cases import ROOT
from .samples import FULL

FILE = ROOT / ".setup" / "reports" / "snippets.json"

#: How far a snippet was tested.
RAN, PARSED, FAILED, NOT_RUN = "ran", "parsed", "failed", "not run"


class Results:
    """Outcomes of one run of the tests, which is all that the file ever holds.

    Each is that of one case in a cell: a table, a row and a column.
    """

    def __init__(self, file: Path = FILE) -> None:
        self._file = file
        self._run = uuid.uuid4().hex
        self._outcomes: dict[tuple[str, str, str, str], str] = {}
        file.unlink(missing_ok=True)

    def expect(self, table: str, row: str, column: str, case: str) -> None:
        """Note that there is such a case, whether it runs or not."""
        self._outcomes.setdefault((table, row, column, case), NOT_RUN)

    def add(self, table: str, row: str, column: str, case: str, outcome: str) -> None:
        """Note one outcome; a failure is never covered by what went well elsewhere."""
        if self._outcomes.get((table, row, column, case)) != FAILED:
            self._outcomes[table, row, column, case] = outcome

    def write(self) -> None:
        """Write the file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        outcomes = [[*where, outcome] for where, outcome in sorted(self._outcomes.items())]
        content = {"run": self._run, "full": FULL, "outcomes": outcomes}
        self._file.write_text(json.dumps(content, indent=1))


def cells(outcomes: list[list[str]], table: str) -> dict[str, dict[str, str]]:
    """Return the cells of one table, by row and column.

    A cell says how far all of its cases came: it is what the least of them is.
    """
    order = (FAILED, NOT_RUN, PARSED, RAN)
    found: dict[str, dict[str, str]] = {}
    for where, row, column, _, outcome in outcomes:
        if where == table:
            cell = found.setdefault(row, {})
            cell[column] = min(cell.get(column, RAN), outcome, key=order.index)
    return found

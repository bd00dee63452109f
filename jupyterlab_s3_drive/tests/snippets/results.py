"""What ran, kept for the page of the documentation."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from .cases import ROOT
from .samples import FULL

FILE = ROOT / ".setup" / "reports" / "snippets.json"

#: How far a snippet was tested. Of R: the function that reads or writes ran, the store's client did not.
RAN, PARSED, FAILED, NOT_RUN = "ran", "parsed", "failed", "not run"
READER, WRITER = "reader ran", "writer ran"
#: From the least to the most.
_ORDER = (FAILED, NOT_RUN, PARSED, READER, WRITER, RAN)


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
        """Note one outcome: of several tests the one that came furthest, but never above a failure."""
        where = (table, row, column, case)
        known = self._outcomes.get(where, NOT_RUN)
        failed = FAILED in (known, outcome)
        self._outcomes[where] = FAILED if failed else max(known, outcome, key=_ORDER.index)

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
    found: dict[str, dict[str, str]] = {}
    for where, row, column, _, outcome in outcomes:
        if where == table:
            cell = found.setdefault(row, {})
            cell[column] = min(cell.get(column, RAN), outcome, key=_ORDER.index)
    return found

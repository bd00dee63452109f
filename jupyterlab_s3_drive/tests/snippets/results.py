"""What ran, kept for the page of the documentation."""

from __future__ import annotations

import json
from pathlib import Path

from .cases import ROOT

FILE = ROOT / ".setup" / "reports" / "snippets.json"

#: How far a snippet was tested.
RAN, PARSED, FAILED = "ran", "parsed", "failed"


class Results:
    """Outcomes by language, then by what was done to which kind of file, then by library."""

    def __init__(self, file: Path = FILE) -> None:
        self._file = file
        self._found: dict[str, dict[str, dict[str, str]]] = {}

    def add(self, language: str, row: str, library: str, outcome: str) -> None:
        """Note one outcome; a failure is never covered by what went well."""
        cells = self._found.setdefault(language, {}).setdefault(row, {})
        if cells.get(library) != FAILED:
            cells[library] = outcome

    def write(self) -> None:
        """Put them beside what other tests have written; rows of a language stay that no test gave."""
        kept = json.loads(self._file.read_text()) if self._file.exists() else {}
        for language, rows in self._found.items():
            for row, cells in rows.items():
                kept.setdefault(language, {}).setdefault(row, {}).update(cells)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(kept, indent=1, sort_keys=True))

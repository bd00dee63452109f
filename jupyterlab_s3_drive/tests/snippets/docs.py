"""Writes `docs/snippets.md` from what one run of the tests has kept:

python -m jupyterlab_s3_drive.tests.snippets.docs
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from .cases import ROOT
from .results import FILE, cells

TEMPLATE = Path(__file__).with_name("snippets.md.in")
PAGE = ROOT / "docs" / "snippets.md"

#: Where each table stands in the template, and what its rows are.
TABLES = {
    "reading": ("read", "file or folder"),
    "writing": ("write", "file or folder"),
    "listing": ("list", "folder"),
    "kernel": ("kernel", "file"),
    "environments": ("environments", "environment"),
    "shell": ("shell", "operation"),
    "r_listing": ("r list", "folder"),
    "r_reading": ("r read", "file or folder"),
    "r_writing": ("r write", "file or folder"),
    "julia_listing": ("julia list", "folder"),
    "julia_reading": ("julia read", "file or folder"),
    "julia_writing": ("julia write", "file or folder"),
}


def page(found: Mapping[str, Any]) -> str:
    """Return the whole page; `found` is what `Results` wrote."""
    tables = {
        place: table(cells(found["outcomes"], name), head) for place, (name, head) in TABLES.items()
    }
    return Template(TEMPLATE.read_text()).substitute(tables)


def table(rows: Mapping[str, Mapping[str, str]], head: str) -> str:
    """Return one table, its columns as wide as prettier makes them."""
    libraries = sorted({name for each in rows.values() for name in each})
    lines = [[head, *libraries]]
    lines += [
        [row, *(rows[row].get(name, "\u2013") for name in libraries)]
        for row in sorted(rows, key=str.casefold)
    ]
    widths = [max(3, *(len(line[at]) for line in lines)) for at in range(len(lines[0]))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )


if __name__ == "__main__":
    PAGE.write_text(page(json.loads(FILE.read_text())))

"""Writes `docs/snippets.md` from what the tests have kept:

python -m jupyterlab_s3_drive.tests.snippets.docs
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from string import Template

from .cases import ROOT
from .results import FILE

TEMPLATE = Path(__file__).with_name("snippets.md.in")
PAGE = ROOT / "docs" / "snippets.md"

_TITLES = {"python": "Python", "shell": "Shell", "r": "R"}


def page(found: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    """Return the whole page; `found` is by language, row and library."""
    tables = [
        f"## {title}\n\n{table(found[name])}" for name, title in _TITLES.items() if name in found
    ]
    return Template(TEMPLATE.read_text()).substitute(tables="\n\n".join(tables))


def table(rows: Mapping[str, Mapping[str, str]]) -> str:
    """Return one table, its columns as wide as prettier makes them."""
    libraries = sorted({name for cells in rows.values() for name in cells})
    lines = [["", *libraries]]
    lines += [
        [row, *(rows[row].get(name, "") for name in libraries)]
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

"""`docs/performance.md`: the results in the words of the template beside this file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template

from .results import Results
from .table import Line, markdown

TEMPLATE = Path(__file__).with_name("performance.md.in")

_TITLES = {
    "startup": "Start of JupyterLab",
    "listing": "Opening a folder",
    "panel": "Working in a large folder",
    "transfers": "A large file",
    "requests": "Small requests",
    "folders": "Whole folders",
    "peers": "Beside other panels",
}


def page(machine: Mapping[str, str], found: Sequence[Line], results: Results) -> str:
    """Return the whole page."""
    return Template(TEMPLATE.read_text()).substitute(
        machine="\n".join(f"- {name}: {text}" for name, text in machine.items()),
        tables="\n\n".join(tables(found)),
        remarks=remarks(found, results) or "Everything in the tables was measured.",
    )


def tables(found: Sequence[Line]) -> list[str]:
    """Return one table a group, with its heading."""
    groups = {line.row.group: None for line in found}
    return [
        f"### {_TITLES[group]}\n\n{markdown([line for line in found if line.row.group == group])}"
        for group in groups
    ]


def remarks(found: Sequence[Line], results: Results) -> str:
    """Return what is missing with its reason, and what is to be said to the numbers, as a list."""
    names: dict[str, str] = {}
    for line in found:
        row = line.row
        title = row.title.removeprefix("- ")
        names.setdefault(row.series, title)
        for label, name in row.beside:
            names.setdefault(name, f"{title} ({label})")
    reasons: dict[str, list[str]] = {}
    for name, reason in results.failures.items():
        if name in names and name not in results.series:
            reasons.setdefault(reason, []).append(names[name])
    said = [f"- {reason} Missing: {'; '.join(which)}." for reason, which in reasons.items()]
    said += [f"- {text}" for name, text in results.notes.items() if name in names]
    return "\n".join(said)

"""`docs/performance.md`: the results in the words of the template beside this file."""

from __future__ import annotations

import re
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
}


def page(store: str, machine: Mapping[str, str], found: Sequence[Line], results: Results) -> str:
    """Return the whole page."""
    return Template(TEMPLATE.read_text()).substitute(
        machine="\n".join(f"- {name}: {text}" for name, text in machine.items()),
        tables="\n\n".join(tables(store, found).values()),
        remarks=remarks(found, results) or "Everything in the tables was measured.",
    )


def tables(store: str, found: Sequence[Line]) -> dict[str, str]:
    """Return one table a group, with its heading."""
    groups = {line.row.group: None for line in found}
    return {
        group: f"{_heading(group, store)}\n\n"
        + markdown([line for line in found if line.row.group == group])
        for group in groups
    }


def with_tables(old: str, store: str, date: str, found: Sequence[Line], results: Results) -> str:
    """Return a page with the tables of a run of its own: in the place of older ones, or after those of
    the other store.

    Raises:
        ValueError: the page has no table of such a group.
    """
    parts = re.split(r"^(?=##)", old, flags=re.MULTILINE)
    for group, table in tables(store, found).items():
        lines = [line for line in found if line.row.group == group]
        said = [f"Measured on {date}, in a run of its own.", remarks(lines, results)]
        part = "\n\n".join([table, *filter(None, said)]) + "\n\n"
        of_group = [
            index
            for index, part in enumerate(parts)
            if part.startswith(f"### {_TITLES[group]} on ")
        ]
        if not of_group:
            raise ValueError(f"The page has no table of {group}.")
        same = [i for i in of_group if parts[i].startswith(_heading(group, store) + "\n")]
        if same:
            parts[same[0]] = part
        else:
            parts.insert(of_group[-1] + 1, part)
    return "".join(parts)


def _heading(group: str, store: str) -> str:
    return f"### {_TITLES[group]} on {store}"


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

"""Objects whose names are legal and still go wrong in many tools."""

from __future__ import annotations

from collections.abc import Iterator

from .sample import PERSONAL, Sample

NAMES = (
    "with spaces.csv",
    "été à Nîmes.csv",
    "a+b.csv",
    "number #1.csv",
    "100%.csv",
    "100%25 sure.csv",
    "R&D.csv",
    "it's 'quoted'.csv",
    'the "best" one.csv',
    "semi;colon=equals.csv",
    "question?.csv",
    "東京の人口.csv",
    "dossier à part/sous dossier + un/fichier (final).csv",
)


def samples() -> Iterator[Sample]:
    """Yield a small table under each name, which holds its own key."""
    for name in NAMES:
        key = f"odd names/{name}"
        text = f"key;length\n{_quoted(key)};{len(key)}\n"
        yield Sample(PERSONAL, key, text.encode(), "text/csv; charset=utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

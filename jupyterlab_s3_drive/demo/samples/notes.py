"""Markdown notes."""

from __future__ import annotations

from collections.abc import Iterator

from .sample import OPEN_DATA, PERSONAL, PROJECT, Sample

_WELCOME = """\
# Welcome

This bucket lives in a small S3 store on your own machine. Whatever you change here stays on it, and comes
back when you start the demo again. `--reset` brings back the first state.

| folder | holds |
|---|---|
| `notebooks/` | notebooks that read their data from the store; open one and run it |
| `data/` | the same towns in many formats, sales in a partitioned Parquet folder, sensor events |
| `images/` | a picture |
| `odd names/` | names with spaces, accents, `+`, `#`, `%`, `&`, quotes and Japanese |
| `large folder/` | 10,000 objects; they come in while you look around |
| `diffusion/` | what this person has published: anyone can read it; *Share…* in its menu takes it back |

The bucket `donnees-insee` holds open data (made up for this demo) that anyone can read, `projet-mobilite` what a team shares.
"""

_MEETING = """\
# Réunion du 12 mars

Présents : Zoé, Loïc, Maïlys, François.

- Les **équipements sportifs** de la BPE sont à revoir : 3 % des lignes n'ont pas d'IRIS.
- Prochaine étape : comparer avec `s3://donnees-insee/BPE/2019/BPE_ENS.csv`.
- [ ] Loïc publie la carte dans `diffusion/`.
"""

_PROJECT = """\
# Projet mobilité

A bucket that a team shares. `input/` is only added to, `output/` may be made again at any time.
"""

_OPEN_DATA = """\
# Base permanente des équipements

Made up for this demo in the layout of Insee's file: one row for each kind of facility in a town.
Separator `;`, encoding UTF-8. `TYPEQU` is explained in `BPE_TYPEQU.csv`.
"""


def samples() -> Iterator[Sample]:
    """Yield the notes of all buckets."""
    for bucket, key, text in (
        (PERSONAL, "Welcome.md", _WELCOME),
        (PERSONAL, "notes/Réunion du 12 mars.md", _MEETING),
        (PERSONAL, "diffusion/README.md", "# Published\n\nPut here what others may read.\n"),
        (PROJECT, "README.md", _PROJECT),
        (PROJECT, "input/sources.txt", "counts: town halls, 2023\nroads: national survey, 2022\n"),
        (OPEN_DATA, "BPE/README.md", _OPEN_DATA),
    ):
        kind = "text/markdown" if key.endswith(".md") else "text/plain"
        yield Sample(bucket, key, text.encode(), f"{kind}; charset=utf-8")

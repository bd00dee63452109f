"""Notebooks that run from top to bottom with the data of the demo."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from .sample import OPEN_DATA, PERSONAL, PROJECT, Sample

_FACILITIES = (
    """# Facilities of French towns

The credentials are in the environment, as on the Datalab: pandas reads `s3://` paths with nothing set up.""",
    """import matplotlib.pyplot as plt
import pandas as pd""",
    f"""facilities = pd.read_csv(
    "s3://{OPEN_DATA}/BPE/2019/BPE_ENS.csv",
    sep=";",
    dtype={{"REG": str, "DEP": str, "DEPCOM": str, "DCIRIS": str}},
)
facilities.head()""",
    "## Which kinds are the most frequent?",
    f"""kinds = pd.read_csv("s3://{OPEN_DATA}/BPE/2019/BPE_TYPEQU.csv", sep=";")
totals = (
    facilities.merge(kinds, on="TYPEQU")
    .groupby("LIBELLE")["NB_EQUIP"]
    .sum()
    .sort_values()
)
totals""",
    """totals.tail(10).plot.barh(title="Facilities by kind")
plt.tight_layout()""",
    "## Write a result back to the bucket",
    f"""by_department = facilities.groupby("DEP", as_index=False)["NB_EQUIP"].sum()
by_department.to_csv("s3://{PERSONAL}/results/facilities_by_department.csv", sep=";", index=False)
pd.read_csv("s3://{PERSONAL}/results/facilities_by_department.csv", sep=";").head()""",
)

_FORMATS = (
    """# One table, many formats

Each cell reads the same towns from another kind of file.""",
    """import pandas as pd
import s3fs

fs = s3fs.S3FileSystem()""",
    f"""fs.ls("{PERSONAL}/data")""",
    f"""pd.read_csv("s3://{PERSONAL}/data/towns.csv", sep=";", dtype={{"code": str}}).head()""",
    f"""pd.read_csv(
    "s3://{PERSONAL}/data/towns_latin1.csv", sep=";", dtype={{"code": str}}, encoding="latin-1"
).head()""",
    f"""pd.read_csv("s3://{PERSONAL}/data/towns.tsv", sep="\\t", dtype={{"code": str}}).head()""",
    f"""pd.read_csv("s3://{PERSONAL}/data/towns.csv.gz", sep=";", dtype={{"code": str}}).head()""",
    f"""pd.read_parquet("s3://{PERSONAL}/data/towns.parquet").head()""",
    "## A folder partitioned by year and month",
    f"""sales = pd.read_parquet("s3://{PERSONAL}/data/sales/")
sales.groupby(["year", "month"], observed=True)["quantity"].sum().head()""",
    "## JSON lines and GeoJSON",
    f"""pd.read_json("s3://{PERSONAL}/data/events.jsonl", lines=True).head()""",
    f"""import json

with fs.open("{PERSONAL}/data/towns.geojson") as file:
    features = json.load(file)["features"]
pd.json_normalize(features)[["properties.name", "geometry.coordinates"]].head()""",
    "## Names that need care",
    f"""for path in fs.find("{PERSONAL}/odd names"):
    with fs.open(path) as file:
        print(path, len(file.read()))""",
)

_PROJECT = (
    "# Bicycles by hour",
    "import pandas as pd",
    f"""counts = pd.read_csv("s3://{PROJECT}/input/counts.csv", sep=";", dtype={{"town": str}})
counts.groupby("hour")["bicycles"].mean().round(1)""",
)


def samples() -> Iterator[Sample]:
    """Yield the notebooks, none of them run yet."""
    for bucket, key, cells in (
        (PERSONAL, "notebooks/Facilities.ipynb", _FACILITIES),
        (PERSONAL, "notebooks/Formats.ipynb", _FORMATS),
        (PROJECT, "notebooks/Bicycles.ipynb", _PROJECT),
    ):
        yield Sample(bucket, key, notebook(cells), "application/x-ipynb+json")


def notebook(cells: tuple[str, ...]) -> bytes:
    """Return a notebook as nbformat writes it; a cell that starts with `#` is Markdown."""
    made = new_notebook(
        metadata={
            "kernelspec": {
                "display_name": "Python 3 (ipykernel)",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"name": "python"},
        }
    )
    for number, source in enumerate(cells):
        new_cell = new_markdown_cell if source.startswith("#") else new_code_cell
        # Without an id of ours nbformat draws a random one.
        made.cells.append(new_cell(source, id=f"cell-{number}"))
    nbformat.validate(made)
    return (nbformat.writes(made) + "\n").encode()

"""What is read: one table in every format, each with the facts that the frontend finds out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: The table: a code with a leading zero, accents, a character that Latin-1 lacks, large and broken numbers.
ROWS: list[dict[str, Any]] = [
    {"code": "01004", "town": "Ambérieu-en-Bugey", "people": 15935, "area": 24.6},
    {"code": "30189", "town": "Nîmes", "people": 148561, "area": 161.85},
    {"code": "57521", "town": "Œting", "people": 2688, "area": 4.5},
    {"code": "75056", "town": "Paris; chef-lieu", "people": 2133111, "area": 105.4},
    {"code": "94038", "town": "L'Haÿ-les-Roses", "people": 31500, "area": 3.9},
]
TEXT = "Communes de l'Ain\nÀ lire: été, œuf\n"
DOCUMENT = {"title": "Été", "list": [1, 2, {"deep": None}]}
BYTES = bytes(range(256))


@dataclass(frozen=True)
class Sample:
    """One file, or one folder of files.

    Args:
        name: of the file; of a folder with the slash that its key ends in.
        format: as `facts.ts` names it.
        expect: what kind of value reading gives; see `running.py`.
        everywhere: whether it is tested on all stores.
        options: of its text table, and `compression`, `encoding`, `columns`, `doubt`.
    """

    name: str
    format: str
    expect: str = "rows"
    everywhere: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """As the request names it."""
        return "folder" if self.name.endswith("/") else "file"

    @property
    def id(self) -> str:
        """A short name that no other sample has."""
        return self.name.rstrip("/")

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the frontend knows of it."""
        options = self.options
        table = None
        if self.format == "csv" and not options.get("doubt"):
            table = {
                "separator": options.get("separator", ","),
                "decimal": options.get("decimal", "."),
                "quote": options.get("quote", '"'),
                "hasHeader": options.get("header", True),
                "comment": options.get("comment"),
                "textColumns": ["code"] if options.get("header", True) else [],
            }
        facts = {
            "format": self.format,
            "compression": options.get("compression"),
            "encoding": options.get("encoding"),
            "table": table,
            "columns": options.get("columns"),
            "doubt": options.get("doubt"),
        }
        if self.kind == "folder":
            facts.update(
                extension=options.get("extension"), partitions=options.get("partitions", [])
            )
        return facts


def _csv(name: str, everywhere: bool = True, format: str = "csv", **options: Any) -> Sample:
    return Sample(name, format, everywhere=everywhere, options={"encoding": "utf-8", **options})


_COLUMNS = list(ROWS[0])

SAMPLES = [
    _csv("plain.csv"),
    _csv("towns.csv", separator=";"),
    _csv("comma.csv", separator=";", decimal=","),
    _csv("towns.tsv", separator="\t"),
    _csv("pipe.txt", separator="|"),
    _csv("marked.csv", separator=";", encoding="utf-8-sig"),
    _csv("windows.csv", separator=";", encoding="cp1252"),
    _csv("wide.csv", separator="\t", encoding="utf-16"),
    _csv("quoted.csv", separator=";", quote="'"),
    _csv("headless.csv", separator=";", header=False),
    _csv("commented.csv", separator=";", comment="#"),
    _csv("towns.csv.gz", separator=";", compression="gzip"),
    _csv("windows.csv.gz", separator=";", compression="gzip", encoding="cp1252"),
    _csv("gzip under another name.csv", separator=";", compression="gzip"),
    _csv("towns.csv.bz2", False, separator=";", compression="bz2"),
    _csv("towns.csv.xz", False, separator=";", compression="xz"),
    _csv("towns.csv.zip", False, separator=";", compression="zip"),
    _csv("towns.csv.zst", False, separator=";", compression="zstd"),
    _csv("csv/", separator=";", extension=".csv"),
    _csv("hive-csv/", separator=";", extension=".csv", partitions=["year", "month"]),
    Sample("records.json", "json", everywhere=True, options={"columns": _COLUMNS}),
    Sample("document.json", "json", "document", everywhere=True),
    Sample("towns.jsonl", "jsonl", everywhere=True),
    Sample("towns.jsonl.gz", "jsonl", options={"compression": "gzip"}),
    Sample("jsonl/", "jsonl", options={"extension": ".jsonl"}),
    Sample("towns.parquet", "parquet", everywhere=True, options={"columns": _COLUMNS}),
    Sample("parquet/", "parquet", everywhere=True, options={"extension": ".parquet"}),
    Sample(
        "hive/",
        "parquet",
        everywhere=True,
        options={"extension": ".parquet", "partitions": ["year", "month"]},
    ),
    Sample("towns.feather", "feather", everywhere=True),
    Sample("feather/", "feather", options={"extension": ".feather"}),
    Sample("towns.orc", "orc"),
    Sample("towns.xlsx", "excel", everywhere=True),
    Sample("excel/", "excel", options={"extension": ".xlsx"}),
    Sample("towns.dta", "stata"),
    Sample("towns.xpt", "sas"),
    Sample("towns.sav", "spss"),
    Sample("towns.rds", "rds"),
    Sample("towns.RData", "rdata", "tables"),
    Sample("towns.h5", "hdf5", "h5"),
    Sample("towns.nc", "netcdf", "dataset"),
    Sample("old.nc", "netcdf", "dataset"),
    Sample("towns.zarr/", "zarr", "dataset"),
    Sample("towns.geojson", "geojson", "places", everywhere=True),
    Sample("towns.gpkg", "geopackage", "places"),
    Sample("shapes.zip", "shapefile", "shapes", options={"compression": "zip"}),
    Sample("places.parquet", "geoparquet", "places"),
    Sample("picture.png", "image", "image"),
    Sample("notes.txt", "text", "text", options={"encoding": "utf-8"}),
    Sample("windows.txt", "text", "text", options={"encoding": "cp1252"}),
    Sample("notes.txt.gz", "text", "text", options={"encoding": "utf-8", "compression": "gzip"}),
    Sample("notes.md", "markdown", "text", options={"encoding": "utf-8"}),
    Sample("paper.pdf", "pdf", "pdf"),
    Sample("object.pkl", "pickle", "document"),
    Sample("towns.sqlite", "sqlite", "tables"),
    Sample("unknown.bin", "binary", "bytes", everywhere=True),
    Sample("empty.csv", "csv", "nothing", options={"doubt": "empty"}),
    Sample("mixed/", "binary", "names"),
]

#: Names that are legal and go wrong where text is put into code without care.
ODD_NAMES = [
    "with spaces.csv",
    "été à Nîmes.csv",
    "東京.csv",
    "a+b&c=d;e,f.csv",
    "number #1.csv",
    "100%25 sure.csv",
    "it's 'quoted'.csv",
    'the "best" one.csv',
    "'''three''' \"\"\"three\"\"\".csv",
    "{braces} {{twice}} ${HOME} $HOME.csv",
    "question?.csv",
    "a star * and [brackets].csv",
    "~tilde!.csv",
    "back\\slash \\n \\u0041.csv",
    "two\nlines.csv",
    "a tab\tin it.csv",
]

"""What is read: one table in every format, each with the facts that the frontend finds out of it."""

from __future__ import annotations

import os
import sys
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
#: The same without a space in a cell, and in ASCII, for formats that know nothing else.
BARE_ROWS = [{**row, "town": row["town"].replace("; ", ";")} for row in ROWS]
ASCII_ROWS = [{**row, "town": f"Town {number}"} for number, row in enumerate(ROWS)]
#: A byte that is not UTF-8 is replaced.
REPLACED_ROWS = [{**row, "town": row["town"].replace("î", "\ufffd")} for row in ROWS]
TEXT = "Communes de l'Ain\nÀ lire: été, œuf\n"
DOCUMENT = {"title": "Été", "list": [1, 2, {"deep": None}]}
BYTES = bytes(range(256))
#: In archives.
MEMBERS = ["one.bin", "two.bin"]

#: Where a sample is tested: on all stores, on one, or on one by `scripts/test full` alone.
ALL, ONE, RARE = "all", "one", "rare"
#: Whether what needs rare packages is there too: `scripts/test full`.
FULL = os.environ.get("S3_DRIVE_TEST_FULL") == "1"


@dataclass(frozen=True)
class Sample:
    """One file, or one folder of files.

    Args:
        name: of the file; of a folder with the slash that its key ends in.
        format: as `facts.ts` names it.
        variant: as `facts.ts` names it.
        expect: what kind of value reading gives; see `comparing.py`.
        where: ALL, ONE or RARE.
        options: of its text table, and `compression`, `encoding`, `doubt`, `extension`, `partitions`.
        rows: what its table holds.
    """

    name: str
    format: str
    variant: str | None = None
    expect: str = "rows"
    where: str = ONE
    options: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=lambda: ROWS)

    @property
    def kind(self) -> str:
        """As the request names it."""
        return "folder" if self.name.endswith("/") else "file"

    @property
    def id(self) -> str:
        """A short name that no other sample has."""
        return self.name.rstrip("/")

    @property
    def label(self) -> str:
        """Of its row in the documentation: the format and its variant."""
        details = [self.variant, self.options.get("compression")]
        details += ["in partitions"] if self.options.get("partitions") else []
        details += ["not looked into"] if self.options.get("doubt") else []
        inside = ", ".join(each for each in details if each)
        shape = "folder of " if self.kind == "folder" else ""
        return f"{shape}{self.format}{f' ({inside})' if inside else ''}"

    @property
    def table(self) -> dict[str, Any] | None:
        """Return the facts of a text table."""
        options = self.options
        opaque = options.get("compression") in ("bz2", "xz", "zstd")
        if self.format != "csv" or options.get("doubt") or opaque:
            return None
        found = {
            "separator": options.get("separator", ","),
            "decimal": options.get("decimal", "."),
            "thousands": options.get("thousands"),
            "quote": options.get("quote", '"'),
            "hasHeader": options.get("header", True),
            "comment": options.get("comment"),
            "skippedLines": len(options.get("above", [])),
            "textColumns": ["code"] if options.get("header", True) else ["0"],
        }
        flags = {each: True for each in ("rowNames", "initialSpaces") if options.get(each)}
        return {**found, **flags}

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the frontend knows of it."""
        options = self.options
        columns = list(ROWS[0]) if self.variant == "records" else None
        facts = {
            "format": self.format,
            "variant": self.variant,
            "compression": options.get("compression"),
            "encoding": options.get("encoding"),
            "table": self.table,
            "columns": columns,
            "doubt": options.get("doubt"),
        }
        if "errors" in options:
            facts["encodingErrors"] = options["errors"]
        if self.kind == "folder":
            facts.update(
                extension=options.get("extension"), partitions=options.get("partitions", [])
            )
        return facts


def _csv(
    name: str, where: str = ALL, rows: list[dict[str, Any]] | None = None, **options: Any
) -> Sample:
    expect = "nothing" if options.get("doubt") else "rows"
    opaque = options.get("compression") in ("bz2", "xz", "zstd")
    encoding = {} if opaque else {"encoding": "utf-8"}
    options = {**encoding, **options}
    return Sample(name, "csv", None, expect, where, options, rows or ROWS)


def _text(name: str, expect: str, format: str, variant: str | None = None, **more: Any) -> Sample:
    options = {"encoding": "utf-8", **more}
    return Sample(name, format, variant, expect, options.pop("where", ONE), options)


_PARTS = ["year", "month"]

_TABLES = [
    _csv("plain.csv"),
    _csv("towns.csv", separator=";"),
    _csv("comma.csv", separator=";", decimal=","),
    _csv("towns.tsv", separator="\t"),
    _csv("pipe.txt", separator="|"),
    _csv("spaces.txt", separator=" ", rows=BARE_ROWS),
    _csv("comma.tsv", ONE, separator="\t", decimal=","),
    _csv("thousands.csv", separator=";", decimal=",", thousands=" "),
    _csv("points.csv", separator=";", decimal=",", thousands="."),
    _csv("commas.tsv", separator="\t", thousands=","),
    _csv("narrow.csv", separator=";", decimal=",", thousands="\u202f"),
    _csv("unbroken.csv", separator=";", decimal=",", thousands="\u00a0", encoding="cp1252"),
    _csv("titled.csv", separator=";", above=["Communes de l'Ain", "Source : Insee", ""]),
    _csv("hint.csv", separator=";", above=["sep=;"]),
    _csv("names of rows.csv", rowNames=True),
    _csv("one bad byte.csv", ONE, separator=";", rows=REPLACED_ROWS, errors="replace"),
    _csv("spaces before quotes.csv", ONE, separator=";", initialSpaces=True),
    _csv("marked.csv", separator=";", encoding="utf-8-sig"),
    _csv("windows.csv", separator=";", encoding="cp1252"),
    _csv("wide.csv", separator="\t", encoding="utf-16"),
    _csv("quoted.csv", separator=";", quote="'"),
    _csv("headless.csv", separator=";", header=False),
    _csv("commented.csv", separator=";", comment="#"),
    _csv("towns.csv.gz", separator=";", compression="gzip"),
    _csv("windows.csv.gz", separator=";", compression="gzip", encoding="cp1252"),
    _csv("gzip under another name.csv", separator=";", compression="gzip"),
    _csv("towns.csv.bz2", ONE, separator=";", compression="bz2"),
    _csv("towns.csv.xz", ONE, separator=";", compression="xz"),
    _csv("towns.csv.zst", ONE, separator=";", compression="zstd"),
    _csv("towns.csv.zip", ONE, separator=";", compression="zip"),
    _csv("empty.csv", ONE, doubt="empty", encoding=None),
    _csv("csv/", separator=";", extension=".csv"),
    _csv("hive-csv/", separator=";", extension=".csv", partitions=_PARTS),
]

_JSON = [
    _text("records.json", "rows", "json", "records", where=ALL),
    _text("document.json", "document", "json", "object", where=ALL),
    _text("records.json.gz", "rows", "json", "records", compression="gzip"),
    _text("towns.jsonl", "rows", "jsonl", where=ALL),
    _text("towns.jsonl.gz", "rows", "jsonl", compression="gzip"),
    _text("jsonl/", "rows", "jsonl", extension=".jsonl"),
]

_COLUMNAR = [
    Sample("towns.parquet", "parquet", where=ALL),
    Sample("parquet/", "parquet", where=ALL, options={"extension": ".parquet"}),
    Sample(
        "hive/",
        "parquet",
        where=ALL,
        options={"extension": ".parquet", "partitions": _PARTS},
    ),
    Sample("delta/", "parquet", "delta", where=RARE, options={"extension": ".parquet"}),
    Sample("towns.feather", "feather", "file", where=ALL),
    Sample("towns.arrows", "feather", "stream", where=ALL),
    Sample("old.feather", "feather", "v1"),
    Sample("feather/", "feather", "file", options={"extension": ".feather"}),
    Sample("towns.orc", "orc"),
]

_WORKBOOKS = [
    Sample("towns.xlsx", "excel", "xlsx", where=ALL),
    Sample("towns.xls", "excel", "xls", where=RARE),
    Sample("towns.xlsb", "excel", "xlsb", where=RARE),
    Sample("towns.ods", "excel", "ods", where=RARE),
    Sample("excel/", "excel", "xlsx", options={"extension": ".xlsx"}),
    _text("page.xls", "page", "text", "html"),
]

_STATISTICS = [
    Sample("towns.dta", "stata"),
    Sample("towns.xpt", "sas", "xport"),
    Sample("towns.sas7bdat", "sas", "sas7bdat", rows=ASCII_ROWS),
    Sample("towns.sav", "spss", "sav"),
    Sample("towns.sav.gz", "spss", "sav", options={"compression": "gzip"}),
    Sample("towns.por", "spss", "por", rows=ASCII_ROWS),
    Sample("towns.rds", "rds"),
    Sample("towns.RData", "rdata", expect="tables"),
]

_ARRAYS = [
    Sample("towns.h5", "hdf5", expect="h5"),
    Sample("tables.h5", "hdf5", "pandas", expect="tables", where=RARE),
    Sample("towns.nc", "netcdf", expect="dataset"),
    Sample("old.nc", "netcdf", expect="dataset"),
    Sample("two.zarr/", "zarr", "v2", expect="dataset"),
    Sample("people.npy", "binary", "npy", expect="array"),
    Sample("people.npz", "binary", "npz", expect="arrays"),
]

# The library that writes the newer format needs a newer Python than 3.10.
if sys.version_info >= (3, 11):
    _ARRAYS.append(Sample("three.zarr/", "zarr", "v3", expect="dataset"))

_PLACES = [
    Sample("towns.geojson", "geojson", expect="places", where=ALL, options={"encoding": "utf-8"}),
    Sample("towns.gpkg", "geopackage", expect="places"),
    Sample("shapes.zip", "shapefile", expect="shapes", options={"compression": "zip"}),
    Sample("loose/towns.shp", "shapefile", expect="shapes"),
    Sample("places.parquet", "geoparquet", expect="places"),
]

_OTHERS = [
    Sample("picture.png", "image", "png", expect="image"),
    _text("notes.txt", "text", "text"),
    _text("windows.txt", "text", "text", encoding="cp1252"),
    _text("notes.txt.gz", "text", "text", compression="gzip"),
    _text("notes.md", "text", "markdown"),
    Sample("paper.pdf", "pdf", expect="pdf"),
    Sample("object.pkl", "pickle", expect="document"),
    Sample("towns.sqlite", "sqlite", expect="tables"),
    Sample("towns.sqlite.gz", "sqlite", expect="tables", options={"compression": "gzip"}),
    Sample("towns.duckdb", "binary", "duckdb", expect="tables"),
    Sample("towns.avro", "binary", "avro", where=RARE),
    Sample("many.tar", "binary", "tar", expect="members"),
    Sample("many.tar.gz", "binary", "tar", expect="members", options={"compression": "gzip"}),
    Sample("many.zip", "binary", expect="members", options={"compression": "zip"}),
    Sample("unknown.bin", "binary", expect="bytes", where=ALL),
    Sample("mixed/", "binary", expect="names"),
]

SAMPLES = [
    *_TABLES,
    *_JSON,
    *_COLUMNAR,
    *_WORKBOOKS,
    *_STATISTICS,
    *_ARRAYS,
    *_PLACES,
    *_OTHERS,
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


def sample(name: str) -> Sample:
    """Return the sample of a name."""
    (found,) = (each for each in SAMPLES if each.name == name)
    return found

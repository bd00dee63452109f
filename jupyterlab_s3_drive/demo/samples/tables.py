"""Tables: the same towns in every common format, sales by month, and events of sensors."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from .sample import PERSONAL, PROJECT, Sample
from .towns import TOWNS

_YEARS = (2023, 2024)
_PRODUCTS = ("pain", "café", "fromage", "livre", "vélo")


def samples() -> Iterator[Sample]:
    """Yield the tables of the personal bucket and of the project."""
    towns = [town.row() for town in TOWNS]
    text = delimited(towns, ";")
    for key, body, kind in (
        ("towns.csv", text.encode(), "text/csv; charset=utf-8"),
        ("towns_latin1.csv", text.encode("latin-1"), "text/csv; charset=iso-8859-1"),
        ("towns.tsv", delimited(towns, "\t").encode(), "text/tab-separated-values"),
        ("towns.csv.gz", gzip.compress(text.encode(), mtime=0), "application/gzip"),
        ("towns.parquet", parquet(towns), "application/vnd.apache.parquet"),
        ("events.jsonl", _events(), "application/jsonl"),
    ):
        yield Sample(PERSONAL, f"data/{key}", body, kind)
    yield from _sales()
    yield Sample(PROJECT, "input/counts.csv", _counts().encode(), "text/csv; charset=utf-8")


def delimited(rows: list[dict[str, Any]], separator: str) -> str:
    """Return rows with a line of column names, as spreadsheet programs write them."""
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def parquet(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as one Parquet file."""
    import pyarrow
    import pyarrow.parquet

    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    return file.getvalue()


def _sales() -> Iterator[Sample]:
    """Yield a folder partitioned by year and month, as Spark and Arrow write it."""
    dice = random.Random(2023)
    for year in _YEARS:
        for month in range(1, 13):
            rows = [
                {
                    "town": dice.choice(TOWNS).code,
                    "product": dice.choice(_PRODUCTS),
                    "quantity": dice.randint(1, 40),
                    "price": round(dice.uniform(1, 90), 2),
                }
                for _ in range(200)
            ]
            key = f"data/sales/year={year}/month={month:02}/part-0.parquet"
            yield Sample(PERSONAL, key, parquet(rows), "application/vnd.apache.parquet")


def _events() -> bytes:
    dice = random.Random(7)
    moment = datetime(2024, 3, 12, 6, tzinfo=timezone.utc)
    lines = []
    for number in range(500):
        moment += timedelta(seconds=dice.randint(1, 120))
        event = {
            "id": number,
            "at": moment.isoformat(),
            "sensor": f"capteur-{dice.randint(1, 12):02}",
            "value": round(dice.gauss(18, 4), 2),
            "note": dice.choice(["", "à vérifier", "réglé"]),
        }
        lines.append(json.dumps(event, ensure_ascii=False))
    return ("\n".join(lines) + "\n").encode()


def _counts() -> str:
    dice = random.Random(11)
    rows = [
        {"town": town.code, "hour": hour, "bicycles": dice.randint(0, 900)}
        for town in TOWNS
        for hour in range(24)
    ]
    return delimited(rows, ";")

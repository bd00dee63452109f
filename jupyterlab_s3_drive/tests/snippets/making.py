"""Writes the files of all samples into a folder. Runs in the environment of the snippets:

python making.py FOLDER
"""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import pickle
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import pandas as pd
import pyarrow
import pyarrow.feather
import zstandard
from making_local import LOCAL, places
from PIL import Image
from samples import BYTES, DOCUMENT, FULL, RARE, SAMPLES, TEXT, Sample

PARTITIONS = [(2023, 1), (2023, 12), (2024, 1)]

_PACK: dict[str | None, Callable[[bytes], bytes]] = {
    None: lambda data: data,
    "gzip": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: zstandard.ZstdCompressor().compress(data),
}


def make(sample: Sample, folder: Path) -> None:
    """Write one sample."""
    path = folder / sample.name
    if sample.kind == "folder":
        _make_folder(sample, path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    compression = sample.options.get("compression")
    local = LOCAL.get(f"{sample.format} {sample.variant}") or LOCAL.get(sample.format)
    if sample.options.get("doubt") == "empty":
        path.write_bytes(b"")
    elif local or sample.id == "many.zip":
        _make_local(sample, path)
    elif compression == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("towns.csv", content(sample))
    else:
        path.write_bytes(_PACK[compression](content(sample)))


def _make_local(sample: Sample, path: Path) -> None:
    local = LOCAL.get(sample.id) or LOCAL.get(f"{sample.format} {sample.variant}")
    frame = pd.DataFrame(sample.rows)
    packed = sample.options.get("compression") == "gzip" and sample.variant != "tar"
    target = path.with_suffix("") if packed else path
    target = target.with_name(f"plain-{target.name}") if packed else target
    (local or LOCAL[sample.format])(frame, target)
    if packed:
        path.write_bytes(gzip.compress(target.read_bytes()))
        target.unlink()


def content(sample: Sample) -> bytes:
    """Return the bytes of a file of this sample's kind."""
    frame = pd.DataFrame(sample.rows)
    if sample.format == "csv":
        return _csv(sample, frame)
    encoding = sample.options.get("encoding") or "utf-8"
    if sample.variant == "html":
        page = f'<html><meta charset="utf-8"><body>{frame.to_html(index=False)}</body></html>'
        return page.encode(encoding)
    if sample.format in ("text", "markdown"):
        return TEXT.encode(encoding)
    if sample.format == "json":
        data = frame.to_dict("records") if sample.variant == "records" else DOCUMENT
        return json.dumps(data, ensure_ascii=False).encode()
    file = io.BytesIO()
    write = _WRITE.get(f"{sample.format} {sample.variant}") or _WRITE[sample.format]
    write(frame, file)
    return file.getvalue()


def _csv(sample: Sample, frame: pd.DataFrame) -> bytes:
    options = sample.options
    thousands = options.get("thousands")
    if thousands:
        frame = frame.assign(
            people=[f"{each:,}".replace(",", thousands) for each in frame["people"]]
        )
    text = frame.set_axis(range(1, len(frame) + 1)).to_csv(
        index=bool(options.get("rowNames")),
        index_label=False,
        sep=options.get("separator", ","),
        decimal=options.get("decimal", "."),
        quotechar=options.get("quote", '"'),
        header=options.get("header", True),
        quoting=csv.QUOTE_ALL if options.get("initialSpaces") else csv.QUOTE_MINIMAL,
        lineterminator="\n",
    )
    if options.get("initialSpaces"):
        text = text.replace('";"', '"; "')
    if options.get("comment"):
        text = f"{options['comment']} towns of 2024\n{text}"
    text = "".join(f"{line}\n" for line in options.get("above", [])) + text
    data = text.encode(options.get("encoding", "utf-8"))
    return data.replace("\ufffd".encode(), b"\xee") if options.get("errors") else data


def _make_folder(sample: Sample, path: Path) -> None:
    frame = pd.DataFrame(sample.rows)
    path.mkdir(parents=True, exist_ok=True)
    if sample.format == "zarr":
        import xarray

        dataset = xarray.Dataset.from_dataframe(frame[["people", "area"]].rename_axis("row"))
        dataset.to_zarr(path, zarr_format=int((sample.variant or "v3")[1]))
    elif sample.variant == "delta":
        import deltalake

        # What was there first is not part of the table any more, but still in the folder.
        deltalake.write_deltalake(path, frame.head(2))
        deltalake.write_deltalake(path, frame, mode="overwrite")
    elif sample.format == "binary":
        for name in ("one.csv", "two.bin"):
            (path / name).write_bytes(BYTES)
    else:
        _make_parts(sample, path)


def _make_parts(sample: Sample, path: Path) -> None:
    end = sample.options["extension"]
    if sample.options.get("partitions"):
        for year, month in PARTITIONS:
            file = path / f"year={year}" / f"month={month}" / f"part-0{end}"
            file.parent.mkdir(parents=True)
            file.write_bytes(content(sample))
        return
    for part in range(3):
        (path / f"part-{part}{end}").write_bytes(content(sample))
    # As an editor leaves it: no data of the folder.
    hidden = path / ".ipynb_checkpoints" / f"part-0-checkpoint{end}"
    hidden.parent.mkdir()
    hidden.write_bytes(content(sample))


def _stream(frame: pd.DataFrame, file: io.BytesIO) -> None:
    table = pyarrow.Table.from_pandas(frame)
    with pyarrow.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)


def _picture(frame: pd.DataFrame, file: io.BytesIO) -> None:
    Image.new("RGB", (7, 5), (10, 20, 30)).save(file, format="PNG")


def _paper(frame: pd.DataFrame, file: io.BytesIO) -> None:
    stream = b"BT /F1 12 Tf 20 100 Td (Towns of the Ain) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources"
        + b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    file.write(b"%PDF-1.4\n")
    starts = []
    for number, body in enumerate(objects, 1):
        starts.append(file.tell())
        file.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 5\n0000000000 65535 f \n")
    file.write(b"".join(b"%010d 00000 n \n" % place for place in starts))
    file.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def _geoparquet(frame: pd.DataFrame, file: io.BytesIO) -> None:
    found: geopandas.GeoDataFrame = places(frame)
    found.to_parquet(file, index=False)


_WRITE: dict[str, Callable[[pd.DataFrame, io.BytesIO], object]] = {
    "jsonl": lambda frame, file: frame.to_json(
        file, orient="records", lines=True, force_ascii=False
    ),
    "parquet": lambda frame, file: frame.to_parquet(file, index=False),
    "geoparquet": _geoparquet,
    "feather file": lambda frame, file: frame.to_feather(file),
    "feather stream": _stream,
    "feather v1": lambda frame, file: pyarrow.feather.write_feather(frame, file, version=1),
    "orc": lambda frame, file: frame.to_orc(file, index=False),
    "excel xlsx": lambda frame, file: frame.to_excel(file, index=False),
    "excel ods": lambda frame, file: frame.to_excel(file, index=False, engine="odf"),
    "stata": lambda frame, file: frame.to_stata(file, write_index=False, version=118),
    "image": _picture,
    "pdf": _paper,
    "pickle": lambda frame, file: pickle.dump(DOCUMENT, file),
    "binary": lambda frame, file: file.write(BYTES),
}

if __name__ == "__main__":
    for each in (found for found in SAMPLES if found.where != RARE or FULL):
        make(each, Path(sys.argv[1]))

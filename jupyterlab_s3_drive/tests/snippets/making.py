"""Writes the files of all samples into a folder. Runs in the environment of the snippets:

python making.py FOLDER
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import sqlite3
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas
import h5py
import pandas as pd
import pyreadr
import pyreadstat
import zstandard
from PIL import Image
from samples import BYTES, DOCUMENT, ROWS, SAMPLES, TEXT, Sample

FRAME = pd.DataFrame(ROWS)
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
    if sample.options.get("doubt") == "empty":
        path.write_bytes(b"")
    elif sample.format in _LOCAL:
        _LOCAL[sample.format](path)
    elif compression == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("towns.csv", content(sample, FRAME))
    else:
        path.write_bytes(_PACK[compression](content(sample, FRAME)))


def content(sample: Sample, frame: pd.DataFrame) -> bytes:
    """Return the bytes of a file of this sample's kind, with the rows of a frame."""
    if sample.format == "csv":
        return _csv(sample, frame)
    encoding = sample.options.get("encoding") or "utf-8"
    if sample.format in ("text", "markdown"):
        return TEXT.encode(encoding)
    if sample.format == "json":
        data = frame.to_dict("records") if sample.options.get("columns") else DOCUMENT
        return json.dumps(data, ensure_ascii=False).encode()
    file = io.BytesIO()
    _WRITE[sample.format](frame, file)
    return file.getvalue()


def _csv(sample: Sample, frame: pd.DataFrame) -> bytes:
    options = sample.options
    text = frame.to_csv(
        index=False,
        sep=options.get("separator", ","),
        decimal=options.get("decimal", "."),
        quotechar=options.get("quote", '"'),
        header=options.get("header", True),
        lineterminator="\n",
    )
    if options.get("comment"):
        text = f"{options['comment']} towns of 2024\n{text}"
    return text.encode(options.get("encoding", "utf-8"))


def _make_folder(sample: Sample, path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    if sample.format == "zarr":
        import xarray

        xarray.Dataset.from_dataframe(_numbers()).to_zarr(path)
        return
    if sample.format == "binary":
        for name in ("one.csv", "two.bin"):
            (path / name).write_bytes(BYTES)
        return
    end = sample.options["extension"]
    if sample.options.get("partitions"):
        for year, month in PARTITIONS:
            file = path / f"year={year}" / f"month={month}" / f"part-0{end}"
            file.parent.mkdir(parents=True)
            file.write_bytes(content(sample, FRAME))
    else:
        for part in range(3):
            (path / f"part-{part}{end}").write_bytes(content(sample, FRAME))
        # As an editor leaves it: no data of the folder.
        (path / ".ipynb_checkpoints").mkdir()
        (path / ".ipynb_checkpoints" / f"part-0-checkpoint{end}").write_bytes(
            content(sample, FRAME)
        )


def _numbers() -> pd.DataFrame:
    return FRAME[["people", "area"]].rename_axis("row")


def _places() -> geopandas.GeoDataFrame:
    points = geopandas.points_from_xy(range(len(FRAME)), FRAME["area"])
    return geopandas.GeoDataFrame(FRAME, geometry=points, crs="EPSG:4326")


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
    places = []
    for number, body in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj%s endobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 5\n0000000000 65535 f \n")
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start)


def _sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        FRAME.to_sql("towns", connection, index=False)


def _hdf5(path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["people"] = FRAME["people"].to_numpy()


def _netcdf(path: Path) -> None:
    import xarray

    engine = "scipy" if path.name.startswith("old") else "h5netcdf"
    xarray.Dataset.from_dataframe(_numbers()).to_netcdf(path, engine=engine)


def _shapefile(path: Path) -> None:
    folder = path.parent / "shapes"
    folder.mkdir()
    _places().to_file(folder / "towns.shp", encoding="utf-8")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


_LOCAL: dict[str, Callable[[Path], object]] = {
    "sas": lambda path: pyreadstat.write_xport(FRAME, path, file_format_version=5),
    "spss": lambda path: pyreadstat.write_sav(FRAME, path),
    "rds": lambda path: pyreadr.write_rds(str(path), FRAME),
    "rdata": lambda path: pyreadr.write_rdata(str(path), FRAME, df_name="towns"),
    "hdf5": _hdf5,
    "netcdf": _netcdf,
    "geojson": lambda path: _places().to_file(path, driver="GeoJSON"),
    "geopackage": lambda path: _places().to_file(path, driver="GPKG"),
    "shapefile": _shapefile,
    "geoparquet": lambda path: _places().to_parquet(path),
    "sqlite": _sqlite,
}

_WRITE: dict[str, Callable[[pd.DataFrame, io.BytesIO], object]] = {
    "jsonl": lambda frame, file: frame.to_json(
        file, orient="records", lines=True, force_ascii=False
    ),
    "parquet": lambda frame, file: frame.to_parquet(file, index=False),
    "feather": lambda frame, file: frame.to_feather(file),
    "orc": lambda frame, file: frame.to_orc(file, index=False),
    "excel": lambda frame, file: frame.to_excel(file, index=False),
    "stata": lambda frame, file: frame.to_stata(file, write_index=False, version=118),
    "image": _picture,
    "pdf": _paper,
    "pickle": lambda frame, file: pickle.dump(DOCUMENT, file),
    "binary": lambda frame, file: file.write(BYTES),
}

if __name__ == "__main__":
    for each in SAMPLES:
        make(each, Path(sys.argv[1]))

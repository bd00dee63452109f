"""Files that libraries write to a path on the disk, as functions of a data frame and the path."""

from __future__ import annotations

import sqlite3
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import geopandas
import h5py
import numpy
import pandas as pd
import pyreadr
import pyreadstat
from binaries import sas7bdat, xlsb
from samples import BYTES, MEMBERS


def places(frame: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Return the towns with a place each."""
    points = geopandas.points_from_xy(range(len(frame)), frame["area"])
    return geopandas.GeoDataFrame(frame, geometry=points, crs="EPSG:4326")


def _sqlite(frame: pd.DataFrame, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        frame.to_sql("towns", connection, index=False)


def _duckdb(frame: pd.DataFrame, path: Path) -> None:
    with duckdb.connect(path) as connection:
        connection.register("frame", frame)
        connection.execute("CREATE TABLE towns AS FROM frame")


def _hdf5(frame: pd.DataFrame, path: Path) -> None:
    with h5py.File(path, "w") as file:
        file["people"] = frame["people"].to_numpy()


def _netcdf(frame: pd.DataFrame, path: Path) -> None:
    import xarray

    engine = "scipy" if path.name.startswith("old") else "h5netcdf"
    dataset = xarray.Dataset.from_dataframe(frame[["people", "area"]].rename_axis("row"))
    dataset.to_netcdf(path, engine=engine)


def _shapefile(frame: pd.DataFrame, path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    places(frame).to_file(path, encoding="utf-8")


def _zipped_shapefile(frame: pd.DataFrame, path: Path) -> None:
    folder = path.parent / "zipped"
    _shapefile(frame, folder / "towns.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


def _avro(frame: pd.DataFrame, path: Path) -> None:
    import fastavro

    types = {"code": "string", "town": "string", "people": "long", "area": "double"}
    fields = [{"name": name, "type": type} for name, type in types.items()]
    schema = {"type": "record", "name": "town", "fields": fields}
    with path.open("wb") as file:
        fastavro.writer(file, schema, frame.to_dict("records"))


def _xls(frame: pd.DataFrame, path: Path) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("towns")
    for at, row in enumerate([list(frame), *frame.itertuples(index=False)]):
        for column, value in enumerate(row):
            sheet.write(at, column, value if isinstance(value, str) else float(value))
    book.save(str(path))


def _tar(frame: pd.DataFrame, path: Path) -> None:
    with tarfile.open(path, "w:gz" if path.suffix == ".gz" else "w") as archive:
        for name in MEMBERS:
            member = path.with_name(name)
            member.write_bytes(BYTES)
            archive.add(member, name)
            member.unlink()


def _zip(frame: pd.DataFrame, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name in MEMBERS:
            archive.writestr(name, BYTES)


def _npz(frame: pd.DataFrame, path: Path) -> None:
    numpy.savez(path, people=frame["people"], area=frame["area"])


#: By the sample's id, its format and variant, or its format.
LOCAL: dict[str, Callable[[pd.DataFrame, Path], object]] = {
    "sas xport": lambda frame, path: pyreadstat.write_xport(frame, path, file_format_version=5),
    "sas sas7bdat": lambda frame, path: path.write_bytes(sas7bdat(frame.to_dict("records"))),
    "excel xls": _xls,
    "excel xlsb": lambda frame, path: path.write_bytes(xlsb(frame.to_dict("records"))),
    "spss sav": lambda frame, path: pyreadstat.write_sav(frame, path),
    "spss por": lambda frame, path: pyreadstat.write_por(frame, path),
    "rds": lambda frame, path: pyreadr.write_rds(str(path), frame),
    "rdata": lambda frame, path: pyreadr.write_rdata(str(path), frame, df_name="towns"),
    "hdf5 None": _hdf5,
    "hdf5 pandas": lambda frame, path: frame.to_hdf(path, key="towns"),
    "netcdf": _netcdf,
    "geojson": lambda frame, path: places(frame).to_file(path, driver="GeoJSON"),
    "geopackage": lambda frame, path: places(frame).to_file(path, driver="GPKG"),
    "shapes.zip": _zipped_shapefile,
    "shapefile": _shapefile,
    "sqlite": _sqlite,
    "binary duckdb": _duckdb,
    "binary avro": _avro,
    "binary tar": _tar,
    "binary npy": lambda frame, path: numpy.save(path, frame["people"].to_numpy()),
    "binary npz": _npz,
    "many.zip": _zip,
}

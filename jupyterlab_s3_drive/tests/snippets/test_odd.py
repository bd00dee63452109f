"""Files as offices have them: looked at, read by the snippets of all libraries, compared with the data."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, kinds_of_store, running_store

from . import cases
from .environments import AVAILABLE, variables, write_and_run
from .samples import ROWS, sample

pytestmark = [
    pytest.mark.skipif(not AVAILABLE, reason="scripts/test installs the libraries"),
    pytest.mark.timeout(400),
]

Rows = list[dict[str, Any]]

_TOWNS = [row["town"] for row in ROWS]


def _csv(rows: Rows, end: str = "", separator: str = ";") -> str:
    lines = [separator.join(str(cell).replace(".", ",") for cell in row.values()) for row in rows]
    return "\n".join([separator.join(rows[0]), *(line + end for line in lines)]) + "\n"


def _named(towns: list[str]) -> Rows:
    return [{**row, "town": town} for row, town in zip(ROWS, towns, strict=True)]


_PLAIN = _named([town.replace(";", ",") for town in _TOWNS])
_SECRET = [{**row, "area": row["area"] if number else None} for number, row in enumerate(_PLAIN)]
_APOSTROPHES = _named(["'s-Gravenhage", "'t Harde", "d'Or", "'tHooft", "l'Eau"])
_QUOTES = _named(['"Le Lac', "la Tour", 'le 5"', "Nîmes", "Œting"])
_POLISH = _named(["Łódź", "Gdańsk", "Kraków", "Wąchock", "Święta Lipka"])
_TURKISH = _named(["İzmir", "Muş", "Muğla", "Çorum", "Beşiktaş"])
_SAYS = _named(['il dit "oui", non', *_TOWNS[1:]])


def _spark() -> str:
    towns = [row["town"].replace('"', '\\"') for row in _SAYS]
    rows = zip(towns, ROWS, strict=True)
    lines = [f'{row["code"]},"{town}",{row["people"]},{row["area"]}' for town, row in rows]
    return "\n".join([",".join(ROWS[0]), *lines]) + "\n"


def _sheet(rows: Rows) -> str:
    lines = [
        ",".join(f'"{"" if cell is None else cell}"'.replace(".", ",") for cell in row.values())
        for row in rows
    ]
    return "\n".join([",".join(rows[0]), *lines]) + "\n"


#: A file with an index; pandas takes it for one, others keep it as a column.
_NUMBERED = "numbered.csv"
_PANDAS = ("pandas", "storage-options", "boto3")

#: A file of which some rows are longer than the header.
_RAGGED = "ragged.csv"


def _described(*above: list[str]) -> str:
    """Return a table with rows below its header that are no data."""
    header, *lines = _csv(_PLAIN).splitlines()
    rows = [";".join([*each, *[""] * (4 - len(each))]) for each in above]
    return "\n".join([header, *rows, *lines]) + "\n"


def _numbered() -> str:
    header, *lines = _csv(_PLAIN).splitlines()
    return "\n".join([f";{header}", *(f"{at};{line}" for at, line in enumerate(lines))]) + "\n"


def _macos() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data/", "")
        archive.writestr("data/towns.csv", _csv(_PLAIN).encode("cp1252"))
        archive.writestr("__MACOSX/data/._towns.csv", b"\0\1")
    return file.getvalue()


def _texts() -> dict[str, tuple[str | bytes, Rows]]:
    """The content of files, and what they hold."""
    rates = [{"rate": 1.5}, {"rate": 2.0}, {"rate": 3.25}]
    ragged = _csv(_SECRET[::-1]).replace(";None", "")
    return {
        "open.csv": (_csv(_PLAIN, end=";"), _PLAIN),
        "secret.csv": (_csv(_SECRET).replace("None", "s"), _SECRET),
        "ragged.csv": (ragged, _SECRET),
        "one column.csv": ("rate\n1,5\n2\n3,25\n", rates),
        "apostrophes.csv": (_csv(_APOSTROPHES), _APOSTROPHES),
        "quotes.tsv": (_csv(_QUOTES, separator="\t"), _QUOTES),
        "escaped.csv": (_spark(), _SAYS),
        "warsaw.csv": (_csv(_POLISH).encode("cp1250"), _POLISH),
        "prague.csv": (_csv(_POLISH).encode("iso8859_2"), _POLISH),
        "ankara.csv": (_csv(_TURKISH).encode("cp1254"), _TURKISH),
        "sheet.csv": (_sheet(_SECRET), _SECRET),
        "units.csv": (_described(["", "", "hab", "km2"]), _PLAIN),
        "described.csv": ("Communes\n\n" + _described(["Période"], ["Unité", "", "hab"]), _PLAIN),
        "noted.csv": (_csv(_PLAIN) + "\nSource : Insee\nChamp : France; sans Mayotte\n", _PLAIN),
        _NUMBERED: (_numbered(), _PLAIN),
        _RAGGED: (_csv(_PLAIN).replace("\n", ";x;y\n").replace(";x;y", "", 2), _PLAIN),
        "pipes.csv": (_csv(_PLAIN, separator="||"), _PLAIN),
        "pounds.csv": (_csv(_PLAIN, separator="\u00a3").encode("cp1252"), _PLAIN),
        "macos.zip": (_macos(), _PLAIN),
        "not packed.csv.gz": (_csv(_PLAIN), _PLAIN),
        "encoded.csv": (gzip.compress(_csv(_PLAIN).encode()), _PLAIN),
        "hive/year=2024/file.csv": (_csv(_PLAIN), _PLAIN),
    }


def _folders(parquet: bytes) -> dict[str, tuple[dict[str, str | bytes], Rows]]:
    """The files of folders, and what they hold together."""
    return {
        "spark/": (
            {"_SUCCESS": "", "part-0": _csv(_PLAIN), "part-1": "", "part-2": _csv(_PLAIN)},
            _PLAIN * 2,
        ),
        "hidden/": ({".a.csv": "junk", "b.csv": _csv(_PLAIN), "_c.csv": "junk"}, _PLAIN),
        "beside/": ({"a.csv": _csv(_PLAIN), "old/a.csv": _csv(_PLAIN)}, _PLAIN),
        "codes/": (
            {f"dep={dep}/year={year}/a.parquet": parquet for dep, year in (("01", 1), ("75", 2))},
            [
                {**row, "dep": dep, "year": year}
                for dep, year in (("01", 1), ("75", 2))
                for row in ROWS
            ],
        ),
        "encoded/": (
            {f"region={name}/a.csv": _csv(_PLAIN) for name in ("%C3%8Ele", "Corse")},
            [{**row, "region": name} for name in ("Île", "Corse") for row in _PLAIN],
        ),
    }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store for these files alone."""
    with running_store(kinds_of_store()[0], tmp_path_factory.mktemp("store")) as running:
        running.client().create_bucket(Bucket=BUCKET)
        yield running


def _put(store: Store, folder: Path, key: str, body: str | bytes) -> str:
    """Upload a file, and keep it to be looked at; return where."""
    data = body.encode() if isinstance(body, str) else body
    path = folder / key
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    told = {"ContentEncoding": "gzip"} if key.startswith("encoded.") else {}
    store.client().put_object(Bucket=BUCKET, Key=key, Body=data, **told)
    return str(path)


def _found(store: Store, samples: Path, folder: Path) -> list[tuple[str, Any, Rows]]:
    """Upload everything; return keys, what the frontend finds out, and the rows."""
    texts = _texts()
    looks = [{"look": _put(store, folder, key, body)} for key, (body, _) in texts.items()]
    found = [
        (key, facts, rows)
        for (key, (_, rows)), facts in zip(texts.items(), cases.ask(looks), strict=True)
    ]
    parquet = (samples / sample("towns.parquet").name).read_bytes()
    for key, (files, rows) in _folders(parquet).items():
        paths = {name: _put(store, folder, key + name, body) for name, body in files.items()}
        first = next(name for name, body in files.items() if body and body != "junk")
        empty = [name for name, body in files.items() if not body]
        facts, plan = cases.ask([{"look": paths[first]}, {"plan": sorted(files), "empty": empty}])
        found.append((key, {**facts, **plan, **plan["traits"]}, rows))
    return found


def test_what_offices_have(store: Store, samples: Path, tmp_path: Path) -> None:
    found = _found(store, samples, tmp_path / "files")
    asked = [
        {
            **cases.request(sample("towns.csv"), key, "read"),
            "kind": "folder" if key.endswith("/") else "file",
            "facts": facts,
        }
        for key, facts, _ in found
    ]
    payloads: dict[str, list[dict[str, Any]]] = {library: [] for library in cases.table_libraries()}
    for request, libraries, (key, _, rows) in zip(asked, cases.offered(asked), found, strict=True):
        assert libraries[0] == "pandas", key
        for library in filter(payloads.__contains__, libraries):
            question = {**request, "library": library}
            more = {_RAGGED: 2, _NUMBERED: int(library not in _PANDAS)}.get(key, 0)
            case = {"id": f"{library} {key}", "expect": "rows", "rows": rows, "more": more}
            # Of partitions in which a code is, what cuts names cannot tell numbers.
            if (library, key) != ("boto3", "codes/"):
                payloads[library].append({**case, "questions": [question]})
    env = variables(store, cases.POD, tmp_path)
    for library, asked_of in payloads.items():
        results = write_and_run(asked_of, env, tmp_path)
        assert results, library
        for name, error in results.items():
            assert error is None, f"{name}\n{error}"

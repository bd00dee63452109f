"""A notebook in a bucket is exported as one on disk is, and whatever is wrong with it is told."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import psutil
import pytest
from nbconvert.exporters.base import get_export_names
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from jupyterlab_s3_drive.demo.jupyter import JupyterServer, datalab_environment
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.exports.converter import environment, exporters_config
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import MIB, SECRET_KEY, eventually, make_server
from jupyterlab_s3_drive.tests.kit.wire import Wire

pytestmark = pytest.mark.one_store("of the store it needs bytes under a condition")

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def notebook(**metadata: Any) -> bytes:
    """Return a notebook with text, code and an image."""
    image = new_output("display_data", {"image/png": PIXEL})
    script = new_output("display_data", {"text/html": "<script>run()</script><b>bold</b>"})
    made = new_notebook(
        cells=[
            new_markdown_cell("# Été", id="a"),
            new_code_cell("somme = 1 + 1", id="b", outputs=[image, script]),
        ],
        metadata={
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
            "language_info": {"name": "python", "file_extension": ".py"},
            **metadata,
        },
    )
    text: str = nbformat.writes(made)
    return text.encode()


@pytest.fixture(scope="module")
def exporter(
    store: Store, _wire: Wire, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A client of a server with little time, whose exporters do what a notebook tells them."""
    folder = tmp_path_factory.mktemp("exporter")
    temporary = folder / "tmp"
    temporary.mkdir()
    env = datalab_environment(store)
    env.update(AWS_ENDPOINT_URL=_wire.endpoint, S3_ENDPOINT=_wire.endpoint)
    # Nothing that exporters need besides Python: the machine may have pandoc.
    env.update(TMPDIR=str(temporary), PATH=str(Path(sys.executable).parent))
    told = {"preprocessors": ["jupyterlab_s3_drive.tests.kit.preprocessors.Told"]}
    config: dict[str, dict[str, Any]] = {
        "S3Drive": {"export_timeout": 30},
        "ScriptExporter": told,
    }
    server = make_server(folder / "server", env, config)
    yield Temporary(server, temporary)
    server.stop()


class Temporary(Browser):
    """A client that knows where its server puts temporary files."""

    def __init__(self, server: JupyterServer, folder: Path) -> None:
        super().__init__(server.url, server.token)
        self.folder = folder

    def leftovers(self) -> list[str]:
        """Return what conversions have left behind."""
        return [name for name in os.listdir(self.folder) if name.startswith("s3-drive-export")]


def export(
    browser: Browser, format: str, key: str, query: str = "", headers: dict[str, str] | None = None
) -> Answer:
    """Ask for a conversion."""
    return browser.send("GET", f"exports/{format}/{quote(key)}{query}", headers=headers)


def put(browser: Browser, key: str, body: bytes, headers: dict[str, str] | None = None) -> str:
    """Write an object; return its ETag."""
    answer = browser.s3("PUT", key, body, headers)
    assert answer.status == 200
    return answer.headers["ETag"]


@pytest.mark.parametrize(
    ("format", "ending", "kind", "holds"),
    [
        ("html", ".html", "text/html; charset=utf-8", ["<html", "Été", "somme", PIXEL]),
        ("slides", ".slides.html", "text/html; charset=utf-8", ["reveal", "Été"]),
        ("script", ".py", "text/plain; charset=utf-8", ["somme = 1 + 1"]),
        ("notebook", ".ipynb", "application/json", ['"nbformat": 4', "somme"]),
    ],
)
def test_formats(
    exporter: Browser, prefix: str, format: str, ending: str, kind: str, holds: list[str]
) -> None:
    put(exporter, prefix + "été + 1.ipynb", notebook())
    answer = export(exporter, format, prefix + "été + 1.ipynb")
    assert answer.status == 200, answer.body
    text = answer.body.decode()
    assert [each for each in holds if each not in text] == [], text
    assert answer.headers["Content-Type"] == kind
    name = quote(f"été + 1{ending}", safe="")
    assert answer.headers["Content-Disposition"].endswith(f"filename*=UTF-8''{name}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    # As all that comes from a bucket.
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_has_files_besides_comes_as_a_zip(exporter: Browser, prefix: str) -> None:
    put(exporter, prefix + "n.ipynb", notebook())
    answer = export(exporter, "markdown", prefix + "n.ipynb")
    assert answer.headers["Content-Type"] == "application/zip"
    assert 'filename="n.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        assert "# Été" in archive.read("n.md").decode()
        (image,) = [name for name in archive.namelist() if name.endswith(".png")]
        assert archive.read(image).startswith(b"\x89PNG")


@pytest.mark.parametrize(("query", "runs"), [("?sanitize=true", False), ("", True)])
def test_script_stays_or_goes_as_asked(
    exporter: Browser, prefix: str, query: str, runs: bool
) -> None:
    put(exporter, prefix + "n.ipynb", notebook())
    text = export(exporter, "html", prefix + "n.ipynb", query).body.decode()
    assert ("<script>run()" in text) is runs
    assert "bold" in text


def test_old_compressed_and_marked_notebooks(exporter: Browser, prefix: str) -> None:
    old = {
        "metadata": {"name": ""},
        "nbformat": 3,
        "nbformat_minor": 0,
        "worksheets": [
            {
                "metadata": {},
                "cells": [{"cell_type": "markdown", "metadata": {}, "source": "# Été"}],
            }
        ],
    }
    packed = {"Content-Encoding": "gzip"}
    stored: dict[str, tuple[bytes, dict[str, str]]] = {
        "old.ipynb": (json.dumps(old).encode(), {}),
        "packed.ipynb": (gzip.compress(notebook()), packed),
        "named.ipynb": (notebook(), {"Content-Encoding": "utf-8"}),
        "marked.ipynb": (b"\xef\xbb\xbf" + notebook(), {}),
    }
    for name, (body, headers) in stored.items():
        put(exporter, prefix + name, body, headers)
        answer = export(exporter, "html", prefix + name)
        assert (answer.status, "Été" in answer.body.decode()) == (200, True), name


BROKEN: dict[str, bytes] = {
    "text": b"print(1)\n",
    "deep": b"[" * 100_000,
    "no cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}',
    "cells of another kind": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 1}',
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_notebook(exporter: Browser, prefix: str, body: bytes) -> None:
    put(exporter, prefix + "n.ipynb", body)
    answer = export(exporter, "html", prefix + "n.ipynb")
    assert (answer.status, answer.code) == (422, "ExportNotNotebook"), answer.body


#: The exporters that need more than Python, and what is missing for them on this server.
MISSING = {
    "asciidoc": "pandoc",
    "custom": "a template (c.TemplateExporter.template_file)",
    "latex": "pandoc",
    "pdf": "pandoc",
    "qtpdf": "nbconvert[qtpdf]",
    "qtpng": "nbconvert[qtpng]",
    "rst": "pandoc",
    "webpdf": "nbconvert[webpdf]",
}


@pytest.mark.parametrize("format", get_export_names())
def test_every_exporter_converts_or_says_what_is_missing(
    exporter: Browser, prefix: str, format: str
) -> None:
    put(exporter, prefix + "n.ipynb", notebook())
    answer = export(exporter, format, prefix + "n.ipynb")
    if tool := MISSING.get(format):
        assert (answer.status, answer.code) == (501, "ExportToolMissing"), answer.body
        assert answer.json["message"] == tool
        assert answer.json["details"]
    else:
        assert answer.status == 200, answer.body
        assert len(answer.body) > 10
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="n.')


def test_refusals(exporter: Temporary, prefix: str) -> None:
    etag = put(exporter, prefix + "n.ipynb", notebook())
    put(
        exporter,
        prefix + "bomb.ipynb",
        gzip.compress(bytes(64 * MIB)),
        {"Content-Encoding": "gzip"},
    )
    put(exporter, prefix + "torn.ipynb", b"no gzip", {"Content-Encoding": "gzip"})
    put(exporter, prefix + "br.ipynb", notebook(), {"Content-Encoding": "br"})
    size = len(notebook())
    table: list[tuple[str, str, str, dict[str, str], int, str]] = [
        ("nonsense", "n.ipynb", "", {}, 422, "ExportUnknown"),
        ("html", "none.ipynb", "", {}, 404, "NoSuchKey"),
        ("html", "folder/", "", {}, 400, "InvalidKey"),
        ("html", "a/../n.ipynb", "", {}, 400, "InvalidKey"),
        ("html", "n.ipynb", f"?limit={size - 1}", {}, 413, "TooLarge"),
        ("html", "bomb.ipynb", f"?limit={10 * MIB}", {}, 413, "TooLarge"),
        ("html", "torn.ipynb", "", {}, 422, "ExportFailed"),
        ("html", "br.ipynb", "", {}, 422, "ExportFailed"),
        ("html", "n.ipynb", "?limit=many", {}, 400, "InvalidRequest"),
        ("html", "n.ipynb", "?limit=-1", {}, 400, "InvalidRequest"),
        ("html", "n.ipynb", "?sanitize=yes", {}, 400, "InvalidRequest"),
        ("html", "n.ipynb", "", {"If-Match": '"other"'}, 409, "ExportChanged"),
        ("html", "n.ipynb", f"?limit={size}", {"If-Match": etag}, 200, ""),
    ]
    for format, name, query, headers, status, code in table:
        answer = export(exporter, format, prefix + name, query, headers)
        assert (answer.status, answer.code or "") == (status, code), (
            name,
            query,
            answer.body[:500],
        )
    # An exporter by its Python name would be any class of any module.
    answer = export(exporter, "nbconvert.exporters.HTMLExporter", prefix + "n.ipynb")
    assert (answer.status, answer.origin) == (404, None)
    assert exporter.leftovers() == []


def test_a_long_conversion_is_ended_and_holds_up_nobody(
    exporter: Temporary, prefix: str, tmp_path: Path
) -> None:
    put(exporter, prefix + "n.ipynb", notebook(linger=str(tmp_path / "pids")))
    answers: list[Answer] = []
    waiting = threading.Thread(
        target=lambda: answers.append(export(exporter, "script", prefix + "n.ipynb"))
    )
    waiting.start()
    pids = lingering(tmp_path / "pids")
    with pinged(exporter) as waits:
        waiting.join()
    (answer,) = answers
    assert (answer.status, answer.code) == (504, "ExportTooLong")
    # A loop that waited for the conversion would answer after its 30 s.
    assert waits.longest < 5
    assert eventually(lambda: not any(map(is_running, pids)))
    assert exporter.leftovers() == []


def test_a_conversion_ends_with_who_asked_for_it(
    exporter: Temporary, prefix: str, tmp_path: Path
) -> None:
    put(exporter, prefix + "n.ipynb", notebook(linger=str(tmp_path / "pids")))
    with exporter.connect() as connection:
        connection.sendall(exporter.head("GET", f"exports/script/{prefix}n.ipynb", {}))
        pids = lingering(tmp_path / "pids")
        assert len(exporter.leftovers()) == 1
    # Before its time is over.
    assert eventually(lambda: not any(map(is_running, pids)), seconds=3)
    assert eventually(lambda: exporter.leftovers() == [])


def test_the_process_has_no_secrets_and_a_folder_of_its_own(
    exporter: Temporary, prefix: str
) -> None:
    put(exporter, prefix + "n.ipynb", notebook(look=True))
    text = export(exporter, "script", prefix + "n.ipynb").body.decode()
    seen = [line.strip() for line in text.splitlines()]
    assert f"TMPDIR={exporter.folder}/s3-drive-export-" in text
    assert "PATH" in seen and not [name for name in seen if name.startswith("AWS_")]
    assert environment({"JUPYTER_TOKEN": "x", "MY_PASSWORD": "x", "LANG": "C"}, Path("/t")) == {
        "LANG": "C",
        "TMPDIR": "/t",
    }
    assert exporters_config(
        {
            "S3Drive": {"endpoint_url": SECRET_KEY},
            "IdentityProvider": {"token": SECRET_KEY},
            "HTMLExporter": {"exclude_input": True, "filters": {"x": print}},
        }
    ) == {"HTMLExporter": {"exclude_input": True}}


def test_an_authorizer_may_refuse_conversions(
    start_server: Callable[..., JupyterServer], store: Store
) -> None:
    name = "jupyterlab_s3_drive.tests.kit.authorizers.NoConversionAuthorizer"
    server = start_server(datalab_environment(store), {"ServerApp": {"authorizer_class": name}})
    answer = export(Browser(server.url, server.token), "html", "bucket/n.ipynb")
    assert (answer.status, answer.code) == (403, "Forbidden")


def lingering(file: Path) -> list[int]:
    """Return the processes of a conversion that has begun to linger."""
    assert eventually(file.exists, seconds=30)
    return [int(each) for each in file.read_text().split()]


def is_running(pid: int) -> bool:
    """Tell whether a process has not ended; one that nobody waits for has."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False

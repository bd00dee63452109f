"""The notary says of a notebook in a bucket what it would say of one on disk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB

pytestmark = pytest.mark.one_store("the notary sees no store")


def notebook(text: str) -> dict[str, Any]:
    """Return a notebook with an output that is worth a question."""
    output = new_output("display_data", {"text/html": f"<script>{text}</script>"})
    made: dict[str, Any] = new_notebook(cells=[new_code_cell("1", id="one", outputs=[output])])
    return made


def ask(browser: Browser, action: str, content: Any) -> Answer:
    """Ask the notary."""
    return browser.send(
        "POST", "trust", json.dumps({"action": action, "notebook": content}).encode()
    )


def test_check_and_sign(browser: Browser) -> None:
    ours, other = notebook("ours"), notebook("other")
    assert ask(browser, "check", ours).json == {"trusted": False}
    assert ask(browser, "sign", ours).json == {"signed": True}
    assert ask(browser, "check", ours).json == {"trusted": True}
    assert ask(browser, "check", other).json == {"trusted": False}
    # The mark in a cell neither vouches for it, nor belongs to what is signed.
    ours["cells"][0]["metadata"]["trusted"] = other["cells"][0]["metadata"]["trusted"] = True
    assert ask(browser, "check", ours).json == {"trusted": True}
    assert ask(browser, "check", other).json == {"trusted": False}


def test_it_is_jupyters_own_notary(browser: Browser, server: JupyterServer, tmp_path: Path) -> None:
    made = notebook("by the command line")
    path = tmp_path / "x.ipynb"
    nbformat.write(nbformat.from_dict(made), path)
    assert ask(browser, "check", made).json == {"trusted": False}
    subprocess.run(
        [sys.executable, "-m", "jupyter", "trust", str(path)],
        check=True,
        env={"JUPYTER_DATA_DIR": str(server.folder / "data"), "PATH": "/usr/bin:/bin"},
    )
    assert ask(browser, "check", made).json == {"trusted": True}


def test_large_notebooks(browser: Browser) -> None:
    # Larger than this server's limit on bodies of other routes.
    assert ask(browser, "sign", notebook("x" * 3 * MIB)).json == {"signed": True}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 100_000,
        json.dumps({"action": "check"}).encode(),
        json.dumps({"action": "check", "notebook": None}).encode(),
        json.dumps({"action": "check", "notebook": []}).encode(),
        json.dumps({"action": "check", "notebook": {"nbformat": 4}}).encode(),
        json.dumps({"action": "check", "notebook": {"nbformat": 4, "cells": [1]}}).encode(),
        json.dumps({"action": "check", "notebook": {"nbformat": 4, "cells": {}}}).encode(),
        json.dumps({"action": "check", "notebook": {"nbformat": "4", "cells": []}}).encode(),
        json.dumps({"action": "check", "notebook": {"nbformat": 3, "cells": []}}).encode(),
        json.dumps({"action": "trust", "notebook": notebook("x")}).encode(),
        json.dumps({"action": ["sign"], "notebook": notebook("x")}).encode(),
    ],
)
def test_nonsense(browser: Browser, body: bytes) -> None:
    answer = browser.send("POST", "trust", body)
    assert (answer.status, answer.json["code"]) == (400, "TrustInvalid")


def test_a_notebook_that_came_from_the_bucket(browser: Browser, prefix: str) -> None:
    made = notebook("stored")
    content = nbformat.writes(nbformat.from_dict(made)).encode()
    assert prefix.startswith(BUCKET)
    assert browser.s3("PUT", prefix + "x.ipynb", content).status == 200
    assert ask(browser, "sign", json.loads(content)).json == {"signed": True}
    stored = browser.s3("GET", prefix + "x.ipynb").body
    assert ask(browser, "check", json.loads(stored)).json == {"trusted": True}

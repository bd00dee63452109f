"""A notebook that is named by bucket, key and ETag is read by the server itself, within bounds."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.notary.digest import NotebookError, TooMuch, check_size
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.pings import pinged
from jupyterlab_s3_drive.tests.kit.servers import MIB, process_id

pytestmark = pytest.mark.one_store("of the store it needs bytes under a condition")

HEAD = b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ['
TAIL = b"]}"
#: As large as the largest that is read, in a full run. Less shows the same: what is counted in objects takes many times
#: the bytes of the text.
SIZE = (50 if os.environ.get("S3_DRIVE_TEST_FULL") else 4) * MIB


def content(text: str) -> bytes:
    """Return a notebook with an output that is worth a question."""
    output = new_output("display_data", {"text/html": f"<script>{text}</script>"})
    return nbformat.writes(
        new_notebook(cells=[new_code_cell("1", id="one", outputs=[output])])
    ).encode()


def put(
    browser: Browser, path: str, body: bytes, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Store an object, and return what names it."""
    answer = browser.s3("PUT", path, body, headers)
    assert answer.status == 200
    bucket, _, key = path.partition("/")
    return {"bucket": bucket, "key": key, "etag": answer.headers["ETag"]}


def ask(browser: Browser, action: str, **named: Any) -> Answer:
    """Ask the notary about an object."""
    body = json.dumps({"action": action, **named}).encode()
    assert len(body) < 4096
    return browser.send("POST", "default/trust", body)


def test_check_and_sign(browser: Browser, prefix: str) -> None:
    ours = put(browser, prefix + "\u00e9 #1.ipynb", content("ours, named"))
    other = put(browser, prefix + "other.ipynb", content("other, named"))
    assert ask(browser, "check", **ours).json == {"trusted": False}
    assert ask(browser, "sign", **ours).json == {"signed": True}
    assert ask(browser, "check", **ours).json == {"trusted": True}
    assert ask(browser, "check", **other).json == {"trusted": False}


def test_it_says_what_it_says_of_a_notebook_that_is_sent(browser: Browser, prefix: str) -> None:
    """A page of the version before goes on with what was signed, and the other way round."""
    body = content("both")
    named = put(browser, prefix + "x.ipynb", body)
    assert ask(browser, "sign", **named).json == {"signed": True}
    sent = {"action": "check", "notebook": json.loads(body)}
    assert browser.send("POST", "trust", json.dumps(sent).encode()).json == {"trusted": True}


def test_what_somebody_else_wrote_is_not_signed(browser: Browser, prefix: str) -> None:
    mine = put(browser, prefix + "x.ipynb", content("mine"))
    theirs = put(browser, prefix + "x.ipynb", content("theirs"))
    for action in ("sign", "check"):
        answer = ask(browser, action, **mine)
        assert (answer.status, answer.json["code"]) == (412, "TrustChanged")
    assert ask(browser, "check", **theirs).json == {"trusted": False}


def test_content_encoding_is_honoured_as_the_drive_does(browser: Browser, prefix: str) -> None:
    body = content("packed")
    packed = put(browser, prefix + "x.ipynb", gzip.compress(body), {"Content-Encoding": "gzip"})
    plain = put(browser, prefix + "y.ipynb", body)
    assert ask(browser, "sign", **packed).json == {"signed": True}
    assert ask(browser, "check", **plain).json == {"trusted": True}
    bomb = gzip.compress(bytes(20 * MIB))
    named = put(browser, prefix + "bomb.ipynb", bomb, {"Content-Encoding": "gzip"})
    answer = ask(browser, "check", **named, limit=MIB)
    assert (answer.status, answer.json["code"]) == (413, "TooLarge")
    broken = put(
        browser, prefix + "broken.ipynb", gzip.compress(body)[:-9], {"Content-Encoding": "gzip"}
    )
    assert ask(browser, "check", **broken).json["code"] == "EncodingBroken"


def test_a_large_one_is_signed_like_a_small_one(browser: Browser, prefix: str) -> None:
    body = content("x" * 20 * MIB)
    named = put(browser, prefix + "large.ipynb", body)
    assert ask(browser, "check", **named).json == {"trusted": False}
    assert ask(browser, "sign", **named).json == {"signed": True}
    assert ask(browser, "check", **named).json == {"trusted": True}
    assert ask(browser, "check", **named, limit=MIB).json["code"] == "TooLarge"


def test_format_3_is_read(browser: Browser, prefix: str) -> None:
    cell = {
        "cell_type": "code",
        "input": ["1"],
        "metadata": {},
        "outputs": [],
        "language": "python",
    }
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    named = put(browser, prefix + "old.ipynb", json.dumps(old).encode())
    assert ask(browser, "check", **named).json == {"trusted": False}
    assert ask(browser, "sign", **named).json == {"signed": True}
    assert ask(browser, "check", **named).json == {"trusted": True}


@pytest.mark.parametrize(
    "change",
    [
        {"action": "trust"},
        {"bucket": ".."},
        {"bucket": 1},
        {"key": "a/../b"},
        {"key": None},
        {"etag": ""},
        {"etag": None},
        {"etag": '"a"\r\nX-Evil: 1'},
        {"etag": "\u00e9"},
        {"limit": -1},
        {"limit": 2**40},
        {"limit": "1"},
    ],
)
def test_nonsense(browser: Browser, prefix: str, change: dict[str, Any]) -> None:
    named = {"action": "check", **put(browser, prefix + "x.ipynb", content("x")), **change}
    answer = browser.send("POST", "default/trust", json.dumps(named).encode())
    assert (answer.status, answer.origin) == (400, "proxy")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b"null", b"[" * 100_000, b'{"nbformat": 4}', b'"\\ud800"']
)
def test_what_is_no_notebook_is_told(browser: Browser, prefix: str, body: bytes) -> None:
    named = put(browser, prefix + "x.ipynb", body)
    answer = ask(browser, "check", **named)
    assert answer.json["code"] in ("TrustInvalid", "TooLarge")


def filled(piece: bytes) -> bytes:
    """Return something like a notebook of `SIZE` bytes."""
    return HEAD + piece * (SIZE // len(piece)) + b"{}" + TAIL


HOSTILE = {
    "objects": b"{},",
    "lists": b"[],",
    "numbers": b"1,",
    "deep": b"[",
    "strings": b'"",',
    "escapes": b'"\\"\\\\\\"",',
    "cells": b'{"cell_type":"code","metadata":{},"source":"","outputs":[]},',
    "wide": '"\U0001f600",'.encode(),
}


def memory(server: JupyterServer) -> int:
    """Return the largest resident memory that the server has had (bytes)."""
    with open(f"/proc/{process_id(server)}/status") as file:
        line = next(line for line in file if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("way", ["named", "sent"])
def test_a_hostile_notebook_costs_the_server_nothing(
    browser: Browser, server: JupyterServer, prefix: str, name: str, way: str
) -> None:
    body = filled(HOSTILE[name])
    if way == "named":
        named = put(browser, prefix + "hostile.ipynb", body)
        body = json.dumps({"action": "check", **named}).encode()
    else:
        body = b'{"action": "check", "notebook": ' + body + b"}"
    browser.send("POST", "trust", b"{}")
    # The largest from here on.
    Path(f"/proc/{process_id(server)}/clear_refs").write_text("5")
    before = memory(server)
    with pinged(browser) as waits:
        answer = browser.send("POST", "default/trust", body)
    grown = (memory(server) - before) / MIB
    print(f"{name}, {way}: {grown:.0f} MiB more, status {waits.longest * 1000:.0f} ms")
    assert answer.json.get("code") in ("TooLarge", "TrustInvalid") or not answer.json["trusted"]
    # A value of Python for each value of JSON would be more.
    assert grown < SIZE / MIB + 8
    # A quarter of a second on a machine that does nothing else.
    assert waits.median < 0.1
    assert waits.longest < 1


def test_values_are_counted_before_a_tree_is_built() -> None:
    check_size(b'["\\"[,", {"a": [1, 2]}]', 6, 3)
    for data in (b"[1,2,3]", b"{}" * 4, b'["a\\\\",1,1]'):
        with pytest.raises(TooMuch):
            check_size(data, 2)
    with pytest.raises(NotebookError, match="depth"):
        check_size(b"[[[", 100, 2)
    # What stands in texts does not count.
    check_size(json.dumps(["[{," * 1000]).encode(), 2, 1)

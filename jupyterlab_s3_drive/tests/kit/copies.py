"""What the tests of transfers have in common: asking for one, and looking at both sides."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyterlab_s3_drive.demo.jupyter import JupyterServer
from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.browser import Answer, Browser
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, MIB, eventually


class Sides:
    """A server's workspace and a bucket, each with a folder for one test.

    Attributes:
        folder: the folder of the workspace, and its path for the contents API.
        prefix: the folder of the bucket, with a slash at its end.

    Args:
        s3: a client of the store, where one is there already.
    """

    def __init__(self, server: JupyterServer, store: Store, name: str, s3: Any = None) -> None:
        self.browser = Browser(server.url, server.token)
        self.path, self.prefix = name, f"{name}/"
        self.folder = server.root / name
        self.folder.mkdir(parents=True)
        self.s3 = s3 or store.client()

    def put(self, key: str, body: bytes = b"content") -> None:
        """Write an object below the prefix."""
        self.s3.put_object(Bucket=BUCKET, Key=self.prefix + key, Body=body)

    def get(self, key: str) -> bytes:
        """Read an object below the prefix."""
        found = self.s3.get_object(Bucket=BUCKET, Key=self.prefix + key)
        return bytes(found["Body"].read())

    def stored(self) -> set[str]:
        """Return what is below the prefix, relative to it."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=self.prefix)
        return {
            each["Key"].removeprefix(self.prefix)
            for page in pages
            for each in page.get("Contents", [])
        } - {""}

    def uploads(self) -> list[str]:
        """Return the keys of uploads in parts that were left behind below the prefix."""
        found = self.s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
        return [each["Key"] for each in found if each["Key"].startswith(self.prefix)]

    def files(self) -> set[str]:
        """Return every file and folder below the folder, hidden and temporary ones too."""
        return {str(each.relative_to(self.folder)) for each in walk(self.folder)}

    def ask(self, direction: str, **more: Any) -> Answer:
        """Ask for a transfer; the two folders are the sides unless something else is said."""
        fields = {"direction": direction, "bucket": BUCKET, "workspacePath": self.path, **more}
        if "key" not in more:
            fields.setdefault("prefix", self.prefix)
        return self.browser.send("POST", "transfers", json.dumps(fields).encode())

    def copy(self, direction: str, **more: Any) -> dict[str, Any]:
        """Ask for a transfer, and return what is told of it at its end."""
        answer = self.ask(direction, **more)
        assert answer.status == 201, answer.body
        return self.ended(answer.json["id"])

    def ended(self, identifier: str, seconds: float = 60) -> dict[str, Any]:
        """Return what is told of a transfer at its end."""
        assert eventually(lambda: bool(self.told(identifier)["state"] != "running"), seconds)
        return self.told(identifier)

    def told(self, identifier: str) -> dict[str, Any]:
        """Return what is told of a transfer."""
        answer = self.browser.send("GET", f"transfers/{identifier}")
        assert answer.status == 200
        found: dict[str, Any] = answer.json
        return found


def walk(folder: Path) -> Iterator[Path]:
    """Yield everything below a folder, following no link."""
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(parent) / name


def pattern(mib: int) -> bytes:
    """Return bytes of which no two MiB are alike."""
    return b"".join(n.to_bytes(8, "big") * (MIB // 8) for n in range(1, mib + 1))

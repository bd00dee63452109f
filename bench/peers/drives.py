"""jupyter-drives: a drive over obstore and s3fs."""

from __future__ import annotations

import base64
from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

from .api import Api, Peer

#: JupyterLab's own upload sends pieces of this size; this peer gets them through its drive.
_CHUNK = 2**20


class JupyterDrives(Peer):
    """Its listing comes from obstore, which needs the store's address by a variable of its own."""

    label = "jupyter-drives"
    package = "jupyter-drives"

    def environment(self, store: Store) -> dict[str, str]:
        """Name the store as obstore wants it."""
        return {"AWS_ENDPOINT": store.endpoint, "AWS_ALLOW_HTTP": "true"}

    def prepare(self, api: Api, bucket: str) -> None:
        """Mount the bucket."""
        body = {"drive_name": bucket, "provider": "s3", "location": "us-east-1"}
        api.json("POST", "jupyter-drives/drives", body)

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """Ask for the contents of a folder."""
        found = api.json("GET", f"jupyter-drives/drives/{bucket}/{prefix.rstrip('/')}")
        return len(found["data"])

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Send numbered pieces in base64, the last one as -1."""
        left = path.stat().st_size
        number = 0
        with path.open("rb") as file:
            while piece := file.read(_CHUNK):
                left -= len(piece)
                number = number + 1 if left else -1
                body = {
                    "content": base64.b64encode(piece).decode(),
                    "options_format": "base64",
                    "content_format": "base64",
                    "content_type": "file",
                    "options_chunk": number,
                }
                api.json("PUT", f"jupyter-drives/drives/{bucket}/{key}", body)

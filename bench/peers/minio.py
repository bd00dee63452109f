"""jupyterlab-minio: s3fs behind a server of its own."""

from __future__ import annotations

import json
import time
from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

from ..environments import Missing
from .api import Api, Peer

_PAUSE = 0.02


class JupyterlabMinio(Peer):
    """Its uploads go to a file of the server first, and from there to the store."""

    label = "jupyterlab-minio"
    package = "jupyterlab-minio"

    def environment(self, store: Store) -> dict[str, str]:
        """Name the store as this peer wants it."""
        return {
            "MINIO_ENDPOINT": store.endpoint,
            "MINIO_ACCESS_KEY": store.access_key,
            "MINIO_SECRET_KEY": store.secret_key,
            "MINIO_REGION": store.region,
        }

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """Ask for the files of a folder."""
        return len(api.json("GET", f"jupyterlab-minio/files/{bucket}/{prefix}"))

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Send the file, and wait for the job that passes it on."""
        folder, _, name = key.rpartition("/")
        query = f"dest={bucket}/{folder}&name={name}"
        size = str(path.stat().st_size)
        with path.open("rb") as body:
            answer = api.ask(
                "POST", f"jupyterlab-minio/upload-stream?{query}", body, {"Content-Length": size}
            )
        job = json.loads(answer)["job_id"]
        while True:
            state = api.json("GET", f"jupyterlab-minio/transfer/bulk/{job}")
            if state["state"] not in ("queued", "running"):
                break
            time.sleep(_PAUSE)
        if state.get("errors"):
            raise Missing(f"The upload ended with {state['errors']}.")

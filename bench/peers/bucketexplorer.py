"""jupyterlab-bucket-explorer: s3fs behind a server of its own."""

from __future__ import annotations

from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

from ..environments import Missing
from .api import Api, Peer

_BOUNDARY = "----bench"


class BucketExplorer(Peer):
    """Its uploads are forms, which the server holds whole."""

    label = "bucket-explorer"
    package = "jupyterlab-bucket-explorer"

    def environment(self, store: Store) -> dict[str, str]:
        """Name the store as this peer wants it."""
        return {
            "S3_CONNECTION_NAME": "bench",
            "S3_ENDPOINT": store.endpoint,
            "S3_ACCESS_KEY": store.access_key,
            "S3_SECRET_KEY": store.secret_key,
            "S3_REGION": store.region,
        }

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """Ask for the files of a folder."""
        return len(api.json("GET", f"jupyterlab-bucket-explorer/files/{bucket}/{prefix}"))

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Send a form with the file in it."""
        head = (
            f"--{_BOUNDARY}\r\n"
            f'Content-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + path.read_bytes() + f"\r\n--{_BOUNDARY}--\r\n".encode()
        answer = api.ask(
            "POST",
            f"jupyterlab-bucket-explorer/upload/{bucket}/{key}",
            body,
            {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"},
        )
        # An error is told with the status 200.
        if b'"error"' in answer:
            raise Missing(answer.decode(errors="replace"))

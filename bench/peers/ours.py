"""This extension, asked through the same client as the peers."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from .api import Api, Peer

_NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class Ours(Peer):
    """The proxy of jupyterlab-s3-drive: S3's own requests."""

    label = "ours"
    package = ""

    def list(self, api: Api, bucket: str, prefix: str) -> int:
        """Ask for page after page, as the panel does."""
        count = 0
        query = f"list-type=2&delimiter=%2F&max-keys=1000&prefix={quote(prefix, safe='')}"
        token: str | None = ""
        while token is not None:
            more = f"&continuation-token={quote(token, safe='')}" if token else ""
            page = ElementTree.fromstring(
                api.ask("GET", f"s3-drive/api/{bucket}?{query}{more}"),
            )
            count += len(page.findall(f"{_NAMESPACE}Contents"))
            token = page.findtext(f"{_NAMESPACE}NextContinuationToken")
        return count

    def upload(self, api: Api, bucket: str, key: str, path: Path) -> None:
        """Send the file in one request."""
        size = str(path.stat().st_size)
        with path.open("rb") as body:
            api.ask("PUT", f"s3-drive/api/{bucket}/{key}", body, {"Content-Length": size})

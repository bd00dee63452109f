"""Prints how many seconds boto3 takes: `list BUCKET PREFIX`, `download BUCKET KEY`, `upload BUCKET KEY FILE`.

Runs in an environment of its own, that of `requirements/bench-boto3.txt`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import boto3

_BLOCK = 2**20


def list_all(client: Any, bucket: str, prefix: str) -> None:
    """List a folder, page by page."""
    pages = client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=prefix, Delimiter="/"
    )
    sum(len(page.get("Contents", ())) for page in pages)


def download(client: Any, bucket: str, key: str) -> None:
    """Read an object, and throw its bytes away."""
    body = client.get_object(Bucket=bucket, Key=key)["Body"]
    while body.read(_BLOCK):
        pass


def upload(client: Any, bucket: str, key: str, path: str) -> None:
    """Write a file to an object, in parts and several at a time as boto3 does by default."""
    client.upload_file(path, bucket, key)


WORK: dict[str, Callable[..., None]] = {"list": list_all, "download": download, "upload": upload}


def main(work: str, bucket: str, *words: str) -> None:
    """Do one piece of work, on a client that has a connection already."""
    client = boto3.client("s3")
    client.head_bucket(Bucket=bucket)
    started = time.perf_counter()
    WORK[work](client, bucket, *words)
    print(time.perf_counter() - started)


if __name__ == "__main__":
    main(*sys.argv[1:])

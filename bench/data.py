"""The objects and files that are measured on."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import aiohttp
import botocore.config
import yarl

from jupyterlab_s3_drive.demo.store import Store

BUCKET = "bench"
#: Holds the folders that are listed, and nothing else.
FOLDERS = "folders/"
FIRST = "object-000000.txt"
LINK_LIFE = 7 * 24 * 3600

_AT_A_TIME = 32
_BLOCK = 2**20


def name_of(index: int) -> str:
    """Return the name of an object in a folder."""
    return f"object-{index:06}.txt"


def folder_of(count: int) -> str:
    """Return the prefix of the folder that holds so many objects."""
    return f"{FOLDERS}n{count}/"


def client_of(store: Store) -> Any:
    """Return a client that goes to the store directly; its links are of the kind that all stores take."""
    config = botocore.config.Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return store.client(config=config)


def make_bucket(store: Store) -> None:
    """Make the bucket where it is missing."""
    client = client_of(store)
    if BUCKET not in {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}:
        client.create_bucket(Bucket=BUCKET)


def make_folder(store: Store, prefix: str, count: int) -> None:
    """Let a folder hold exactly `count` objects of a few bytes; those that are there stay."""
    client = client_of(store)
    wanted = {prefix + name_of(index) for index in range(count)}
    present = set(keys(client, prefix))
    remove(client, present - wanted)
    missing = sorted(wanted - present)
    urls = [link(client, "put_object", key) for key in missing]
    asyncio.run(_put_all(urls))


def remove_folder(store: Store, prefix: str) -> None:
    """Delete everything below a prefix."""
    client = client_of(store)
    remove(client, keys(client, prefix))


def keys(client: Any, prefix: str) -> list[str]:
    """Return all keys below a prefix."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=prefix)
    return [item["Key"] for page in pages for item in page.get("Contents", ())]


def remove(client: Any, names: Iterable[str]) -> None:
    """Delete these keys."""
    found = list(names)
    for start in range(0, len(found), 1000):
        batch = [{"Key": key} for key in found[start : start + 1000]]
        client.delete_objects(Bucket=BUCKET, Delete={"Objects": batch, "Quiet": True})


def link(client: Any, operation: str, key: str) -> str:
    """Return a presigned URL, for `get_object` or `put_object`."""
    url: str = client.generate_presigned_url(
        operation, Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=LINK_LIFE
    )
    return url


def size_of(client: Any, key: str) -> int | None:
    """Return an object's size in bytes, or None when it is not there."""
    found = client.list_objects_v2(Bucket=BUCKET, Prefix=key, MaxKeys=1).get("Contents", ())
    return next((item["Size"] for item in found if item["Key"] == key), None)


def make_file(folder: Path, mebibytes: int) -> Path:
    """Return a file of so many MiB that cannot be compressed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mebibytes}.bin"
    if not path.exists() or path.stat().st_size != mebibytes * _BLOCK:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as output:
            for _ in range(mebibytes):
                output.write(os.urandom(_BLOCK))
        Path(output.name).replace(path)
    return path


def put_file(store: Store, key: str, path: Path) -> None:
    """Upload a file, unless an object of its size is there."""
    client = client_of(store)
    if size_of(client, key) != path.stat().st_size:
        with path.open("rb") as body:
            client.put_object(Bucket=BUCKET, Key=key, Body=body)


async def _put_all(urls: list[str]) -> None:
    waiting = iter(urls)
    connector = aiohttp.TCPConnector(limit=_AT_A_TIME)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work() -> None:
            for url in waiting:
                async with session.put(yarl.URL(url, encoded=True), data=b"small") as answer:
                    answer.raise_for_status()

        await asyncio.gather(*(work() for _ in range(_AT_A_TIME)))

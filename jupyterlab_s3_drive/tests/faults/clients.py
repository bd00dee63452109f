"""Other clients of a store, for the test of histories (`src/drive/__tests__/history.store.spec.ts`).

    python -m jupyterlab_s3_drive.tests.faults.clients boto3|s3fs OPTIONS

where OPTIONS is one JSON object: `endpoint`, `accessKey`, `secretKey`, `region`, `bucket`, `seed`,
`operations` (how many), `pause` (seconds between two, at most), `keys` and `seconds` (so many objects are used
for so many seconds, then as many others), and `conditionalDelete` (whether the store deletes under a condition).
A deletion is a write, or a swap, of nothing. It prints a line of JSON when an operation begins, and one when
it has ended; one that was begun and not ended may have been done. The clock is `time.monotonic_ns`, which is
that of the whole machine.
"""

from __future__ import annotations

import itertools
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

Found = tuple[str | None, str]


class Client(Protocol):
    """What a client does with the objects of one bucket. Each request is sent once."""

    def read(self, key: str) -> Found:
        """Return the text and ETag of an object; None where there is none."""

    def write(self, key: str, text: str) -> None:
        """Write an object, whatever is there."""

    def delete(self, key: str) -> None:
        """Delete an object, whatever is there."""

    def swap(self, key: str, text: str | None, etag: str) -> bool:
        """Write an object where it has this ETag, or delete it; return whether it was done."""


class Boto3:
    """boto3."""

    def __init__(self, options: dict[str, Any]) -> None:
        import boto3
        from botocore.config import Config

        self._bucket = options["bucket"]
        self._s3 = boto3.client(
            "s3",
            endpoint_url=options["endpoint"],
            region_name=options["region"],
            aws_access_key_id=options["accessKey"],
            aws_secret_access_key=options["secretKey"],
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def read(self, key: str) -> Found:
        """GetObject."""
        try:
            found = self._s3.get_object(Bucket=self._bucket, Key=key)
        except self._s3.exceptions.NoSuchKey:
            return None, ""
        return found["Body"].read().decode(), found["ETag"]

    def write(self, key: str, text: str) -> None:
        """PutObject."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=text.encode())

    def delete(self, key: str) -> None:
        """DeleteObject."""
        self._s3.delete_object(Bucket=self._bucket, Key=key)

    def swap(self, key: str, text: str | None, etag: str) -> bool:
        """PutObject or DeleteObject with a condition."""
        condition = {"IfMatch": etag} if etag else {"IfNoneMatch": "*"}
        named = {"Bucket": self._bucket, "Key": key, **condition}
        try:
            if text is None:
                self._s3.delete_object(**named)
            else:
                self._s3.put_object(**named, Body=text.encode())
        except self._s3.exceptions.ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 412:
                return False
            raise
        return True


class S3fs:
    """s3fs, which has no conditional writes."""

    def __init__(self, options: dict[str, Any]) -> None:
        import s3fs

        self._bucket = options["bucket"]
        self._fs = s3fs.S3FileSystem(
            endpoint_url=options["endpoint"],
            key=options["accessKey"],
            secret=options["secretKey"],
            client_kwargs={"region_name": options["region"]},
            config_kwargs={"retries": {"total_max_attempts": 1}},
        )
        self._fs.retries = 1

    def read(self, key: str) -> Found:
        """Read a file."""
        try:
            return self._fs.cat_file(f"{self._bucket}/{key}").decode(), ""
        except FileNotFoundError:
            return None, ""

    def write(self, key: str, text: str) -> None:
        """Write a file."""
        self._fs.pipe_file(f"{self._bucket}/{key}", text.encode())

    def delete(self, key: str) -> None:
        """Remove a file."""
        self._fs.rm_file(f"{self._bucket}/{key}")

    def swap(self, key: str, text: str | None, etag: str) -> bool:
        """Refuse."""
        raise NotImplementedError


CLIENTS: dict[str, Callable[[dict[str, Any]], Client]] = {"boto3": Boto3, "s3fs": S3fs}


class Told:
    """Prints the lines of one client."""

    def __init__(self, seed: int) -> None:
        self._numbers = itertools.count()
        self._seed = seed

    def value(self) -> str:
        """Return a text that nobody else writes."""
        return f"{self._seed}-{time.monotonic_ns()}"

    def begin(self, **what: object) -> int:
        """Tell that an operation begins, and return its number."""
        number = next(self._numbers)
        self._print(number=number, called=time.monotonic_ns(), **what)
        return number

    def end(self, number: int, **what: object) -> None:
        """Tell that it has ended."""
        self._print(number=number, returned=time.monotonic_ns(), **what)

    def _print(self, **line: object) -> None:
        print(json.dumps(line), flush=True)


def read(client: Client, told: Told, key: str) -> Found | None:
    """Read an object; None where that failed."""
    number = told.begin(key=key, kind="read")
    try:
        text, etag = client.read(key)
    except Exception:  # noqa: BLE001 - whatever a client raises, it has seen that it failed
        told.end(number, outcome="failed")
        return None
    told.end(number, outcome="done", value=text)
    return text, etag


def write(client: Client, told: Told, key: str) -> None:
    """Write an object."""
    text = told.value()
    number = told.begin(key=key, kind="write", value=text)
    try:
        client.write(key, text)
    except Exception:  # noqa: BLE001 - whatever a client raises, it has seen that it failed
        told.end(number, outcome="unknown")
    else:
        told.end(number, outcome="done")


def delete(client: Client, told: Told, key: str) -> None:
    """Delete an object."""
    number = told.begin(key=key, kind="write", value=None)
    try:
        client.delete(key)
    except Exception:  # noqa: BLE001 - whatever a client raises, it has seen that it failed
        told.end(number, outcome="unknown")
    else:
        told.end(number, outcome="done")


def swap(client: Client, told: Told, key: str, pause: float, *, deletes: bool = False) -> None:
    """Read an object, and write or delete it unless it has changed."""
    found = read(client, told, key)
    if found is None or (deletes and found[0] is None):
        return
    before, etag = found
    time.sleep(pause)
    text = None if deletes else told.value()
    number = told.begin(key=key, kind="swap", value=text, expected=[before])
    try:
        is_done = client.swap(key, text, etag)
    except Exception:  # noqa: BLE001 - whatever a client raises, it has seen that it failed
        told.end(number, outcome="unknown")
    else:
        told.end(number, outcome="done" if is_done else "refused")


def main(kind: str, text: str) -> None:
    """Run a client."""
    options = json.loads(text)
    client, told = CLIENTS[kind](options), Told(options["seed"])
    chance = random.Random(options["seed"])
    for _ in range(options["operations"]):
        epoch = int(time.monotonic() / options["seconds"])
        key = f"history/{epoch}-{chance.randrange(options['keys'])}.txt"
        what = chance.random()
        if what < 0.4:
            read(client, told, key)
        elif what < 0.5:
            delete(client, told, key)
        elif what < 0.7 or kind == "s3fs":
            write(client, told, key)
        else:
            deletes = what < 0.8 and options["conditionalDelete"]
            swap(client, told, key, chance.uniform(0, options["pause"]), deletes=deletes)
        time.sleep(chance.uniform(0, options["pause"]))


if __name__ == "__main__":
    main(*sys.argv[1:])

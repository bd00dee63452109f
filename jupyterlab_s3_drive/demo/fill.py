"""Puts the sample data into a store, and never over anything that is there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

from botocore.exceptions import ClientError

from .samples import BUCKETS, OPEN_DATA, PERSONAL, Sample, large, samples

#: Statuses of a conditional write to a name that is taken, or just being written.
_TAKEN = (409, 412)

#: What is public from the start: the open data, and what the person has published.
_PUBLIC = {OPEN_DATA: "BPE/", PERSONAL: "diffusion/"}


def make_buckets(client: Any) -> None:
    """Create the demo's buckets where they are missing, with what is public in them."""
    existing = {bucket["Name"] for bucket in client.list_buckets()["Buckets"]}
    for name in BUCKETS:
        if name not in existing:
            client.create_bucket(Bucket=name)
            if name in _PUBLIC:
                policy = json.dumps(_public(name, _PUBLIC[name]))
                client.put_bucket_policy(Bucket=name, Policy=policy)


def _public(bucket: str, prefix: str) -> dict[str, Any]:
    """Return the policy that lets anyone read and list below a prefix, as Onyxia writes it."""
    anyone = {"Effect": "Allow", "Principal": "*"}
    read = {
        "Sid": "OnyxiaMakePrefixPublicGetObject",
        **anyone,
        "Action": "s3:GetObject",
        "Resource": [f"arn:aws:s3:::{bucket}/{prefix}*"],
    }
    walk = {
        "Sid": "OnyxiaMakePrefixPublicListBucket",
        **anyone,
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{bucket}",
        "Condition": {"StringLike": {"s3:prefix": [f"{prefix}*"]}},
    }
    return {"Version": "2012-10-17", "Statement": [read, walk]}


def put_samples(client: Any) -> None:
    """Put what is to be there when JupyterLab opens."""
    put_all(client, samples(), workers=8, cancelled=Event())


def put_large_folder(client: Any, cancelled: Event, count: int) -> bool:
    """Put the objects of the large folder that are not there yet.

    Args:
        client: a botocore S3 client.
        cancelled: set it to stop soon.
        count: how many objects the whole folder has.

    Returns:
        whether the folder is complete.
    """
    present = set(_keys(client, PERSONAL, large.PREFIX))
    missing = (sample for sample in large.samples(count) if sample.key not in present)
    # Few at a time: JupyterLab is being used meanwhile.
    put_all(client, missing, workers=3, cancelled=cancelled)
    return not cancelled.is_set()


def put_all(client: Any, objects: Iterable[Sample], *, workers: int, cancelled: Event) -> None:
    """Put objects side by side; one whose name is taken stays as it is.

    Raises:
        ClientError: the store refused one; those after it are not put.
    """
    with ThreadPoolExecutor(workers, thread_name_prefix="fill") as pool:
        pending: set[Future[None]] = set()
        for sample in objects:
            if cancelled.is_set():
                break
            pending.add(pool.submit(_put, client, sample))
            # A bounded number waits, so that cancelling takes effect at once.
            if len(pending) >= 4 * workers:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    future.result()
        for future in pending:
            future.result()


def _put(client: Any, sample: Sample) -> None:
    try:
        client.put_object(
            Bucket=sample.bucket,
            Key=sample.key,
            Body=sample.body,
            ContentType=sample.content_type,
            IfNoneMatch="*",
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] not in _TAKEN:
            raise


def _keys(client: Any, bucket: str, prefix: str) -> Iterator[str]:
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        yield from (item["Key"] for item in page.get("Contents", []))

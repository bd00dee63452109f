"""Fixtures of the tests of snippets: a store that holds the samples, and what ran."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from jupyterlab_s3_drive.demo.store import Store
from jupyterlab_s3_drive.tests.kit.servers import BUCKET, running_store

from . import cases
from .environments import make_samples
from .results import Results


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of all samples."""
    folder = tmp_path_factory.mktemp("snippets") / "samples"
    make_samples(folder)
    return folder


@pytest.fixture(scope="session")
def own_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store for the snippets alone, of the kind that the test names."""
    with running_store(request.param, tmp_path_factory.mktemp("store")) as running:
        running.client().create_bucket(Bucket=BUCKET)
        yield running


@pytest.fixture(scope="session")
def filled(own_store: Store, samples: Path) -> Store:
    """A store that holds the samples, also where anyone may read them, and the odd names."""
    client = own_store.client()
    for file in sorted(samples.rglob("*")):
        if file.is_file():
            name = file.relative_to(samples).as_posix()
            top = name.split("/")[0]
            public = top in cases.PUBLIC_SAMPLES
            for key in (cases.SAMPLES_KEY, *([cases.PUBLIC_KEY] if public else [])):
                client.put_object(Bucket=BUCKET, Key=key + name, Body=file.read_bytes())
    body = (samples / "towns.csv").read_bytes()
    for case in cases.cases():
        if case.sample == cases.ODD_SAMPLE:
            client.put_object(Bucket=BUCKET, Key=case.key, Body=body)
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(_public(cases.PUBLIC_KEY)))
    return own_store


@pytest.fixture(scope="session")
def results() -> Iterator[Results]:
    """What ran, for the documentation: of all tests of one run."""
    found = Results()
    yield found
    found.write()


def _public(prefix: str) -> dict[str, object]:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:GetObject"],
                "Resource": [f"arn:aws:s3:::{BUCKET}/{prefix}*"],
            },
            {
                "Effect": "Allow",
                "Principal": "*",
                "Action": ["s3:ListBucket"],
                "Resource": [f"arn:aws:s3:::{BUCKET}"],
                "Condition": {"StringLike": {"s3:prefix": [f"{prefix}*"]}},
            },
        ],
    }

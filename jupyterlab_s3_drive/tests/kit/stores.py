"""The stores that tests run against, each with users who may do less than all."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from jupyterlab_s3_drive.demo.store import SeaweedStore, Store, StoreError

#: The user `reader` may list and read this bucket, and nothing else.
READABLE_BUCKET = "readable"
#: The user `guest` may list and read `diffusion/` in this bucket, and nothing else.
PARTLY_BUCKET = "partly"
PARTLY_PREFIX = "diffusion/"
#: The key of MinIO's own key management.
KMS_KEY = "tests-key"

_BUILT = Path(__file__).parents[3] / ".setup" / "bin" / "minio"


class SeaweedTestStore(SeaweedStore):
    """SeaweedFS with the users of the tests."""

    def users(self, verify: Path | None = None) -> dict[str, dict[str, str]]:
        """Return the variables that make a Jupyter server act as each of the users."""
        return {
            name: {
                "AWS_ACCESS_KEY_ID": name,
                "AWS_SECRET_ACCESS_KEY": f"{name}-{self.secret_key}",
                "AWS_SESSION_TOKEN": "",
            }
            for name in _SEAWEED_ACTIONS
        }

    def _command(self) -> tuple[list[str], dict[str, str]]:
        command, env = super()._command()
        secrets = {
            user["AWS_ACCESS_KEY_ID"]: user["AWS_SECRET_ACCESS_KEY"]
            for user in self.users().values()
        }
        identities = [
            _identity(self.access_key, self.secret_key, ["Admin"]),
            *(_identity(name, secrets[name], _SEAWEED_ACTIONS[name]) for name in secrets),
        ]
        config = self.data_dir / "identities.json"
        config.write_text(json.dumps({"identities": identities}))
        return [*command, f"-s3.config={config}"], env


class MinioStore(Store):
    """MinIO, from PATH or as `scripts/test` has built it."""

    name = "minio"
    _ports_needed = 2

    def users(self, verify: Path | None = None) -> dict[str, dict[str, str]]:
        """Return the variables that make a Jupyter server act as each of the users.

        These are temporary credentials, as on the Datalab. The store has to be running; `verify` is
        the PEM file of its authority where it is on https.
        """
        sts = self.client("sts", verify=verify and str(verify))
        users = {}
        for name, statements in _MINIO_STATEMENTS.items():
            issued = sts.assume_role(
                RoleArn="arn:aws:iam::123456789012:role/test",
                RoleSessionName=name,
                DurationSeconds=12 * 3600,
                Policy=json.dumps({"Version": "2012-10-17", "Statement": statements}),
            )["Credentials"]
            users[name] = {
                "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
                "AWS_SESSION_TOKEN": issued["SessionToken"],
            }
        return users

    def _command(self) -> tuple[list[str], dict[str, str]]:
        binary = minio_binary()
        if binary is None:
            raise StoreError("There is no `minio` on PATH, nor in .setup/bin.")
        port, console = self._ports
        certificates = self.data_dir / "certs"
        certificates.mkdir(exist_ok=True)
        if self._tls:
            for source, name in zip(self._tls, ("public.crt", "private.key"), strict=True):
                shutil.copyfile(source, certificates / name)
        command = [
            binary,
            "server",
            "--quiet",
            f"--address=127.0.0.1:{port}",
            f"--console-address=127.0.0.1:{console}",
            f"--certs-dir={certificates}",
            str(self.data_dir / "data"),
        ]
        return command, {
            # Encryption by the store, with a key of its own.
            "MINIO_KMS_SECRET_KEY": f"{KMS_KEY}:{base64.b64encode(bytes(32)).decode()}",
            "MINIO_ROOT_USER": self.access_key,
            "MINIO_ROOT_PASSWORD": self.secret_key,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
        }


class MotoStore(Store):
    """moto, which stands in for AWS: ACLs, storage classes, redirects. It checks no signature."""

    name = "moto"
    _ports_needed = 1

    def users(self, verify: Path | None = None) -> dict[str, dict[str, str]]:
        """Return none: everybody may do everything."""
        return {}

    def _command(self) -> tuple[list[str], dict[str, str]]:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        return command, {}


def wait_until_readable(store: Store, verify: Path | None, timeout: float = 30) -> None:
    """Return when a store that was started again gives out what it held before.

    SeaweedFS answers before all its parts have found each other, and gives 500 for an object until then.

    Raises:
        ClientError: it still does after the timeout (seconds).
    """
    client = store.client(verify=verify and str(verify))
    deadline = time.monotonic() + timeout
    while True:
        try:
            for bucket in client.list_buckets()["Buckets"]:
                listed = client.list_objects_v2(Bucket=bucket["Name"], MaxKeys=20)
                for entry in [found for found in listed.get("Contents", []) if found["Size"]][:1]:
                    client.get_object(Bucket=bucket["Name"], Key=entry["Key"])["Body"].read()
            return
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                return
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def minio_binary() -> str | None:
    """Return the path of a MinIO server program, or None."""
    found = shutil.which("minio")
    if found is None and os.access(_BUILT, os.X_OK):
        found = str(_BUILT)
    return found


def available_stores() -> list[type[SeaweedTestStore | MinioStore]]:
    """Return the kinds of store that can be started: SeaweedFS always, MinIO where it is built."""
    return [SeaweedTestStore, MinioStore] if minio_binary() else [SeaweedTestStore]


_SEAWEED_ACTIONS = {
    "reader": [f"Read:{READABLE_BUCKET}", f"List:{READABLE_BUCKET}"],
    "guest": [
        f"Read:{PARTLY_BUCKET}/{PARTLY_PREFIX}*",
        f"List:{PARTLY_BUCKET}/{PARTLY_PREFIX}*",
    ],
    "writer": ["Read", "Write", "List"],
}

_MINIO_STATEMENTS: dict[str, list[dict[str, Any]]] = {
    "reader": [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": [
                f"arn:aws:s3:::{READABLE_BUCKET}",
                f"arn:aws:s3:::{READABLE_BUCKET}/*",
            ],
        }
    ],
    "guest": [
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{PARTLY_BUCKET}/{PARTLY_PREFIX}*"],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": [f"arn:aws:s3:::{PARTLY_BUCKET}"],
            "Condition": {"StringLike": {"s3:prefix": [f"{PARTLY_PREFIX}*"]}},
        },
    ],
    # Who may write objects, but neither read tags nor lock.
    "writer": [
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": ["arn:aws:s3:::*"]},
        {
            "Effect": "Deny",
            "Action": [
                "s3:GetObjectTagging",
                "s3:PutObjectLegalHold",
                "s3:PutObjectRetention",
            ],
            "Resource": ["arn:aws:s3:::*"],
        },
    ],
}


def _identity(key: str, secret: str, actions: list[str]) -> dict[str, Any]:
    return {
        "name": key,
        "credentials": [{"accessKey": key, "secretKey": secret}],
        "actions": actions,
    }

"""What the server says of a store to the frontend: by its own code, from the variables of a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.configloader import load_config

from jupyterlab_s3_drive.credentials.credentials import Profile
from jupyterlab_s3_drive.store.connection import Settings, resolve
from jupyterlab_s3_drive.store.kernels import kernels

#: The variables of a pod of the Datalab that name its store.
DATALAB = {
    "AWS_ACCESS_KEY_ID": "nobody",
    "AWS_SECRET_ACCESS_KEY": "nothing",
    "AWS_SESSION_TOKEN": "",
    "AWS_S3_ENDPOINT": "minio.lab.example",
    "AWS_ENDPOINT_URL": "https://minio.lab.example/",
    "S3_ENDPOINT": "https://minio.lab.example/",
    "AWS_DEFAULT_REGION": "us-east-1",
    "MC_HOST_s3": "https://nobody:nothing@minio.lab.example",
}


def told(env: Mapping[str, str], endpoint: str = "") -> dict[str, Any]:
    """Return the `store` of a request.

    Args:
        env: the variables of the server, and so of its kernels.
        endpoint: what the administrator has configured.
    """
    profile = _profile(env)
    connection = resolve(Settings(endpoint_url=endpoint), env, profile)
    return {
        "endpoint": connection.endpoint,
        "region": connection.region,
        "bucketRegion": None,
        "kernels": kernels(connection, env, profile).as_json(),
    }


def _profile(env: Mapping[str, str]) -> Profile:
    file = env.get("AWS_CONFIG_FILE", "")
    if not Path(file).is_file():
        return Profile()
    found = load_config(file)["profiles"].get("default", {})
    return Profile(found.get("endpoint_url", ""), found.get("region", ""))

"""What kernels and terminals have in their environment: where to ask for keys, instead of keys.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

URI = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
TOKEN_FILE = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"  # noqa: S105 - the name of a variable

#: Keys in variables go before the provider in every library, and stay as they are.
KEY_VARIABLES = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
)

# What libraries ask before the provider, and what renews itself.
_BEFORE = (
    URI,
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
)
_FILES = (
    ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
    ("AWS_CONFIG_FILE", "~/.aws/config"),
)
_KEYS_IN_FILES = re.compile(
    rb"^\s*(?:aws_access_key_id|credential_process|credential_source|role_arn|sso_\w+)\s*=",
    re.MULTILINE,
)
_MOST_OF_A_FILE = 2**20


def preset_value(environ: Mapping[str, str]) -> str | None:
    """Return what a library would ask before the provider; None for nothing.

    Without the variables of the keys it would lead kernels to other keys than those of the server.
    """
    for name in _BEFORE:
        if environ.get(name):
            return name
    for variable, usual in _FILES:
        path = Path(environ.get(variable) or usual).expanduser()
        try:
            with path.open("rb") as file:
                if _KEYS_IN_FILES.search(file.read(_MOST_OF_A_FILE)):
                    return str(path)
        except (OSError, ValueError):
            continue
    return None


def changes(uri: str, token_file: str) -> dict[str, str | None]:
    """Return the variables to set, and those to remove (None).

    Args:
        uri: where to ask.
        token_file: the file with the token that is asked for. Polars takes none from a variable.
    """
    removed: dict[str, str | None] = dict.fromkeys(KEY_VARIABLES)
    # Nobody is to look for another machine's keys where the server has none.
    return {**removed, URI: uri, TOKEN_FILE: token_file, "AWS_EC2_METADATA_DISABLED": "true"}


def changed(environ: Mapping[str, str], wanted: Mapping[str, str | None]) -> dict[str, str]:
    """Return an environment with variables set and removed."""
    kept = {name: value for name, value in environ.items() if name not in wanted}
    return kept | {name: value for name, value in wanted.items() if value is not None}

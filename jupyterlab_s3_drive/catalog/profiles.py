"""The profiles of the AWS files, as connections."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ..credentials.chain import read_profiles
from ..credentials.source import KeySource
from ..store.connection import Settings, first_of
from .names import name_for
from .offer import LeftOut, Offer, elsewhere, is_own

# What makes botocore find keys in a profile; others hold settings only.
# https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
_LEADS_TO_KEYS = frozenset(
    {
        "aws_access_key_id",
        "credential_process",
        "login_session",
        "role_arn",
        "sso_session",
        "sso_start_url",
        "web_identity_token_file",
    }
)


def profiles(
    own: Settings, environ: Mapping[str, str], reserved: Collection[str]
) -> Iterator[Offer | LeftOut]:
    """Yield the profiles that lead to keys, but for that of the server's own. Reads files.

    Args:
        own: of the server's own connection.
        environ: the variables of the server.
        reserved: names that no connection can have.
    """
    used = _of_server(environ)
    for label, fields in read_profiles().items():
        if label == used or not _LEADS_TO_KEYS & fields.keys():
            continue
        # Where the services of a profile name the store, botocore alone reads them.
        key = "" if "services" in fields else str(fields.get("aws_access_key_id", ""))
        if is_own(own, environ, str(fields.get("endpoint_url", "")), key):
            continue
        name = name_for("profile", label)
        if not name or name in reserved:
            yield LeftOut(label, "profile", "name")
            continue
        yield Offer(name, label, "profile", elsewhere(own, KeySource("profile", label)))


def _of_server(environ: Mapping[str, str]) -> str:
    """Return the profile that the server's own connection uses; empty if its keys are variables."""
    if environ.get("AWS_ACCESS_KEY_ID", "").strip():
        return ""
    return first_of(environ, ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")) or "default"

"""`GET public/<bucket>/<key>`: what a reader without credentials gets, and who may publish at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import unquote

from jupyter_server.utils import url_path_join

from .connection import Settings
from .errors import S3DriveError, sharing_off
from .handlers import S3DriveHandler
from .target import Target, parse_target

#: The subresources that say who may read an object or a bucket.
_OPENING = frozenset({"acl", "ownershipcontrols", "policy", "policystatus", "publicaccessblock"})
_ACL = "x-amz-acl"

#: Canned ACLs that open nothing to strangers.
_OWN_ACLS = frozenset({"private", "bucket-owner-read", "bucket-owner-full-control"})


class PublicHandler(S3DriveHandler):
    """Asks the store without credentials, and passes nothing of the content on."""

    SUPPORTED_METHODS = ("GET",)

    async def admit(self) -> None:
        """Refuse what cannot be addressed."""
        prefix = url_path_join(self.base_url, "s3-drive/public/")
        self._target = parse_target(str(self.request.uri), prefix)
        if not self._target.bucket:
            raise S3DriveError("InvalidKey", "The request names no bucket.")

    async def respond(self) -> None:
        """Answer `{ status, readable, url }`.

        `status` is the store's; `readable` is null where it tells neither; `url` is the address, without
        a signature, at which others reach the place. Of an object one byte is asked for; of a folder, or
        a bucket, the list of one key.
        """
        target, headers = _question(self._target)
        response = await self.gateway.send_unsigned("GET", target, headers)
        # What of the answer has come is dropped with the connection.
        response.close()
        self.set_header("Cache-Control", "no-store")
        connection = self.gateway.connection(await self.gateway.chain.current()).public()
        answer = {
            "status": response.status,
            "readable": _readable(response.status),
            "url": connection.url(self._target.bucket, self._target.key),
        }
        self.finish(json.dumps(answer))


def check_publication(
    method: str, target: Target, headers: Mapping[str, str], settings: Settings
) -> None:
    """Refuse what would open something to strangers, where the administrator permits none of it.

    Deleting a policy is permitted: it takes back. Whether a new policy does, `takeback.py` tells.

    Raises:
        S3DriveError: `PublicSharingOff`.
    """
    if settings.public_sharing or method in ("GET", "HEAD") or changes_policy(method, target):
        return
    # A store may take for a header what stands in the query, as in a presigned URL.
    asked = [(name.lower(), unquote(value)) for name, value in target.parameters]
    given = [(name.lower(), value.strip().lower()) for name, value in (*headers.items(), *asked)]
    publishes = (
        any(name in _OPENING for name, _ in asked)
        or any(name == _ACL and value not in _OWN_ACLS for name, value in given)
        or any(name.startswith("x-amz-grant-") for name, _ in given)
    )
    if publishes:
        raise sharing_off()


def changes_policy(method: str, target: Target) -> bool:
    """Tell whether a request, one that `check_bucket_change` permits, changes a bucket's policy."""
    names = {name for name, _ in target.parameters}
    return method in ("PUT", "DELETE") and not target.key and names - {"x-id"} == {"policy"}


def _question(asked: Target) -> tuple[Target, dict[str, str]]:
    """Return the request whose answer tells whether a stranger can read."""
    if asked.key and not asked.key.endswith(b"/"):
        return Target(asked.bucket, asked.key, ()), {"Range": "bytes=0-0"}
    prefix = Target.encode(asked.key)
    parameters = (("list-type", "2"), ("max-keys", "1"), ("prefix", prefix))
    return Target(asked.bucket, b"", parameters), {}


def _readable(status: int) -> bool | None:
    # An empty object has no first byte.
    if status in (200, 206, 416):
        return True
    return False if status in (401, 403) else None

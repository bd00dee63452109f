"""Writes that keep the metadata of the object they replace; see `src/s3/metadata/keeping.ts`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

from ..errors import StoreRefusal
from ..store.expected import read_xml
from ..store.retry import retried
from .bucket import Bucket
from .kept import asks_for, kept_headers, names_archive, replaced_headers, without

T = TypeVar("T")

#: The root element of what S3 answers, by the parameter that asks.
_ANSWERS = {
    "acl": "AccessControlPolicy",
    "ownershipControls": "OwnershipControls",
    "tagging": "Tagging",
}
_GRANT_HEADERS = {
    "FULL_CONTROL": "x-amz-grant-full-control",
    "READ": "x-amz-grant-read",
    "READ_ACP": "x-amz-grant-read-acp",
    "WRITE_ACP": "x-amz-grant-write-acp",
}


@dataclass
class KeptMetadata:
    """The metadata of the object that a write replaces, and the parts that are not kept."""

    headers: dict[str, str]
    lost: set[str] = field(default_factory=set)


class MetadataReader:
    """Reads the metadata of the objects of a bucket; asks only once whether it has ACLs."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._acls: Literal["some", "none", "unknown"] | None = None

    async def taken(self, key: bytes, content_type: str) -> KeptMetadata:
        """Return the metadata for replacing the content of an object; nothing if it does not exist.

        Args:
            key: the object's.
            content_type: of the new bytes.
        """
        try:
            answer = await self._bucket.headers_of(key)
        except StoreRefusal as error:
            if error.status_code == 404:
                return KeptMetadata({"content-type": content_type})
            raise
        kept = kept_headers(answer)
        taken = KeptMetadata(replaced_headers(kept, content_type))
        if names_archive(kept):
            # In its class, nobody could read what is written now (R7).
            taken = KeptMetadata(without(taken.headers, "storageClass"), {"archive"})
        if answer.get("x-amz-tagging-count", "0") != "0":
            await self._unless_forbidden(taken, "tags", lambda: self._tags(key))
        await self._unless_forbidden(taken, "grants", lambda: self._grants(key))
        return taken

    async def _unless_forbidden(
        self, taken: KeptMetadata, part: str, ask: Callable[[], Awaitable[dict[str, str]]]
    ) -> None:
        try:
            taken.headers |= await ask()
        except StoreRefusal as error:
            if error.code == "AccessDenied":
                taken.lost.add(part)
            elif error.status_code != 404:
                raise

    async def _tags(self, key: bytes) -> dict[str, str]:
        root = await self._ask(key, "tagging")
        pairs = [
            (tag.findtext("Key", ""), tag.findtext("Value", "")) for tag in root.findall(".//Tag")
        ]
        return {"x-amz-tagging": urlencode(pairs)} if pairs else {}

    async def _grants(self, key: bytes) -> dict[str, str]:
        if self._acls is None:
            self._acls = await self._ask_for_acls()
        if self._acls == "none":
            return {}
        try:
            return grant_headers(await self._ask(key, "acl"))
        except StoreRefusal as error:
            if self._acls == "unknown" and error.code == "AccessDenied":
                # Reported once.
                self._acls = "none"
            raise

    async def _ask_for_acls(self) -> Literal["some", "none", "unknown"]:
        try:
            root = await self._ask(b"", "ownershipControls")
        except StoreRefusal as error:
            if error.code == "AccessDenied":
                return "unknown"
            if error.status_code in (405, 501):
                return "none"
            if error.status_code == 404:
                return "some"
            raise
        is_off = root.findtext(".//ObjectOwnership", "") == "BucketOwnerEnforced"
        return "none" if is_off else "some"

    async def _ask(self, key: bytes, question: str) -> Element:
        async def ask(attempt: int) -> Element:
            async with self._bucket.request("GET", key, parameters={question: ""}) as response:
                return await read_xml(response, _ANSWERS[question])

        return await retried(ask)


def grant_headers(acl: Element) -> dict[str, str]:
    """Return the grants of an ACL as headers of a write; none if only the owner has access."""
    own = f'id="{acl.findtext("Owner/ID", "")}"'
    grants = []
    for grant in acl.findall(".//Grant"):
        header = _GRANT_HEADERS.get(grant.findtext("Permission", ""))
        uri, name = grant.findtext("Grantee/URI", ""), grant.findtext("Grantee/ID", "")
        grantee = f'uri="{uri}"' if uri else f'id="{name}"'
        if header and (uri or name):
            grants.append((header, grantee))
    if all(grant == (_GRANT_HEADERS["FULL_CONTROL"], own) for grant in grants):
        return {}
    headers: dict[str, str] = {}
    for header, grantee in grants:
        headers[header] = f"{headers[header]}, {grantee}" if header in headers else grantee
    return headers


async def keeping(
    headers: Mapping[str, str],
    write: Callable[[dict[str, str]], Awaitable[T]],
    lost: Callable[[str], None],
) -> T:
    """Write with all headers to keep; if the store refuses a part of them, without that part.

    Encryption is never given up.

    Args:
        headers: the headers to keep.
        write: makes one attempt.
        lost: called after the write with the parts that were not kept.
    """
    given_up: list[str] = []
    left = dict(headers)
    while True:
        try:
            written = await write(left)
        except StoreRefusal as error:
            part = _refused_part(error, left)
            if part is None:
                raise _with_key(error, left) from error
            left = without(left, part)
            given_up.append(part)
        else:
            for part in given_up:
                lost(part)
            return written


def _with_key(error: StoreRefusal, headers: Mapping[str, str]) -> StoreRefusal:
    """Name the encryption as the reason, if it is."""
    is_reason = _is_about_key(error) or error.status_code == 501
    if not (is_reason and asks_for(headers, "encryption")):
        return error
    return StoreRefusal(403, "KeyNotUsable", error.message)


def _is_about_key(error: StoreRefusal) -> bool:
    return error.code.lower().startswith(("kms.", "kms:")) or "kms:" in error.message.lower()


def _refused_part(error: StoreRefusal, headers: Mapping[str, str]) -> str | None:
    if _is_about_key(error):
        return None
    message = error.message.lower()
    forbidden = error.status_code == 403
    # SeaweedFS says no more than `InvalidRequest` where a bucket has no object lock.
    about_lock = error.status_code == 400 and (
        error.code == "InvalidRequest" or "objectlock" in message.replace(" ", "")
    )
    refused = {
        "storageClass": error.code == "InvalidStorageClass",
        "grants": forbidden or error.code == "AccessControlListNotSupported",
        "lock": forbidden or about_lock,
    }
    parts = (part for part, is_refused in refused.items() if is_refused)
    return next((part for part in parts if asks_for(headers, part)), None)

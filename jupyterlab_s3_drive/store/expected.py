"""What S3 answers when it has done what was asked; whatever else answers 200 is not the store.

A gateway, a login page or a proxy may answer in the store's place: a page would be taken for an
empty folder, or for an object that was written. The browser has the same rule
(`src/s3/transport/expected.ts`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

from ..errors import S3DriveError
from .storexml import XmlError, parse_xml

if TYPE_CHECKING:
    import aiohttp

#: The longest response that is read as a whole: a page of 1,000 keys has 4 MiB at most.
ANSWER_BYTES = 16 * 2**20

#: The headers of a success on an object, by method, where the query names no subresource.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "GET": ("ETag",),
    "HEAD": ("ETag", "Content-Length"),
    "PUT": ("ETag",),
}
_OF_A_PART = {"partNumber", "uploadId"}


def require_headers(
    response: aiohttp.ClientResponse, method: str, key: bytes, parameters: Collection[str]
) -> None:
    """Refuse a success that lacks what S3 says with it.

    Raises:
        S3DriveError: `AnswerBroken`.
    """
    if not key or not (set(parameters) <= _OF_A_PART):
        return
    for name in _HEADERS.get(method, ()):
        if not response.headers.get(name):
            raise broken(f"It has no {name}.")


async def read_answer(response: aiohttp.ClientResponse) -> bytes:
    """Return the body of a response that is text about objects, not an object.

    Raises:
        S3DriveError: `AnswerBroken`, for one that is too long.
    """
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > ANSWER_BYTES:
            raise broken("It is too long.")
    return bytes(body)


async def read_xml(response: aiohttp.ClientResponse, root: str) -> Element:
    """Return the root element of a success.

    Args:
        response: its body has not been read.
        root: the name of the element.

    Raises:
        S3DriveError: `AnswerBroken`, for anything else, and for XML that was cut off.
    """
    return parsed(await read_answer(response), root)


def parsed(body: bytes, *roots: str) -> Element:
    """Return the root element of a body, which has one of these names; raises as `read_xml`."""
    try:
        # S3 keeps a connection alive with white space while it works.
        found = parse_xml(body.strip())
    except XmlError as error:
        raise broken(str(error)) from error
    if found.tag not in roots:
        raise broken(f"It is no <{roots[0]}>.")
    return found


def broken(why: str) -> S3DriveError:
    """Return the error for an answer that no store gives."""
    return S3DriveError("AnswerBroken", "What answered is not an S3 store.", why)

"""`POST renew`: other keys for the running server. They are tried at the store before they are used."""

from __future__ import annotations

import asyncio
from typing import cast

from ..credentials.access import WAYS, Way
from ..credentials.command import given, read_moment
from ..credentials.credentials import Credentials, Loaded
from ..errors import S3DriveError
from ..fields import Fields
from ..objects.bucket import read_answer, refusal
from ..store.client import explain
from ..store.gateway import Gateway, Identity
from ..store.target import Target
from .jsonbody import JsonHandler
from .status import describe, ways

# The store knows who asks, and does not let them list all buckets.
_KNOWN_BUT_DENIED = "AccessDenied"


class RenewHandler(JsonHandler):
    """Renews the keys in one way; where that fails, the old ones stay.

    The body is `{ way }`, with `accessKey`, `secretKey` and, for temporary keys, `sessionToken` and
    `expiresAt`, where the way is `paste`. The answer is the new status, which has no secret.
    """

    SUPPORTED_METHODS = ("POST",)
    max_body = 2**16
    max_values = 32

    async def respond(self) -> None:
        """Get keys, try them, and use them from the next request on."""
        fields = await self.fields()
        way = cast(Way, fields.choice("way", WAYS))
        if way not in ways(self.gateway.settings):
            raise S3DriveError("RenewalOff", "The administrator has not allowed that.", way)
        found = await self._found(way, fields)
        await probe(self.gateway, found)
        self.gateway.access.use(None if way == "chain" else found)
        self.answer(await describe(self))

    async def _found(self, way: Way, fields: Fields) -> Credentials:
        access = self.gateway.access
        if way == "chain":
            return await access.look_again()
        if way == "command":
            return await access.ask_command()
        text = fields.text("expiresAt", "")
        end = read_moment(text)
        if text and end is None:
            raise S3DriveError(
                "InvalidRequest", "A field of the request is missing or wrong.", "expiresAt"
            )
        access_key, secret_key = fields.text("accessKey"), fields.text("secretKey")
        pasted = given(access_key, secret_key, fields.text("sessionToken", ""), end, "paste")
        if pasted is None:
            raise S3DriveError("CredentialsInvalid", "These cannot be keys of an S3 store.")
        return Loaded(pasted).usable()


async def probe(gateway: Gateway, credentials: Credentials) -> None:
    """Ask the store for its buckets with these keys.

    Raises:
        StoreRefusal: the store does not accept them, or does not answer as it should.
        S3DriveError: one of the `Store…` codes.
    """
    import aiohttp

    connection = gateway.connection(await gateway.access.current())
    identity = Identity(connection, credentials)
    response = await gateway.send(identity, "GET", Target(b"", b"", ()), {})
    try:
        if response.status < 300:
            return
        refused = refusal(response, await read_answer(response))
        if refused.code != _KNOWN_BUT_DENIED:
            raise refused
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        raise explain(error, connection.endpoint) from error
    finally:
        response.close()

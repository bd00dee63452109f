"""The errors that the server extension itself answers with."""

from __future__ import annotations

from typing import Literal

from tornado import web

Code = Literal[
    "BucketChangeRefused",
    "CredentialsExpired",
    "CredentialsInvalid",
    "CredentialsMissing",
    "Forbidden",
    "InternalError",
    "InvalidKey",
    "InvalidRequest",
    "LengthRequired",
    "LinksOff",
    "ReadOnly",
    "StoreConnectionLost",
    "StoreHostUnknown",
    "StoreTimeout",
    "StoreTlsFailed",
    "StoreUnreachable",
    "TrustInvalid",
]

#: The HTTP status of every code. The frontend decides and translates by code, never by message.
STATUS: dict[Code, int] = {
    "BucketChangeRefused": 403,
    "CredentialsExpired": 403,
    "CredentialsInvalid": 403,
    "CredentialsMissing": 403,
    "Forbidden": 403,
    "InternalError": 500,
    "InvalidKey": 400,
    "InvalidRequest": 400,
    "LengthRequired": 411,
    "LinksOff": 403,
    "ReadOnly": 403,
    "StoreConnectionLost": 502,
    "StoreHostUnknown": 502,
    "StoreTimeout": 504,
    "StoreTlsFailed": 502,
    "StoreUnreachable": 502,
    "TrustInvalid": 400,
}

#: Tells the store's answers from ours; an answer without it came from Jupyter or from a hub.
ORIGIN_HEADER = "X-S3-Drive-Origin"

#: The code of our own error once more: the answer to a HEAD request has no body.
CODE_HEADER = "X-S3-Drive-Code"


class S3DriveError(web.HTTPError):
    """A refusal or failure that is answered as JSON `{ message, code, details }`.

    Args:
        code: decides the HTTP status too.
        message: an English sentence that says what happened.
        details: more for "Show details". Neither may ever hold a secret.
    """

    def __init__(self, code: Code, message: str, details: str | None = None) -> None:
        super().__init__(STATUS[code], message)
        self.code = code
        self.message = message
        self.details = details

    def as_json(self) -> dict[str, str | None]:
        """Return the body of the answer."""
        return {"message": self.message, "code": self.code, "details": self.details}

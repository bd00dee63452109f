"""The errors that the server extension itself answers with."""

from __future__ import annotations

from typing import Literal

from tornado import web

Code = Literal[
    "BucketChangeRefused",
    "CredentialsExpired",
    "CredentialsInvalid",
    "CredentialsMissing",
    "DiskFull",
    "Exists",
    "Forbidden",
    "HiddenFile",
    "InternalError",
    "InvalidKey",
    "InvalidRequest",
    "LengthRequired",
    "LinksOff",
    "NameNotAllowed",
    "NotFound",
    "OutsideWorkspace",
    "PublicSharingOff",
    "ReadOnly",
    "SourceChanged",
    "SpecialFile",
    "StoreConnectionLost",
    "StoreHostUnknown",
    "StoreTimeout",
    "StoreTlsFailed",
    "StoreUnreachable",
    "TargetChanged",
    "TooMany",
    "TrustInvalid",
    "WorkspaceFailed",
    "WorkspaceForbidden",
    "WorkspaceUnavailable",
]

#: The HTTP status of every code. The frontend decides and translates by code, never by message.
STATUS: dict[Code, int] = {
    "BucketChangeRefused": 403,
    "CredentialsExpired": 403,
    "CredentialsInvalid": 403,
    "CredentialsMissing": 403,
    "DiskFull": 507,
    "Exists": 409,
    "Forbidden": 403,
    "HiddenFile": 403,
    "InternalError": 500,
    "InvalidKey": 400,
    "InvalidRequest": 400,
    "LengthRequired": 411,
    "LinksOff": 403,
    "NameNotAllowed": 400,
    "NotFound": 404,
    "OutsideWorkspace": 403,
    "PublicSharingOff": 403,
    "ReadOnly": 403,
    "SourceChanged": 409,
    "SpecialFile": 400,
    "StoreConnectionLost": 502,
    "StoreHostUnknown": 502,
    "StoreTimeout": 504,
    "StoreTlsFailed": 502,
    "StoreUnreachable": 502,
    "TargetChanged": 409,
    "TooMany": 429,
    "TrustInvalid": 400,
    "WorkspaceFailed": 500,
    "WorkspaceForbidden": 403,
    "WorkspaceUnavailable": 501,
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
        self.code: str = code
        self.message = message
        self.details = details

    def as_json(self) -> dict[str, str | None]:
        """Return the body of the answer."""
        return {"message": self.message, "code": self.code, "details": self.details}


class StoreRefusal(S3DriveError):
    """What the store itself answered to a request that the server has made on its own.

    `code` is the store's, and so is the HTTP status.

    Args:
        status: the status of the store's answer.
        code: the store's code, for instance `AccessDenied`.
        message: the store's own words.
        request_id: tells the store's administrator which request it was.
    """

    def __init__(self, status: int, code: str, message: str, request_id: str = "") -> None:
        details = f"{status} {code}" + (f", request {request_id}" if request_id else "")
        super().__init__("InternalError", message or "The S3 store refused the request.", details)
        # A redirect that is not followed is no answer to pass on.
        self.status_code = status if status >= 400 else 502
        self.code = code


def sharing_off() -> S3DriveError:
    """Return what is answered to all that would open something to strangers."""
    return S3DriveError("PublicSharingOff", "The administrator has switched public sharing off.")

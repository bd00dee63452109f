"""The errors that the server extension itself returns."""

from __future__ import annotations

from typing import Literal

from tornado import web

Code = Literal[
    "AnswerBroken",
    "BucketChangeRefused",
    "CredentialsExpired",
    "CredentialsInvalid",
    "CredentialsMissing",
    "DiskFull",
    "EncodingBroken",
    "Exists",
    "ExportChanged",
    "ExportFailed",
    "ExportNotNotebook",
    "ExportToolMissing",
    "ExportTooLong",
    "ExportUnknown",
    "Forbidden",
    "HiddenFile",
    "InternalError",
    "InvalidKey",
    "InvalidRequest",
    "LengthRequired",
    "LinksOff",
    "ListingBroken",
    "NameNotAllowed",
    "NotFound",
    "OutsideWorkspace",
    "PublicSharingOff",
    "ReadOnly",
    "RegionLearned",
    "RenewalFailed",
    "RenewalOff",
    "ServerBusy",
    "SourceChanged",
    "SpecialFile",
    "StoreConnectionLost",
    "StoreHostUnknown",
    "StoreTimeout",
    "StoreTlsFailed",
    "StoreUnreachable",
    "TargetChanged",
    "TooLarge",
    "TooMany",
    "TrustChanged",
    "TrustInvalid",
    "UnknownConnection",
    "UploadStalled",
    "WorkspaceFailed",
    "WorkspaceForbidden",
    "WorkspaceUnavailable",
]

#: The HTTP status of every code. The frontend makes decisions and translations by code, never by
#: message.
STATUS: dict[Code, int] = {
    "AnswerBroken": 502,
    "BucketChangeRefused": 403,
    "CredentialsExpired": 403,
    "CredentialsInvalid": 403,
    "CredentialsMissing": 403,
    "DiskFull": 507,
    "EncodingBroken": 422,
    "Exists": 409,
    "ExportChanged": 409,
    "ExportFailed": 422,
    "ExportNotNotebook": 422,
    "ExportToolMissing": 501,
    "ExportTooLong": 504,
    "ExportUnknown": 422,
    "Forbidden": 403,
    "HiddenFile": 403,
    "InternalError": 500,
    "InvalidKey": 400,
    "InvalidRequest": 400,
    "LengthRequired": 411,
    "LinksOff": 403,
    "ListingBroken": 502,
    "NameNotAllowed": 400,
    "NotFound": 404,
    "OutsideWorkspace": 403,
    "PublicSharingOff": 403,
    "ReadOnly": 403,
    "RegionLearned": 503,
    "RenewalFailed": 502,
    "RenewalOff": 403,
    "ServerBusy": 503,
    "SourceChanged": 409,
    "SpecialFile": 400,
    "StoreConnectionLost": 502,
    "StoreHostUnknown": 502,
    "StoreTimeout": 504,
    "StoreTlsFailed": 502,
    "StoreUnreachable": 502,
    "TargetChanged": 409,
    "TooLarge": 413,
    "TooMany": 429,
    "TrustChanged": 412,
    "TrustInvalid": 400,
    "UnknownConnection": 404,
    "UploadStalled": 408,
    "WorkspaceFailed": 500,
    "WorkspaceForbidden": 403,
    "WorkspaceUnavailable": 501,
}

#: For how long a server asks for patience that has no memory left for a body (s).
BUSY_SECONDS = 1.0

#: Distinguishes responses of the store from ours; without it a response came from Jupyter or a hub.
ORIGIN_HEADER = "X-S3-Drive-Origin"

#: The code of our own error, repeated: the response to a HEAD request has no body.
CODE_HEADER = "X-S3-Drive-Code"


class S3DriveError(web.HTTPError):
    """A refusal or failure that is returned as JSON `{ message, code, details }`.

    Args:
        code: also determines the HTTP status.
        message: an English sentence that says what happened.
        details: more for "Show details". Neither may ever contain a secret.
    """

    #: For how many seconds to send no further requests.
    retry_after = 0.0

    def __init__(self, code: Code, message: str, details: str | None = None) -> None:
        super().__init__(STATUS[code], message)
        if code == "ServerBusy":
            self.retry_after = BUSY_SECONDS
        self.code: str = code
        self.message = message
        self.details = details

    def as_json(self) -> dict[str, str | None]:
        """Return the body of the response."""
        return {"message": self.message, "code": self.code, "details": self.details}


class StoreRefusal(S3DriveError):
    """An error response of the store to a request that the server made on its own.

    `code` is the store's, and so is the HTTP status.

    Args:
        status: the status of the store's response.
        code: the store's code, for instance `AccessDenied`.
        message: the store's message.
        request_id: identifies the request for the store's administrator.
        retry_after: for how many seconds the store asks for no requests.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        request_id: str = "",
        retry_after: float = 0.0,
    ) -> None:
        details = f"{status} {code}" + (f", request {request_id}" if request_id else "")
        super().__init__("InternalError", message or "The S3 store refused the request.", details)
        # A redirect that is not followed must not be passed on.
        self.status_code = status if status >= 400 else 502
        self.code = code
        self.retry_after = retry_after


def sharing_off() -> S3DriveError:
    """Return the error for requests that would give access to anonymous readers."""
    return S3DriveError("PublicSharingOff", "The administrator has switched public sharing off.")

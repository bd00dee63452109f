"""The event about a request to the store: what it changes, and what its answer says of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from ...events.changes import Action, Change, End, Report, Via
from ...store.storexml import XmlError, parse_xml
from ...store.target import Target

#: Answers to changes are shorter; more is not kept for the event (bytes).
MAX_ANSWER = 2**20

_UPLOADS: dict[str, Action] = {
    "PUT": "upload-part",
    "POST": "upload-complete",
    "DELETE": "upload-abort",
}
_PUBLISHING = frozenset({"acl", "ownershipControls", "policy", "publicAccessBlock"})
# Queries that leave a request what it is without them.
_PLAIN = frozenset({"x-id", "versionId"})


def change_of(
    via: Via, method: str, target: Target, headers: Mapping[str, str], size: int | None
) -> Change | None:
    """Return what a checked request is to change; None for one that reads."""
    if method in ("GET", "HEAD"):
        return None
    names = {name for name, _ in target.parameters} - _PLAIN
    source = headers.get("x-amz-copy-source")
    decoded = None
    if source is not None:
        decoded = unquote_to_bytes(source.partition("?versionId=")[0].removeprefix("/"))
    action = _action(method, names, decoded is not None)
    return Change(via, action, method, target.bucket, target.key, decoded, size)


def _action(method: str, names: set[str], is_copy: bool) -> Action:
    if "uploadId" in names:
        return _UPLOADS[method]
    if method == "POST" and "uploads" in names:
        return "upload-begin"
    if names & _PUBLISHING:
        return "publication"
    if method == "POST" and "delete" in names:
        return "delete"
    if method == "POST" or names:
        return "property"
    if method == "DELETE":
        return "delete"
    return "copy" if is_copy else "write"


def end_of(status: int, answer: bytes, request_id: str | None) -> End:
    """Return how a request has ended. The answer may be cut after `MAX_ANSWER`.

    S3 sends the status of copies and of completed uploads before it is done, and errors after it.
    """
    code = None
    if answer[:200].lstrip().startswith((b"<?xml", b"<Error")):
        try:
            root = parse_xml(answer)
        except XmlError:
            return End.of(status, None, request_id)
        if root.tag == "Error":
            code = root.findtext("Code") or "UnknownError"
    return End.of(status, code, request_id)


def deleted_keys(body: bytes) -> list[bytes]:
    """Return the keys that a DeleteObjects names; none where it cannot be read."""
    try:
        root = parse_xml(body)
    except XmlError:
        return []
    return [(each.findtext("Key") or "").encode() for each in root if each.tag == "Object"]


def kept_keys(answer: bytes) -> dict[bytes, str]:
    """Return the keys that a DeleteObjects has not deleted, with the store's codes."""
    try:
        root = parse_xml(answer)
    except XmlError:
        return {}
    return {
        (each.findtext("Key") or "").encode(): each.findtext("Code") or "UnknownError"
        for each in root
        if each.tag == "Error"
    }


class RequestReport:
    """Collects what the event about one request says, and reports it once.

    Args:
        report: reports one change.
        change: what was asked for.
    """

    def __init__(self, report: Report, change: Change) -> None:
        self._report = report
        self._change = change
        self._answer = bytearray()
        self._is_reported = False
        #: The body of a DeleteObjects, which names what is deleted.
        self.body = b""

    def add(self, chunk: bytes) -> None:
        """Take a piece of the answer."""
        if len(self._answer) < MAX_ANSWER:
            self._answer += chunk

    def answered(self, status: int, request_id: str | None) -> None:
        """Report how it ended; the answer has been taken."""
        end = end_of(status, bytes(self._answer), request_id)
        keys = deleted_keys(self.body) if self.body and end.outcome == "success" else []
        if not keys:
            self._once([(self._change, end)])
            return
        kept = kept_keys(bytes(self._answer))
        self._once(
            [
                (
                    replace(self._change, key=key, size=None),
                    replace(end, outcome="failure", code=kept[key]) if key in kept else end,
                )
                for key in keys
            ]
        )

    def failed(self, code: str) -> None:
        """Report that no answer came."""
        self._once([(self._change, End.failed(code))])

    def _once(self, ends: list[tuple[Change, End]]) -> None:
        if not self._is_reported:
            self._is_reported = True
            for change, end in ends:
                self._report(change, end)

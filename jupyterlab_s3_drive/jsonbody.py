"""Routes that take a small JSON object and answer with JSON."""

from __future__ import annotations

import json
from typing import Any

from .errors import S3DriveError
from .handlers import S3DriveHandler


class JsonHandler(S3DriveHandler):
    """A route whose body is one JSON object. It is held in memory, `max_body` bytes at most."""

    max_body = 2**20

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._body = bytearray()

    async def admit(self) -> None:
        """Refuse a body that is too long, whatever the server's own limit."""
        if (self.content_length() or 0) > self.max_body:
            raise S3DriveError("InvalidRequest", "The request is too long.")
        self.allow_body(self.max_body)

    async def receive(self, chunk: bytes) -> bool:
        """Collect the body."""
        self._body += chunk
        return True

    def fields(self) -> Fields:
        """Return the body.

        Raises:
            S3DriveError: `InvalidRequest`.
        """
        try:
            found = json.loads(self._body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise S3DriveError("InvalidRequest", "Expected a JSON object.")
        return Fields(found)

    def answer(self, body: object, status: int = 200) -> None:
        """Answer with JSON that nobody keeps."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(body))


class Fields:
    """The fields of a request, each checked as it is read.

    Every method raises `S3DriveError` `InvalidRequest` for a field of another kind.
    """

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    def has(self, name: str) -> bool:
        """Tell whether the field is there and not null."""
        return self._found.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text that can be written as UTF-8."""
        value = self._found.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or not _is_utf8(value):
            raise _wrong(name)
        return value

    def choice(self, name: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of a few texts."""
        value = self.text(name, default)
        if value not in choices:
            raise _wrong(name)
        return value

    def number(self, name: str, low: int, high: int) -> int:
        """Return a whole number within bounds."""
        return _number(self._found.get(name), name, low, high)

    def numbers(self, name: str, low: int, high: int, count: int) -> list[int]:
        """Return at least one and at most `count` whole numbers within bounds."""
        values = self._list(name)
        if not 1 <= len(values) <= count:
            raise _wrong(name)
        return [_number(value, name, low, high) for value in values]

    def texts(self, name: str) -> list[str]:
        """Return texts that can be written as UTF-8; none where the field is missing."""
        values = self._list(name) if self.has(name) else []
        if not all(isinstance(value, str) and _is_utf8(value) for value in values):
            raise _wrong(name)
        return values

    def _list(self, name: str) -> list[Any]:
        values = self._found.get(name)
        if not isinstance(values, list):
            raise _wrong(name)
        return values


def _number(value: object, name: str, low: int, high: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _wrong(name)
    return value


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _wrong(name: str) -> S3DriveError:
    return S3DriveError("InvalidRequest", "A field of the request is missing or wrong.", name)

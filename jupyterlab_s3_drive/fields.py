from __future__ import annotations

from typing import Any

from .errors import S3DriveError


class Fields:
    """The fields of a request, each validated when it is read.

    Every method raises `S3DriveError` `InvalidRequest` for a field of another type.
    """

    def __init__(self, found: dict[str, Any]) -> None:
        self._found = found

    def has(self, name: str) -> bool:
        """Return whether the field exists and is not null."""
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
        """Return one of the given texts."""
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
        """Return texts that can be written as UTF-8; none if the field is missing."""
        values = self._list(name) if self.has(name) else []
        if not all(isinstance(value, str) and _is_utf8(value) for value in values):
            raise _wrong(name)
        return values

    def objects(self, name: str) -> list[Fields]:
        """Return the fields of each of several objects."""
        values = self._list(name)
        if not all(isinstance(value, dict) for value in values):
            raise _wrong(name)
        return [Fields(value) for value in values]

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """Return an object of texts as pairs; none if the field is missing."""
        found = self._found.get(name) if self.has(name) else {}
        if not isinstance(found, dict):
            raise _wrong(name)
        inner = Fields(found)
        return [(key, inner.text(key)) for key in found]

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

"""What one object of the sample data is."""

from __future__ import annotations

from dataclasses import dataclass

PERSONAL = "alice"
OPEN_DATA = "donnees-insee"
PROJECT = "projet-mobilite"


@dataclass(frozen=True)
class Sample:
    """One object: where it goes, what it holds, and how it is labelled."""

    bucket: str
    key: str
    body: bytes
    content_type: str = "application/octet-stream"

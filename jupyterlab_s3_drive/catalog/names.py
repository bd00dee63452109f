"""The names of connections: segments of URLs, and parts of the names of drives (`s3-<name>`)."""

from __future__ import annotations

import re

#: The name of the connection that every server has.
DEFAULT = "default"

#: A segment of a URL as it is, whoever encodes it.
NAME = r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?"


def is_name(text: str) -> bool:
    """Return whether a text can be the name of a connection."""
    return re.fullmatch(NAME, text) is not None


def name_for(prefix: str, label: str) -> str:
    """Return the name for what has another one elsewhere; an empty text if nothing of it is left.

    Args:
        prefix: is put before the name of the server's own connection.
        label: the name of a profile, or of an alias.
    """
    name = re.sub(r"[^a-z0-9]+", "-", label.lower())[:40].strip("-")
    return f"{prefix}-{name}" if name == DEFAULT else name

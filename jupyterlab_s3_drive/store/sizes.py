"""Numbers of bytes, as stores and clients write them."""

from __future__ import annotations

import re

# No store has objects of an exabyte, and Python converts no number of thousands of digits.
_SIZE = re.compile(r"[0-9]{1,18}")


def size_of(text: str) -> int:
    """Return the number of bytes that a header or a listing names.

    Raises:
        ValueError: for anything other than 1 to 18 digits.
    """
    if not _SIZE.fullmatch(text):
        raise ValueError(f"not a number of bytes: {text[:20]!r}")
    return int(text)

"""`Content-Disposition` for arbitrary file names (RFC 6266, RFC 8187)."""

from __future__ import annotations

import unicodedata
from typing import Literal
from urllib.parse import quote

Disposition = Literal["attachment", "inline"]

# Characters that reverse the displayed text: a name that reads "annexe.txt" could end in ".exe".
_REVERSING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def content_disposition(disposition: Disposition, name: str) -> str:
    """Return the header's value, in ASCII.

    A name with special characters is given twice: exactly for programs that support RFC 8187, and
    for others with `_` in place of the characters that they would misread.
    """
    safe = file_name(name)
    plain = "".join(c if c.isascii() and c not in '"%' else "_" for c in safe)
    value = f'{disposition}; filename="{plain}"'
    if plain != safe:
        value += f"; filename*=UTF-8''{quote(safe, safe='')}"
    return value


def file_name(name: str) -> str:
    """Return a name without separators, control characters and characters that reverse the text."""
    kept = "".join("_" if _is_unsafe(c) else c for c in name)
    return kept if kept.strip(". ") else "download"


def _is_unsafe(character: str) -> bool:
    return (
        character in "/\\"
        or character in _REVERSING
        or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
    )

"""Names in a zip: whatever the keys are, they are extracted below one folder, on every system."""

from __future__ import annotations

import re
import unicodedata

from ..transfers.names import numbered_name

# Characters that Windows forbids in names (a colon after a letter would be a drive), and those that let
# a name be read as another one: marks of direction (Unicode TR 36, 2.10.2), and breaks of lines.
_FORBIDDEN = re.compile(
    r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\ud800-\udfff'
    r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class _Folder:
    """A folder of the zip that is being filled.

    Args:
        segment: its name in the bucket.
        name: its path in the zip, with a slash at its end.
    """

    def __init__(self, segment: str, name: str) -> None:
        self.segment = segment
        self.name = name
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def free(self, segment: str) -> str:
        """Return the path for a name in it, which no system takes for another one here."""
        safe = safe_segment(segment)
        number = self._next.get(_same(safe), 0)
        while _same(numbered_name(safe, number)) in self._taken:
            number += 1
        name = numbered_name(safe, number)
        self._taken.add(_same(name))
        self._next[_same(safe)] = number + 1
        return self.name + name


class Names:
    """Assigns every path a name in the zip; no system takes two of them for the same.

    A listing gives a folder's objects one after the other, so only the folders above the last path
    are kept: memory grows with the names in these, and not with all that was listed. A folder that
    comes again after another one gets a numbered name.
    """

    def __init__(self) -> None:
        self._open = [_Folder("", "")]

    def file(self, path: str) -> str:
        """Return the name for a file."""
        *parents, name = path.split("/")
        return self._enter(parents).free(name)

    def folder(self, path: str) -> str:
        """Return the name for a folder, with a slash at its end; the same while it is filled."""
        return self._enter(path.removesuffix("/").split("/") if path else []).name

    def _enter(self, segments: list[str]) -> _Folder:
        """Return a folder, and leave those that are not above it."""
        known = 0
        above = self._open[1:]
        while known < min(len(above), len(segments)) and above[known].segment == segments[known]:
            known += 1
        del self._open[known + 1 :]
        for segment in segments[known:]:
            self._open.append(_Folder(segment, self._open[-1].free(segment) + "/"))
        return self._open[-1]


def _same(name: str) -> str:
    """Return what two names have in common that some system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()


def safe_segment(segment: str) -> str:
    """Return one segment of a name without anything that has a special meaning on some system."""
    safe = _FORBIDDEN.sub("_", segment)
    # Windows drops dots and spaces at the end, so that ". ." would be "..".
    stripped = safe.rstrip(". ")
    safe = stripped + "_" * (len(safe) - len(stripped)) if stripped != safe else safe
    return f"_{safe}" if not safe or _DEVICES.fullmatch(safe) else safe

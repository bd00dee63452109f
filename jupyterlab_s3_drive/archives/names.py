"""Names inside a zip: whatever the keys are, they unpack below one folder, on every system."""

from __future__ import annotations

import re
import unicodedata

from ..transfers.names import numbered_name

# What Windows permits in no name; a colon after a letter would be a drive.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f\\:*?"<>|\ud800-\udfff]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


class Names:
    """Gives every path its name in the zip, no two of which any system takes for the same."""

    def __init__(self) -> None:
        self._folders: dict[tuple[str, ...], str] = {(): ""}
        self._taken: set[str] = set()

    def file(self, path: str) -> str:
        """Return the name for a file."""
        *parents, name = path.split("/")
        return self._free(self.folder("/".join(parents)), name)

    def folder(self, path: str) -> str:
        """Return the name for a folder, with a slash at its end; the same for the same path."""
        segments = tuple(path.removesuffix("/").split("/")) if path else ()
        known = len(segments)
        while segments[:known] not in self._folders:
            known -= 1
        for end in range(known + 1, len(segments) + 1):
            parent = self._folders[segments[: end - 1]]
            self._folders[segments[:end]] = self._free(parent, segments[end - 1]) + "/"
        return self._folders[segments]

    def _free(self, parent: str, segment: str) -> str:
        safe = safe_segment(segment)
        number = 0
        while True:
            name = parent + numbered_name(safe, number)
            same = unicodedata.normalize("NFC", name).casefold()
            if same not in self._taken:
                self._taken.add(same)
                return name
            number += 1


def safe_segment(segment: str) -> str:
    """Return one segment of a name without what any system would take for something else."""
    safe = _FORBIDDEN.sub("_", segment)
    # Windows drops dots and spaces at the end, so that ". ." would be "..".
    stripped = safe.rstrip(". ")
    safe = stripped + "_" * (len(safe) - len(stripped)) if stripped != safe else safe
    return f"_{safe}" if not safe or _DEVICES.fullmatch(safe) else safe

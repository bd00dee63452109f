"""Names on both sides: numbered copies, content types, and keys as paths."""

from __future__ import annotations

import mimetypes
import os
import re

from ..errors import S3DriveError
from .workspace import CHECKPOINTS, Segments, check_name

#: The journal in a folder of a bucket to which another one is being moved; part of neither.
JOURNAL = ".s3-drive-move.json"

_TAR = re.compile(r"\.tar\.[^.]+$")
# Types that Python does not know, or that differ from JupyterLab's.
_TYPES = {
    ".ipynb": "application/x-ipynb+json",
    ".parquet": "application/vnd.apache.parquet",
    ".geojson": "application/geo+json",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".py": "text/x-python",
    ".r": "text/x-rsrc",
}


def numbered_name(name: str, number: int) -> str:
    """Return the name of a further copy: `a (1).csv`, `a (1).tar.gz`, `.env (1)`; `name` for 0."""
    if number == 0:
        return name
    tar = _TAR.search(name)
    extension = tar[0] if tar else os.path.splitext(name)[1]
    stem = name[: len(name) - len(extension)]
    return f"{stem} ({number}){extension}" if stem else f"{name} ({number})"


def content_type(name: str) -> str:
    """Guess the content type of a file. A compressed file has the type of its compression."""
    known = _TYPES.get(os.path.splitext(name)[1].lower())
    if known:
        return known
    guessed, encoding = mimetypes.guess_type(name, strict=False)
    if encoding:
        return {"gzip": "application/gzip", "bzip2": "application/x-bzip2"}.get(
            encoding, "application/octet-stream"
        )
    return guessed or "application/octet-stream"


def is_left_out(segments: Segments) -> bool:
    """Return whether a file belongs to this extension or to Jupyter, and is not copied."""
    return CHECKPOINTS in segments or bool(segments and segments[-1] == JOURNAL)


def relative_path(key: bytes) -> Segments:
    """Return the path for a key, or for the rest of a key below a prefix.

    A slash at its end, as in a folder's marker, is removed.

    Raises:
        S3DriveError: `NameNotAllowed` or `OutsideWorkspace`.
    """
    try:
        text = key.decode()
    except UnicodeDecodeError:
        shown = key.decode("utf-8", "replace")
        raise S3DriveError("NameNotAllowed", "The name is not text in UTF-8.", shown) from None
    segments = tuple(text.removesuffix("/").split("/"))
    for segment in segments:
        check_name(segment, text)
    return segments

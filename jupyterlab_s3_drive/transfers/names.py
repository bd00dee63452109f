"""Names on both sides: of further copies, of kinds of content, and of keys as paths."""

from __future__ import annotations

import mimetypes
import os
import re

from ..errors import S3DriveError
from .workspace import CHECKPOINTS, Segments, check_name

#: Stands in a folder of a bucket while another one is moved there; it is no part of either.
JOURNAL = ".s3-drive-move.json"

_TAR = re.compile(r"\.tar\.[^.]+$")
# What Python does not know, or knows otherwise than JupyterLab.
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
    """Return the name of a further copy: `a (1).csv`, `a (1).tar.gz`, `.env (1)`; 0 is the name."""
    if number == 0:
        return name
    tar = _TAR.search(name)
    extension = tar[0] if tar else os.path.splitext(name)[1]
    stem = name[: len(name) - len(extension)]
    return f"{stem} ({number}){extension}" if stem else f"{name} ({number})"


def content_type(name: str) -> str:
    """Guess what a file holds. A compressed one is its compression, not what is in it."""
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
    """Tell whether something is ours or Jupyter's own, and stays where it is."""
    return CHECKPOINTS in segments or bool(segments and segments[-1] == JOURNAL)


def relative_path(key: bytes) -> Segments:
    """Return the path that a key, or the rest of one below a prefix, stands for.

    A slash at its end, as a folder's marker has it, is left out.

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

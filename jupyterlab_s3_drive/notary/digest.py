"""What a notary signs of a notebook, computed within bounds.

It is imported by the server for small notebooks, and run as a program of its own for others: parsing
a hostile one of 50 MiB takes gigabytes and minutes. The program reads the notebook from its standard
input, and writes JSON: `{ action, digest }` or `{ problem }`. Only what it needs is imported.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

#: The variables that give the program the notary's key (base64) and algorithm, and whether the
#: notebook comes as `{ action, notebook }`.
SECRET, ALGORITHM, WRAPPED = "S3_DRIVE_SECRET", "S3_DRIVE_ALGORITHM", "S3_DRIVE_WRAPPED"

#: More values than in a notebook of 20 MB that is all numbers.
MAX_VALUES = 4_000_000
#: Half of what Python parses without an error of its own.
MAX_DEPTH = 200
#: Seconds that the program may take.
SECONDS = 60
_MEMORY = 3 * 2**29


class NotebookError(ValueError):
    """It is no notebook that can be signed."""


class TooMuch(NotebookError):
    """It holds more values than are parsed."""


def digest(data: bytes, notary: Any, *, wrapped: bool, values: int) -> tuple[str | None, str]:
    """Return the action that came with a notebook, if any, and its signature.

    Args:
        data: JSON in UTF-8.
        notary: nbformat's.
        wrapped: whether it is `{ action, notebook }`.
        values: more of them are not parsed.

    Raises:
        NotebookError: for what is no notebook of format 4, or 3 where it is not wrapped.
    """
    check_size(data, values)
    from nbformat import versions

    try:
        found = json.loads(data.decode("utf-8-sig"))
        del data
        action = None
        if wrapped:
            action, found = found["action"], found["notebook"]
            if action not in ("check", "sign"):
                raise NotebookError("action")
        major = found["nbformat"]
        if major != 4 and (major != 3 or wrapped):
            raise NotebookError("nbformat")
        # As Jupyter's own reading does it: lines are joined, and marks of trust dropped.
        notebook = versions[major].to_notebook_json(found, minor=found.get("nbformat_minor", 0))
        cells = notebook.cells if major == 4 else [c for w in notebook.worksheets for c in w.cells]
        if not isinstance(cells, list) or not all(isinstance(c.metadata, dict) for c in cells):
            raise NotebookError("cells")
        return action, notary.compute_signature(notebook)
    except NotebookError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotebookError(type(error).__name__) from error


def check_size(data: bytes | bytearray, values: int, depth: int = MAX_DEPTH) -> None:
    """Count before anything is built: a value of two bytes takes hundreds as a tree.

    Raises:
        TooMuch: for more than `values`.
        NotebookError: for a nesting of more than `depth`.
    """
    count = level = 0
    for segment in _outside_strings(data):
        count += segment.count(b",")
        for sign in segment.translate(None, _NO_BRACKETS):
            if sign in b"[{":
                level += 1
                count += 1
            else:
                level -= 1
            if level > depth:
                raise NotebookError("depth")
            if count > values:
                raise TooMuch("values")
        if count > values:
            raise TooMuch("values")


_NO_BRACKETS = bytes(sign for sign in range(256) if sign not in b"[]{}")

#: What is looked at of a text without strings at once.
_PIECE = 2**16


def _outside_strings(data: bytes | bytearray) -> Iterator[bytes | bytearray]:
    position = 0
    while position < len(data):
        quote = data.find(b'"', position, position + _PIECE)
        end = quote if quote >= 0 else min(position + _PIECE, len(data))
        yield data[position:end]
        position = _end_of_string(data, quote + 1) if quote >= 0 else end


def _end_of_string(data: bytes | bytearray, start: int) -> int:
    while True:
        quote = data.find(b'"', start)
        if quote < 0:
            return len(data)
        before = data[start:quote]
        start = quote + 1
        if (len(before) - len(before.rstrip(b"\\"))) % 2 == 0:
            return start


def main() -> None:
    """Answer for the notebook in standard input."""
    _be_modest()
    from nbformat.sign import MemorySignatureStore, NotebookNotary

    notary = NotebookNotary(
        data_dir="",
        secret=base64.b64decode(os.environ[SECRET]),
        algorithm=os.environ[ALGORITHM],
        store_factory=MemorySignatureStore,
    )
    answer: dict[str, str | None]
    try:
        action, made = digest(
            sys.stdin.buffer.read(),
            notary,
            wrapped=bool(os.environ.get(WRAPPED)),
            values=MAX_VALUES,
        )
        answer = {"action": action, "digest": made}
    except (TooMuch, MemoryError):
        answer = {"problem": "TooLarge"}
    except NotebookError as error:
        answer = {"problem": "TrustInvalid", "details": str(error)}
    sys.stdout.write(json.dumps(answer))


def _be_modest() -> None:
    """Leave the machine to the server and its kernels."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        os.nice(5)
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    # Started by its path, it would find its own folder's modules before others.
    sys.path.pop(0)
    main()

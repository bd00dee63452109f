"""Prints how many seconds Jupyter Storage Explorer takes to list `BUCKET/PREFIX`, for `list BUCKET/PREFIX`.

It has no server part: its widget works in the kernel. Without a frontend it lists when it is made.
Runs in an environment of its own, that of `requirements/bench-jupyter-storage-explorer.txt`.
"""

from __future__ import annotations

import sys
import time

import s3fs
from jupyter_storage_explorer import StorageExplorer


def main(work: str, path: str) -> None:
    """List one folder on a connection that is there already, and print the time and the names' count."""
    files = s3fs.S3FileSystem()
    files.ls("")
    started = time.perf_counter()
    explorer = StorageExplorer(path, fs=files)
    seconds = time.perf_counter() - started
    listing = explorer._listing
    count = listing.get("total", len(listing.get("names", ())))
    print(count if work == "count" else seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

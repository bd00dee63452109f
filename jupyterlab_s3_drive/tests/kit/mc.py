"""The MinIO client, by which tests make users and policies as administrators do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from jupyterlab_s3_drive.demo.store import Store

_BUILT = Path(__file__).parents[3] / ".setup" / "bin" / "mc"


def mc_binary() -> str | None:
    """Return the path of `mc`, from PATH or as `scripts/test` has built it, or None."""
    found = shutil.which("mc")
    if found is None and os.access(_BUILT, os.X_OK):
        found = str(_BUILT)
    return found


def run_mc(store: Store, folder: Path, *arguments: str) -> str:
    """Run `mc` on a store, which it knows by the name `s3`, and return what it prints."""
    host = store.endpoint.replace("://", f"://{store.access_key}:{store.secret_key}@")
    done = subprocess.run(
        [mc_binary() or "mc", "--config-dir", str(folder / "mc"), *arguments],
        env={"HOME": str(folder), "MC_HOST_s3": host},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout

"""S3 buckets in JupyterLab: the server side, which keeps the credentials and signs the requests."""

from __future__ import annotations

from .app import S3Drive
from .version import __version__

__all__ = ["S3Drive", "__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Return the location of the built frontend, for JupyterLab."""
    return [{"src": "labextension", "dest": "jupyterlab-s3-drive"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """Return the application to load, for Jupyter Server."""
    return [{"module": "jupyterlab_s3_drive", "app": S3Drive}]

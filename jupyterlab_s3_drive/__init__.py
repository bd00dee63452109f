"""S3 buckets in JupyterLab: the server side, which keeps the credentials and signs the requests."""

from __future__ import annotations

try:
    from ._version import __version__
except ImportError:
    # A checkout that was never installed has no generated version file.
    __version__ = "dev"

from .app import S3Drive

__all__ = ["S3Drive", "__version__"]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built frontend is."""
    return [{"src": "labextension", "dest": "jupyterlab-s3-drive"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """Tell Jupyter Server which application to load."""
    return [{"module": "jupyterlab_s3_drive", "app": S3Drive}]

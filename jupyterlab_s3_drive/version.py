"""The version of the package."""

from __future__ import annotations

try:
    from ._version import __version__
except ImportError:
    # A checkout that was never installed has no generated version file.
    __version__ = "dev"

__all__ = ["__version__"]

"""Contents managers that tests configure."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.contents.manager import ContentsManager


class NoFiles(ContentsManager):
    """Keeps nothing in files, as a manager of a database would."""

    def dir_exists(self, path: str) -> bool:
        """Know the root alone."""
        return path.strip("/") == ""

    def get(self, path: Any, *options: Any, **more: Any) -> Any:
        """Know nothing."""
        return {"name": "", "path": "", "type": "directory", "content": []}

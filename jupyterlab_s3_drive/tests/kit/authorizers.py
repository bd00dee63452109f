"""Authorizers that tests configure."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth import Authorizer


class ReadOnlyAuthorizer(Authorizer):
    """Lets everybody read and nobody write, as for a visitor of a shared server."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Allow reading."""
        return action == "read"


class ClosedAuthorizer(Authorizer):
    """Allows nothing on contents."""

    async def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Allow what is not contents."""
        return resource != "contents"


class NoConversionAuthorizer(Authorizer):
    """Lets everything pass but nbconvert."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Judge by the resource alone."""
        return resource != "nbconvert"

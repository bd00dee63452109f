"""`transfers` and `transfers/<id>`: begin copies, see how far they are, end them."""

from __future__ import annotations

from typing import Any

from ..jsonbody import JsonHandler
from .manager import Transfers
from .model import parse_request


class TransfersHandler(JsonHandler):
    """Begins a transfer, or lists them all."""

    SUPPORTED_METHODS = ("GET", "POST")

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._transfers: Transfers = shared["transfers"]

    async def respond(self) -> None:
        """Answer `{ id }`, or `{ transfers }`."""
        if self.request.method == "GET":
            self.answer({"transfers": [each.as_json() for each in self._transfers.all()]})
            return
        transfer = await self._transfers.start(parse_request(self.fields()))
        self.answer({"id": transfer.id}, 201)


class TransferHandler(JsonHandler):
    """Tells of one transfer, or ends it: a running one is cancelled, an ended one forgotten."""

    SUPPORTED_METHODS = ("GET", "DELETE")

    def initialize(self, **shared: Any) -> None:
        super().initialize(**shared)
        self._transfers: Transfers = shared["transfers"]

    async def respond(self) -> None:
        """Answer the transfer, or 204."""
        identifier = self.request.path.rpartition("/")[2]
        if self.request.method == "GET":
            self.answer(self._transfers.get(identifier).as_json())
            return
        await self._transfers.remove(identifier)
        self.set_status(204)
        self.finish()

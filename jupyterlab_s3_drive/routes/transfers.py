"""`transfers` and `transfers/<id>`: start copies, report their progress, end them."""

from __future__ import annotations

from ..transfers.model import parse_request
from .jsonbody import JsonHandler


class TransfersHandler(JsonHandler):
    """Starts a transfer, or lists all of them."""

    SUPPORTED_METHODS = ("GET", "POST")

    async def respond(self) -> None:
        """Answer `{ id }`, or `{ transfers }`."""
        if self.request.method == "GET":
            self.answer({"transfers": [each.as_json() for each in self.own.transfers.all()]})
            return
        transfer = await self.own.transfers.start(
            parse_request(await self.fields()), self.reporter()
        )
        self.answer({"id": transfer.id}, 201)


class TransferHandler(JsonHandler):
    """Returns one transfer; cancels it while it is running, or removes it from the list."""

    SUPPORTED_METHODS = ("GET", "DELETE")

    async def respond(self) -> None:
        """Answer the transfer, or 204."""
        identifier = self.request.path.rpartition("/")[2]
        if self.request.method == "GET":
            self.answer(self.own.transfers.get(identifier).as_json())
            return
        await self.own.transfers.remove(identifier)
        self.set_status(204)
        self.finish()

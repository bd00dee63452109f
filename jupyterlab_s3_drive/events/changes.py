"""One event for each change in the store, for the listeners that the administrator has allowed.

There are none by default. The schema is registered with the first change that has a listener: each page
of JupyterLab listens to all registered schemas, and would otherwise receive events that the
administrator has not asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jupyter_events import EventLogger

#: The name of the schema, for listeners.
SCHEMA_ID = "https://events.jupyter.org/jupyterlab_s3_drive/change/v1"

Via = Literal["api", "batch", "transfers", "links"]
Outcome = Literal["success", "failure", "unknown"]
Action = Literal[
    "write",
    "copy",
    "delete",
    "upload-begin",
    "upload-part",
    "upload-complete",
    "upload-abort",
    "property",
    "publication",
    "copy-to-workspace",
    "link",
]

#: Failures after which the store may have done what it was asked for.
_UNKNOWN = frozenset({"ClientDisconnected", "StoreConnectionLost", "StoreTimeout"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """What was to be changed. Texts of a store are bytes here."""

    via: Via
    action: Action
    method: str
    bucket: bytes
    key: bytes = b""
    source: bytes | None = None
    size: int | None = None


@dataclass(frozen=True)
class End:
    """How it ended."""

    outcome: Outcome
    status: int | None = None
    code: str | None = None
    request_id: str | None = None

    @classmethod
    def of(cls, status: int, code: str | None = None, request_id: str | None = None) -> End:
        """Return the end with an answer of the store."""
        return cls("success" if status < 300 and not code else "failure", status, code, request_id)

    @classmethod
    def failed(cls, code: str, status: int | None = None) -> End:
        """Return the end with an error: `status` is the store's, if it has answered."""
        return cls("unknown" if code in _UNKNOWN else "failure", status, code)


#: Reports a change by one person.
Report = Callable[[Change, End], None]


class Changes:
    """Reports changes.

    Args:
        logger: the server's; None where there is no server.
    """

    def __init__(self, logger: EventLogger | None) -> None:
        self._logger = logger

    @property
    def are_heard(self) -> bool:
        """Whether anybody listens. Without, nothing else here is to be called."""
        logger = self._logger
        if logger is None:
            return False
        # `emit` asks the same of what its listeners are kept in.
        listeners = (
            getattr(logger, name, {}).get(SCHEMA_ID)
            for name in ("_modified_listeners", "_unmodified_listeners")
        )
        return bool(logger.handlers) or any(listeners)

    def by(self, user: str, connection: str) -> Report:
        """Return what tells of the changes of one person in one store."""
        return partial(self.report, user, connection)

    def report(self, user: str, connection: str, change: Change, end: End) -> None:
        """Report one change. What fails in reporting is logged, and fails nothing else."""
        if self._logger is None or not self.are_heard:
            return
        try:
            if SCHEMA_ID not in self._logger.schemas:
                self._logger.register_event_schema(Path(__file__).with_name("change.yaml"))
            self._logger.emit(schema_id=SCHEMA_ID, data=_data(user, connection, change, end))
        except Exception:  # noqa: BLE001 - what is changed does not depend on who listens
            _log.exception("S3 drive: a change could not be reported")


def _data(user: str, connection: str, change: Change, end: End) -> dict[str, object]:
    return {
        "user": user,
        "connection": connection,
        "via": change.via,
        "action": change.action,
        "method": change.method,
        "bucket": _text(change.bucket),
        "key": _text(change.key) if change.key else None,
        "source": None if change.source is None else _text(change.source),
        "outcome": end.outcome,
        "status": end.status,
        "code": end.code,
        "bytes": change.size,
        "request_id": end.request_id,
    }


def _text(name: bytes) -> str:
    # A key of S3 is UTF-8; another one is reported with its bytes.
    return name.decode("utf-8", "backslashreplace")

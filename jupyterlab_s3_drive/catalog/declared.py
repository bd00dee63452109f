"""The connections that an administrator declares: `c.S3Drive.connections`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..credentials.source import KeySource
from ..errors import S3DriveError
from ..store.connection import Settings, normalize
from .names import is_name
from .offer import LeftOut, Offer, elsewhere

#: The fields of a declaration, with their types. But for these they are those of the application.
FIELDS: Mapping[str, type] = {
    "label": str,
    "profile": str,
    "anonymous": bool,
    "endpoint_url": str,
    "public_endpoint_url": str,
    "region": str,
    "addressing_style": str,
    "ca_bundle": str,
    "read_only": bool,
    "renew_command": list,
    "new_keys_notice": str,
    "new_keys_url": str,
}
# What has the same name in the settings.
_OF_SETTINGS = FIELDS.keys() - {"label", "profile", "anonymous"}
_STYLES = ("auto", "path", "virtual")


def declared(
    own: Settings, connections: Mapping[str, Any], reserved: Collection[str]
) -> Iterator[Offer | LeftOut]:
    """Yield the connections of the configuration.

    Args:
        own: of the server's own connection.
        connections: the fields of each, by its name.
        reserved: names that no connection can have.
    """
    for name, fields in connections.items():
        if not is_name(name) or name in reserved:
            yield LeftOut(name, "administrator", "name")
            continue
        fault = _fault(fields)
        if fault:
            yield LeftOut(name, "administrator", "unusable", fault)
            continue
        yield Offer(name, fields.get("label", "") or name, "administrator", _settings(own, fields))


def _settings(own: Settings, fields: Mapping[str, Any]) -> Settings:
    profile = fields.get("profile", "")
    if fields.get("anonymous"):
        keys = KeySource("anonymous")
    else:
        keys = KeySource("profile", profile) if profile else KeySource("none")
    base = elsewhere(own, keys)
    given = {name: fields[name] for name in _OF_SETTINGS & fields.keys()}
    given["read_only"] = base.read_only or given.get("read_only", False)
    given["renew_command"] = tuple(given.get("renew_command", ()))
    return replace(base, **given)


def _fault(fields: Any) -> str:
    """Return what is wrong with a declaration, or an empty text."""
    if not isinstance(fields, Mapping):
        return "It is no dictionary."
    for name, value in fields.items():
        if name not in FIELDS or not isinstance(value, FIELDS[name]):
            return f"{name!r} is no field of a connection, or of another type."
    if fields.get("addressing_style", "auto") not in _STYLES:
        return f"'addressing_style' is one of {', '.join(_STYLES)}."
    if fields.get("anonymous") and (fields.get("profile") or fields.get("renew_command")):
        return "An anonymous connection has no keys."
    if not (fields.get("endpoint_url") or fields.get("profile") or fields.get("region")):
        return "It needs an endpoint_url, a region of AWS, or a profile."
    for name in ("endpoint_url", "public_endpoint_url"):
        try:
            normalize(fields.get(name) or "https://none.invalid")
        except S3DriveError:
            return f"{name!r} is no URL that can be used."
    return ""

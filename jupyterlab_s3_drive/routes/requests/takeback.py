"""Allows revoking public access, if the administrator forbids publication.

A new policy is accepted if it allows nothing that the bucket's policy does not allow already: each
of its statements is also in that policy, with the same or more resources and listed prefixes, and
no denial is missing.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from ...errors import sharing_off
from ...objects.bucket import refusal
from ...store.client import explain
from ...store.retry import retried
from ...store.target import Target

if TYPE_CHECKING:
    from ...store.gateway import Gateway, Identity

#: The longest policy that S3 accepts is shorter; a store may add white space when it returns one.
MAX_BYTES = 20 * 1024
_MAX_SHOWN = 10 * MAX_BYTES

# Statuses that may change soon; with any other error there is no policy to compare with.
_PASSING = frozenset({429, 500, 502, 503, 504})

# The operators with which fewer values allow less, and the one condition key they are used with
# here.
_OPERATORS = frozenset({"StringEquals", "StringLike"})
_LISTED = "s3:prefix"
_ALLOW = ['"Allow"']


async def check_taking_back(
    gateway: Gateway, identity: Identity, target: Target, policy: bytes
) -> bytes:
    """Compare a policy with the one that the bucket has, and return the policy to send.

    Raises:
        S3DriveError: `PublicSharingOff` for a policy that does not merely revoke access; one of the
            `Store…` codes.
    """
    import aiohttp

    asked = Target(target.bucket, b"", (("policy", ""),))

    async def ask(attempt: int) -> bytes | None:
        response = await gateway.send(identity, "GET", asked, {})
        found = b""
        try:
            if response.status in _PASSING:
                raise refusal(response, b"")
            while response.status == 200 and len(found) <= _MAX_SHOWN:
                chunk = await response.content.readany()
                if not chunk:
                    return found
                found += chunk
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            raise explain(error, identity.connection.endpoint) from error
        finally:
            response.close()
        return None

    old = await retried(ask)
    if old is None:
        raise sharing_off()
    return narrowed(old, policy)


def narrowed(old: bytes, new: bytes) -> bytes:
    """Return the new policy, serialized again, as parsers differ on duplicate keys.

    Raises:
        S3DriveError: `PublicSharingOff`, unless it allows nothing that the old one does not.
    """
    before, had = _parse(old)
    after, has = _parse(new)
    denials = [each for each in had if each.get("Effect") != _ALLOW]
    if (
        before != after
        or not all(any(_is_within(each, other) for other in had) for each in has)
        or not all(denial in has for denial in denials)
    ):
        raise sharing_off()
    return json.dumps(json.loads(new)).encode()


def _parse(text: bytes) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a policy without its statements, and these, with equal values for equal meanings."""
    try:
        policy = json.loads(text)
        statements = policy.pop("Statement")
        listed = statements if isinstance(statements, list) else [statements]
        return _normal(policy), [_normal(dict(each)) for each in listed]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise sharing_off() from None


def _normal(value: Any) -> Any:
    """Return objects with a list for each value: its texts in JSON, sorted, without duplicates."""
    if isinstance(value, dict):
        anyone = {"Principal": {"AWS": "*"}} if value.get("Principal") == "*" else {}
        return {name: _normal(inner) for name, inner in {**value, **anyone}.items()}
    values = value if isinstance(value, list) else [value]
    return sorted({json.dumps(each, sort_keys=True) for each in values})


def _is_within(new: dict[str, Any], old: dict[str, Any]) -> bool:
    """Return whether a statement allows the same as another one, or less."""
    return new.keys() == old.keys() and all(
        new[name] == old[name]
        or (name == "Resource" and _is_less(new[name], old[name]))
        or (name == "Condition" and _is_stricter(new[name], old[name]))
        for name in new
    )


def _is_stricter(new: Any, old: Any) -> bool:
    """Return whether a condition is the other one, with fewer prefixes to list."""
    try:
        (operator,) = new
        less = _is_less(new[operator][_LISTED], old[operator][_LISTED])
    except (ValueError, TypeError, KeyError):
        return False
    sizes = {len(old), len(new[operator]), len(old[operator])}
    return less and operator in _OPERATORS and sizes == {1}


def _is_less(new: Any, old: Any) -> bool:
    return isinstance(new, list) and bool(new) and set(new) <= set(old)

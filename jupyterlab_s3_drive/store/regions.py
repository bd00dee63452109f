"""The regions of buckets, learned from the store's responses and cached."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Mapping
from urllib.parse import urlsplit

from .connection import AWS_HOST, Connection, is_region
from .storexml import XmlError, parse_xml

#: The statuses for a bucket in another region, or for a signature for the wrong region.
ELSEWHERE = frozenset({301, 302, 307, 308, 400})

#: The largest number of buckets in the cache.
_LIMIT = 1000


class Regions:
    """The region of each bucket that has responded."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._limit = limit
        self._known: OrderedDict[tuple[str, bytes], str] = OrderedDict()

    def located(self, connection: Connection, bucket: bytes) -> Connection:
        """Return the store in the bucket's region, if it is known."""
        region = self._known.get((connection.endpoint, bucket), connection.region)
        return connection if region == connection.region else connection.in_region(region)

    def knows(self, connection: Connection, bucket: bytes) -> bool:
        """Return whether the region of a bucket is known."""
        return (connection.endpoint, bucket) in self._known

    def keep(self, connection: Connection, bucket: bytes, region: str) -> None:
        """Record the region in which a bucket has responded, or which a response names."""
        place = (connection.endpoint, bucket)
        self._known[place] = region
        self._known.move_to_end(place)
        if len(self._known) > self._limit:
            self._known.popitem(last=False)

    def elsewhere(self, connection: Connection) -> dict[str, str]:
        """Return the regions of the buckets that are not in the configured one, by bucket name."""
        return {
            bucket.decode("utf-8", "replace"): region
            for (endpoint, bucket), region in self._known.items()
            if endpoint == connection.endpoint and bucket and region != connection.region
        }


def region_in(connection: Connection, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return the region that a response names, or None.

    Nothing else of the response is used, and only a valid region name: it becomes part of a host's
    name on AWS.
    """
    found = [headers.get("x-amz-bucket-region", "")]
    try:
        root = parse_xml(body)
        found += [root.findtext("Region", ""), _region_of(root.findtext("Endpoint", ""))]
    except XmlError:
        pass
    return next((each for each in found if is_region(each, connection.endpoint)), None)


def _region_of(endpoint: str) -> str:
    """Return the region in the name of an AWS host, as `bucket.s3-eu-west-1.amazonaws.com`."""
    host = urlsplit(endpoint if "//" in endpoint else f"//{endpoint}").hostname or ""
    found = re.search(rf"(?:^|\.){AWS_HOST}$", host)
    return (found and found["region"]) or ""

"""XML of a store is parsed within bounds, whatever it is."""

from __future__ import annotations

import tracemalloc

import pytest

from jupyterlab_s3_drive.store.storexml import MAX_DEPTH, MAX_ELEMENTS, XmlError, parse_xml

MIB = 2**20

HOSTILE = {
    "deep": b"<a>" * (2 * MIB),
    "deep and closed": b"<a>" * MIB + b"</a>" * MIB,
    "wide": b"<a>" + b"<b/>" * MIB + b"</a>",
    "wide, with texts": b"<a>" + b"<b>x</b>" * MIB + b"</a>",
    "attributes": b"<a>" + b"<b c='d' e='f'/>" * MIB + b"</a>",
    "a document type": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "cut off": b"<a><b>",
    "nothing": b"",
    "other bytes": b"\xff\xfe<a/>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_answer_is_refused_early(name: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(XmlError):
            parse_xml(HOSTILE[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    print(f"{name}: {peak / MIB:.1f} MiB")
    assert peak < 16 * MIB


def test_the_longest_listing_is_read() -> None:
    entry = (
        "<Contents><Key>{}</Key><LastModified>2026-01-01T00:00:00Z</LastModified><ETag>e</ETag>"
        "<ChecksumAlgorithm>CRC32</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType>"
        "<Size>1</Size><Owner><ID>i</ID><DisplayName>n</DisplayName></Owner>"
        "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus>"
        "<StorageClass>STANDARD</StorageClass></Contents>"
    )
    entries = "".join(entry.format("%C3%A9" * 500) for _ in range(1000))
    root = parse_xml(f"<ListBucketResult xmlns='x'>{entries}</ListBucketResult>".encode())
    assert len(root.findall("Contents")) == 1000
    assert len(list(root.iter())) < MAX_ELEMENTS / 2
    assert root.findtext("Contents/Owner/ID") == "i"


def test_the_bounds() -> None:
    parse_xml(b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH)
    with pytest.raises(XmlError):
        parse_xml(b"<a>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1))

"""Two formats that no library of Python writes: the smallest files that their readers take."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

Rows = list[dict[str, Any]]

_PAGE = 4096


def sas7bdat(rows: Rows) -> bytes:
    """Return a SAS data set, uncompressed, of 32 bits, in cp1252.

    Layout: M. Shotwell, "SAS7BDAT Database Binary Format".
    """
    names = list(rows[0])
    numeric = {name: not isinstance(rows[0][name], str) for name in names}
    widths = {name: 8 if numeric[name] else 32 for name in names}
    order = sorted(names, key=lambda name: not numeric[name])
    offsets = {name: sum(widths[each] for each in order[: order.index(name)]) for name in names}
    length = sum(widths.values())
    data = b"".join(
        b"".join(
            struct.pack("<d", row[name])
            if numeric[name]
            else row[name].encode("cp1252").ljust(widths[name])
            for name in order
        )
        for row in rows
    )
    meta = _sas_page(_sas_headers(names, numeric, widths, offsets, length, len(rows)))
    page = bytearray(_PAGE)
    struct.pack_into("<HHH", page, 16, 256, len(rows), 0)
    page[24 : 24 + len(data)] = data
    return _sas_start() + meta + bytes(page)


def _sas_start() -> bytes:
    start = bytearray(1024)
    start[0:32] = bytes.fromhex("00" * 12 + "c2ea8160b31411cfbd92080009c7318c181f1011")
    start[32:40] = b'"\x22\x002\x22\x01\x022'
    start[70] = 62  # cp1252
    start[84:156] = b"SAS FILE" + b"TOWNS".ljust(64)
    start[156:164] = b"DATA    "
    struct.pack_into("<dd", start, 164, 1e9, 1e9)
    struct.pack_into("<iii", start, 196, len(start), _PAGE, 2)
    start[216:224] = b"9.0401M6"
    start[224:240] = b"X64_10PRO".ljust(16)
    return bytes(start)


def _sas_headers(
    names: list[str],
    numeric: dict[str, bool],
    widths: dict[str, int],
    offsets: dict[str, int],
    length: int,
    count: int,
) -> list[bytes]:
    size = bytearray(480)
    struct.pack_into("<I", size, 0, 0xF7F7F7F7)
    struct.pack_into("<ii", size, 20, length, count)
    struct.pack_into("<ii", size, 36, len(names), 0)
    struct.pack_into("<ii", size, 52, _PAGE, 0)
    columns = struct.pack("<Iii", 0xF6F6F6F6, len(names), 0)
    # The text begins with the length of its subheader less twelve, as the names and the vectors do,
    # and three fields more; names stand at multiples of four.
    text = bytearray(28)
    places = {}
    for name in names:
        places[name] = len(text)
        text += name.encode().ljust(-(-len(name) // 4) * 4, b"\0")
    struct.pack_into("<H", text, 0, len(text) + 4)
    texts = struct.pack("<I", 0xFFFFFFFD) + bytes(text) + bytes(12)
    pointers = b"".join(struct.pack("<HHHH", 0, places[name], len(name), 0) for name in names)
    named = struct.pack("<IHHI", 0xFFFFFFFF, len(pointers) + 8, 0, 0) + pointers + bytes(8)
    vectors = b"".join(
        struct.pack("<iiHBB", offsets[name], widths[name], 4, 1 if numeric[name] else 2, 0)
        for name in names
    )
    attributes = struct.pack("<IHHI", 0xFFFFFFFC, len(vectors) + 8, 0, 0) + vectors + bytes(8)
    formats = [struct.pack("<I", 0xFFFFFBFE) + bytes(48) for _ in names]
    return [bytes(size), columns, texts, named, attributes, *formats]


def _sas_page(headers: list[bytes]) -> bytes:
    page = bytearray(_PAGE)
    struct.pack_into("<HHH", page, 16, 0, len(headers), len(headers))
    end = _PAGE
    for at, header in enumerate(headers):
        end -= len(header)
        page[end : end + len(header)] = header
        struct.pack_into("<iiBBH", page, 24 + 12 * at, end, len(header), 0, 0, 0)
    return bytes(page)


_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
)


def xlsb(rows: Rows) -> bytes:
    """Return a binary workbook of one sheet (MS-XLSB)."""
    table = [list(rows[0]), *(list(row.values()) for row in rows)]
    texts = sorted({cell for row in table for cell in row if isinstance(cell, str)})
    size = struct.pack("<IIII", 0, len(rows), 0, len(table[0]) - 1)
    sheet = _record(129, b"") + _record(148, size) + _record(145, b"")
    for at, row in enumerate(table):
        sheet += _record(0, struct.pack("<IIHBB", at, 0, 300, 0, 0) + bytes(5))
        for column, cell in enumerate(row):
            where = struct.pack("<II", column, 0)
            sheet += (
                _record(7, where + struct.pack("<I", texts.index(cell)))
                if isinstance(cell, str)
                else _record(5, where + struct.pack("<d", cell))
            )
    sheet += _record(146, b"") + _record(130, b"")
    strings = _record(159, struct.pack("<II", len(texts), len(texts)))
    strings += b"".join(_record(19, b"\0" + _wide(text)) for text in texts) + _record(160, b"")
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("towns")
    workbook = _record(131, b"") + _record(143, b"") + _record(156, bundle)
    workbook += _record(144, b"") + _record(132, b"")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", workbook)
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/sharedStrings.bin", strings)
    return file.getvalue()


def _record(kind: int, data: bytes) -> bytes:
    """Return a record: its kind and length in seven bits a byte."""
    return _number(kind) + _number(len(data)) + data


def _number(value: int) -> bytes:
    return bytes([value]) if value < 128 else bytes([value & 127 | 128]) + _number(value >> 7)


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/**
 * Parquet files as PyArrow writes them, by name, and what is in some of them.
 */
export interface IParquetFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The texts of all cells, by the name of the file: rows of cells. */
  readonly texts: { readonly [name: string]: readonly string[][] };
}

/**
 * Write the files.
 */
export function makeParquetFiles(): IParquetFiles {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  try {
    execFileSync('python', ['-c', SCRIPT], { cwd: folder });
    const names = readdirSync(folder);
    const files = new Map<string, Uint8Array>();
    for (const name of names.filter(name => name.endsWith('.parquet'))) {
      files.set(name, new Uint8Array(readFileSync(join(folder, name))));
    }
    const texts = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8'));
    return { files, texts };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const SCRIPT = `
import datetime as dt, decimal, json
import numpy as np, pyarrow as pa
from pyarrow import parquet as pq

texts = {}

# Each type, with a value, another one, and none; and how they are shown.
UTC = dt.timezone.utc
TYPES = {
    "boolean": (pa.bool_(), [True, False], ["true", "false"]),
    "int8": (pa.int8(), [-128, 127], ["-128", "127"]),
    "int64": (pa.int64(), [2**63 - 1, -(2**63)], ["9223372036854775807", "-9223372036854775808"]),
    "uint32": (pa.uint32(), [2**32 - 1, 0], ["4294967295", "0"]),
    "uint64": (pa.uint64(), [2**64 - 1, 0], ["18446744073709551615", "0"]),
    "float32": (pa.float32(), [0.1, -16777216.0], ["0.1", "-16777216"]),
    "float64": (pa.float64(), [0.1, float("nan")], ["0.1", "NaN"]),
    "decimal, 4 bytes": (pa.decimal128(5, 2), [decimal.Decimal("-0.05"), decimal.Decimal("123.40")],
                         ["-0.05", "123.40"]),
    "decimal, 16 bytes": (pa.decimal128(38, 10),
                          [decimal.Decimal("1234567890123456789012345678.0123456789"), decimal.Decimal("-1E-10")],
                          ["1234567890123456789012345678.0123456789", "-0.0000000001"]),
    "decimal without digits": (pa.decimal128(20, 0), [decimal.Decimal(-12), decimal.Decimal(0)], ["-12", "0"]),
    "text": (pa.string(), ["l'été; à l'ouest", ""], ["l'été; à l'ouest", ""]),
    "bytes that are text": (pa.binary(), ["né".encode(), b""], ["né", ""]),
    "bytes": (pa.binary(), [b"\\x00\\xff", b"\\x80" * 40], ["0x00ff", "0x" + "80" * 32 + "…"]),
    "bytes of a length": (pa.binary(2), [b"\\x00\\x01", b"\\xfe\\xff"], ["0x0001", "0xfeff"]),
    "date": (pa.date32(), [dt.date(2024, 2, 29), dt.date(1789, 7, 14)], ["2024-02-29", "1789-07-14"]),
    "milliseconds": (pa.timestamp("ms"), [dt.datetime(2024, 5, 1, 12, 30, 0, 5000), dt.datetime(1969, 12, 31, 23, 59, 59)],
                     ["2024-05-01 12:30:00.005", "1969-12-31 23:59:59"]),
    "microseconds": (pa.timestamp("us"), [dt.datetime(2024, 5, 1, 12, 30, 0, 123456), dt.datetime(1900, 1, 1)],
                     ["2024-05-01 12:30:00.123456", "1900-01-01 00:00:00"]),
    "nanoseconds": (pa.timestamp("ns"), [1714566600123456789, -1],
                    ["2024-05-01 12:30:00.123456789", "1969-12-31 23:59:59.999999999"]),
    "with a time zone": (pa.timestamp("us", tz="Europe/Paris"), [dt.datetime(2024, 5, 1, 12, tzinfo=UTC), dt.datetime(2000, 1, 1, tzinfo=UTC)],
                         ["2024-05-01 12:00:00Z", "2000-01-01 00:00:00Z"]),
    "time of day": (pa.time64("us"), [dt.time(12, 5, 9, 250000), dt.time(0)], ["12:05:09.25", "00:00:00"]),
    "time, milliseconds": (pa.time32("ms"), [dt.time(23, 59, 59, 999000), dt.time(0)], ["23:59:59.999", "00:00:00"]),
    "list": (pa.list_(pa.int64()), [[1, None, 2**62], []], ["[1, null, 4611686018427387904]", "[]"]),
    "struct": (pa.struct([("a", pa.string()), ("b", pa.decimal128(5, 2))]),
               [{"a": 'x"', "b": decimal.Decimal("1.50")}, {"a": None, "b": None}],
               ['{"a": "x\\\\"", "b": 1.50}', '{"a": null, "b": null}']),
    "list of structs": (pa.list_(pa.struct([("t", pa.date32())])), [[{"t": dt.date(2024, 1, 2)}], [None]],
                        ['[{"t": "2024-01-02"}]', "[null]"]),
}
table = pa.table({name: pa.array([*values, None], type) for name, (type, values, _) in TYPES.items()})
shown = [[cells[row] if row < 2 else "" for _, _, cells in TYPES.values()] for row in range(3)]
for name, options in {
    "types": {},
    "plain": {"use_dictionary": False, "compression": "NONE"},
    "v2": {"data_page_version": "2.0", "compression": "ZSTD"},
    "gzip": {"compression": "GZIP"},
    "gzip v2": {"compression": "GZIP", "data_page_version": "2.0", "use_dictionary": False},
    "index": {"write_page_index": True, "compression": "ZSTD"},
    "delta": {"use_dictionary": False, "version": "2.6",
              "column_encoding": {"int64": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY", "float64": "BYTE_STREAM_SPLIT"}},
    "brotli": {"compression": "BROTLI"},
    "lz4": {"compression": "LZ4", "data_page_version": "2.0"},
}.items():
    pq.write_table(table, f"{name}.parquet", **options)
    texts[name] = shown
pq.write_table(table.select(["nanoseconds"]), "int96.parquet", use_deprecated_int96_timestamps=True)
texts["int96"] = [[row[list(TYPES).index("nanoseconds")]] for row in shown]

# Pages and row groups: 100,000 rows of which each can be known.
ROWS = 100_000
words = np.array([f"mot {i}" for i in range(5000)], dtype=object)
many = pa.table({
    "n": pa.array(range(ROWS)),
    "word": words[np.arange(ROWS) % 5000],
    "noise": np.random.default_rng(1).random(ROWS),
    "list": pa.array([[i, i + 1] for i in range(ROWS)]),
    "gaps": pa.array([None if i % 3 else i for i in range(ROWS)], pa.int64()),
})
for name, options in {
    "pages": {"row_group_size": ROWS},
    "pages v2": {"row_group_size": ROWS, "data_page_version": "2.0"},
    "pages index": {"row_group_size": ROWS, "write_page_index": True},
    "groups": {"row_group_size": 30_000},
    "pages lz4": {"row_group_size": ROWS, "compression": "LZ4"},
}.items():
    pq.write_table(many, f"{name}.parquet", data_page_size=16_384, use_dictionary=["word"], **options)

# Days that many pages have none of.
first = dt.date(2000, 1, 1).toordinal()
days = pa.table({
    "day": pa.array([None if 20_000 <= i < 80_000 else dt.date.fromordinal(first + i) for i in range(ROWS)]),
    "n": pa.array([i * 7919 % ROWS for i in range(ROWS)]),
})
for name, index in {"days": False, "days index": True}.items():
    pq.write_table(days, f"{name}.parquet", data_page_size=4096, use_dictionary=False, write_page_index=index)

pq.write_table(many.slice(0, 0), "empty.parquet")
pq.write_table(pa.table({f"c {i}": [i] for i in range(2000)}), "wide.parquet")
pq.write_table(pa.table({"a.b": [1], "": [2]}), "names.parquet")
with open("texts.json", "w") as file:
    json.dump(texts, file)
`;

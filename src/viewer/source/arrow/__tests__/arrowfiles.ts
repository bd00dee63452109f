// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/**
 * Arrow files as PyArrow writes them, by name.
 */
export interface IArrowFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The texts of all cells of the files of types: rows of cells. */
  readonly texts: readonly string[][];
}

/**
 * Write the files.
 */
export function makeArrowFiles(): IArrowFiles {
  const folder = mkdtempSync(join(tmpdir(), 'arrow-'));
  try {
    execFileSync('python', ['-c', SCRIPT], { cwd: folder });
    const files = new Map<string, Uint8Array>();
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.arrow')) {
        const bytes = new Uint8Array(readFileSync(join(folder, name)));
        files.set(name.replace('.arrow', ''), bytes);
      }
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
from pyarrow import feather, ipc

UTC = dt.timezone.utc
D = decimal.Decimal
TYPES = {
    "boolean": (pa.bool_(), [True, False], ["true", "false"]),
    "int8": (pa.int8(), [-128, 127], ["-128", "127"]),
    "int64": (pa.int64(), [2**63 - 1, -(2**63)], ["9223372036854775807", "-9223372036854775808"]),
    "uint64": (pa.uint64(), [2**64 - 1, 0], ["18446744073709551615", "0"]),
    "float32": (pa.float32(), [0.1, -16777216.0], ["0.1", "-16777216"]),
    "float64": (pa.float64(), [0.1, float("nan")], ["0.1", "NaN"]),
    "decimal": (pa.decimal128(38, 10), [D("1234567890123456789012345678.0123456789"), D("-1E-10")],
                ["1234567890123456789012345678.0123456789", "-0.0000000001"]),
    "text": (pa.string(), ["l'été; à l'ouest", ""], ["l'été; à l'ouest", ""]),
    "large text": (pa.large_string(), ["é", "b"], ["é", "b"]),
    "text view": (pa.string_view(), ["short", "longer than twelve letters"], ["short", "longer than twelve letters"]),
    "bytes": (pa.binary(), [b"\\x00\\xff", b"ok"], ["0x00ff", "ok"]),
    "bytes of a length": (pa.binary(2), [b"\\x00\\x01", b"\\xfe\\xff"], ["0x0001", "0xfeff"]),
    "category": (pa.dictionary(pa.int8(), pa.string()), ["rouge", "vert"], ["rouge", "vert"]),
    "date": (pa.date32(), [dt.date(2024, 2, 29), dt.date(1789, 7, 14)], ["2024-02-29", "1789-07-14"]),
    "date64": (pa.date64(), [dt.date(2024, 2, 29), dt.date(1969, 12, 31)], ["2024-02-29", "1969-12-31"]),
    "microseconds": (pa.timestamp("us"), [dt.datetime(2024, 5, 1, 12, 30, 0, 123456), dt.datetime(1900, 1, 1)],
                     ["2024-05-01 12:30:00.123456", "1900-01-01 00:00:00"]),
    "nanoseconds": (pa.timestamp("ns"), [1714566600123456789, -1],
                    ["2024-05-01 12:30:00.123456789", "1969-12-31 23:59:59.999999999"]),
    "with a time zone": (pa.timestamp("s", tz="Europe/Paris"), [dt.datetime(2024, 5, 1, 12, tzinfo=UTC)] * 2,
                         ["2024-05-01 12:00:00Z"] * 2),
    "time of day": (pa.time64("us"), [dt.time(12, 5, 9, 250000), dt.time(0)], ["12:05:09.25", "00:00:00"]),
    "time, seconds": (pa.time32("s"), [dt.time(23, 59, 59), dt.time(0)], ["23:59:59", "00:00:00"]),
    "nothing": (pa.null(), [None, None], ["", ""]),
    "list": (pa.list_(pa.int64()), [[1, None, 2**62], []], ["[1, null, 4611686018427387904]", "[]"]),
    "list without gaps": (pa.list_(pa.int32()), [[1, 2], [3]], ["[1, 2]", "[3]"]),
    "list of a length": (pa.list_(pa.float64(), 2), [[0.5, 1], [2, 3]], ["[0.5, 1]", "[2, 3]"]),
    "struct": (pa.struct([("a", pa.string()), ("b", pa.decimal128(5, 2))]),
               [{"a": 'x"', "b": D("1.50")}, {"a": None, "b": None}],
               ['{"a": "x\\\\"", "b": 1.50}', '{"a": null, "b": null}']),
    "map": (pa.map_(pa.string(), pa.int64()), [[("a", 1)], []], ['{"a": 1}', "{}"]),
    "after": (pa.int32(), [1, 2], ["1", "2"]),
}
table = pa.table({name: pa.array([*values, None], type) for name, (type, values, _) in TYPES.items()})
shown = [[cells[row] if row < 2 else "" for _, _, cells in TYPES.values()] for row in range(3)]
with open("texts.json", "w") as file:
    json.dump(shown, file)

def write(name, table, rows=None, **options):
    with ipc.new_file(f"{name}.arrow", table.schema, options=ipc.IpcWriteOptions(**options)) as file:
        file.write_table(table, max_chunksize=rows)

write("types", table)

def stream(name, schema, batches, **options):
    with ipc.new_stream(f"{name}.arrow", schema, options=ipc.IpcWriteOptions(**options)) as file:
        for batch in batches:
            file.write_batch(batch)

stream("types stream", table.schema, table.to_batches())
stream("types stream lz4", table.schema, table.to_batches(), compression="lz4")
stream("empty stream", table.schema, [])
words = [pa.record_batch({"w": pa.array(pair).dictionary_encode()}) for pair in (["a", "b"], ["c", "d"])]
stream("replaced stream", words[0].schema, words)
write("lz4", table, compression="lz4")
write("zstd", table, compression="zstd")
write("empty", table.slice(0, 0))

ROWS = 100_000
many = pa.table({
    "n": pa.array(range(ROWS)),
    "word": pa.array([f"mot {i % 5000}" for i in range(ROWS)]),
    "category": pa.array([f"c {i % 50}" for i in range(ROWS)]).dictionary_encode(),
    "gaps": pa.array([None if i % 3 else i for i in range(ROWS)], pa.int64()),
})
write("batches", many, 30_000)
stream("many stream", many.schema, many.to_batches(1000))
feather.write_feather(many, "feather.arrow")
feather.write_feather(many.drop_columns(["category"]), "v1.arrow", version=1)
uneven = pa.Table.from_batches([*many.slice(0, 10).to_batches(), *many.slice(10, 500).to_batches(),
                                *many.slice(510, 20).to_batches(), *many.slice(530, 70).to_batches()])
write("uneven", uneven)
LARGE = 2_500_000
numbers = np.arange(LARGE)
gaps = pa.array(numbers, mask=numbers % 3 == 0)
large = pa.table({
    "n": numbers,
    "gaps": gaps,
    "text": pa.array([f"mot {n % 977}" for n in range(LARGE)]),
    "large text": pa.array([f"mot {n % 977}" for n in range(LARGE)], pa.large_string()),
    "bool": pa.array(numbers % 2 == 0),
    "decimal": gaps.cast(pa.decimal128(20, 0)),
    "day": pa.array((numbers % 30_000).astype("int32")).cast(pa.date32()),
    "list": pa.FixedSizeListArray.from_arrays(pa.array(numbers), 1),
})
write("large", large)
write("large packed", large.select(["n"]), compression="lz4")
`;

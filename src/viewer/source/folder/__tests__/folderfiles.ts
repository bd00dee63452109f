// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import { openParquet } from '../../../__tests__/memorytables';
import { FolderTable } from '../foldertable';

/**
 * Parquet files as PyArrow writes them, by name, and what opens some of them as
 * one table.
 */
export function makeFolder() {
  const text = execFileSync('python', ['-c', SCRIPT], { maxBuffer: 2 ** 26 });
  const files: { [name: string]: string } = JSON.parse(text.toString());
  const bytesOf = (name: string) =>
    new Uint8Array(Buffer.from(files[name], 'base64'));
  return {
    bytesOf,
    open: async (names: readonly string[]) => {
      const opened: number[] = [];
      const openFile = async (file: number) => {
        opened.push(file);
        return (await openParquet(bytesOf(names[file]))).table;
      };
      const table = new FolderTable({
        files: names.map(name => ({
          name,
          size: bytesOf(name).length,
          values: [/year=(\d+)/.exec(name)?.[1] ?? '']
        })),
        isCut: false,
        most: 2 ** 19,
        first: await openFile(0),
        partitions: [{ name: 'year', type: 'integer' }],
        open: openFile
      });
      return { opened, table };
    }
  };
}

const SCRIPT = `
import base64, io, json
import pyarrow as pa
from pyarrow import parquet as pq

files = {}

def write(name, **columns):
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    files[name] = base64.b64encode(file.getvalue()).decode()

def numbers(first, rows):
    return {"n": pa.array(range(first, first + rows)), "word": [f"mot {n}" for n in range(rows)]}

write("year=2019/a", **numbers(0, 1000))
write("year=2020/a", **numbers(1000, 1000))
write("year=2020/b", **numbers(2000, 1500))
write("few", **numbers(1, 3))
write("other", n=[5000.5, 5001.5], more=[1, 2])
write("turned", word=["seven"], n=[7])
files["damaged"] = base64.b64encode(b"PAR1" + b"x" * 200).decode()
print(json.dumps(files))
`;

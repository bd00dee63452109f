// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { indented } from '../code';
import type { IReading } from './reading';

/**
 * How Python reads binary data of a known variant. Other data stays bytes.
 */
export const BINARIES: { readonly [variant: string]: Partial<IReading> } = {
  npy: {
    imports: ['import numpy as np'],
    wish: 'array',
    lines: (source, variable) => [`${variable} = np.load(${source})`]
  },
  npz: {
    imports: ['import numpy as np'],
    wish: 'arrays',
    lines: (source, variable) => [`${variable} = dict(np.load(${source}))`]
  },
  avro: {
    imports: ['import fastavro', 'import pandas as pd'],
    wish: 'df',
    lines: (source, variable) => [
      `${variable} = pd.DataFrame(fastavro.reader(${source}))`
    ]
  },
  duckdb: {
    imports: ['import duckdb'],
    wish: 'tables',
    from: 'local',
    remarks: ['# All tables, as data frames.'],
    lines: (source, variable, names) => {
      const database = names.free('database');
      return [
        `with duckdb.connect(${source}, read_only=True) as ${database}:`,
        ...indented([
          `${variable} = {name: ${database}.table(name).df() for name, in ${database}.sql("SELECT table_name FROM duckdb_tables()").fetchall()}`
        ])
      ];
    }
  },
  tar: archive('tarfile', 'tarfile.open(fileobj=', 'getnames', 'extractfile'),
  zip: archive('zipfile', 'zipfile.ZipFile(', 'namelist', 'open')
};

/** Lists the names in an archive, with a remark on how to continue. */
function archive(
  module: string,
  open: string,
  list: string,
  extract: string
): Partial<IReading> {
  return {
    imports: [`import ${module}`],
    wish: 'files',
    remarks: ['# Several files: their names.'],
    lines: (source, variable, names) => {
      const opened = names.free('archive');
      return [
        `with ${open}${source}) as ${opened}:`,
        ...indented([
          `${variable} = ${opened}.${list}()`,
          `# The content of one: ${opened}.${extract}(${variable}[0]).read()`
        ])
      ];
    }
  };
}

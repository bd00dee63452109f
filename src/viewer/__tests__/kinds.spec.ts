// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isNamedTable, promiseOf } from '../../inspect/formats/filenames';
import { tableRole } from '../kinds';

const ENDS = [
  ...['csv', 'tsv', 'tab', 'psv', 'txt', 'log', 'html', 'xml', 'md', 'json'],
  ...['jsonl', 'ndjson', 'parquet', 'pq', 'parq', 'geoparquet'],
  ...['arrow', 'feather', 'ipc', 'arrows', 'arrow.gz'],
  ...[
    'xlsx',
    'xlsm',
    'xls',
    'xlsb',
    'ods',
    'dta',
    'rds',
    'pdf',
    'py',
    'dat',
    'sas7bdat',
    'csvx',
    ''
  ],
  ...['csv.gz', 'tsv.bz2', 'csv.zst', 'csv.zstd', 'tab.xz', 'csv.bgz'],
  ...['jsonl.gz', 'ndjson.zst', 'log.gz', 'csv.zip', 'parquet.gz', 'gz'],
  ...['txt.zip', 'json.gz', 'md.gz', 'csv.gz.gz']
];

it.each(ENDS)('what “inspect” takes .%s for is what is offered', end => {
  for (const name of [`x.${end}`, `é y.${end.toUpperCase()}`, end, `.${end}`]) {
    const { compression, format, inner, variant } = promiseOf(name);
    const isText = format === 'text' && variant === null;
    const isColumns =
      /parquet$|^feather$|^excel$/.test(format ?? '') && compression === null;
    const isZip = compression === 'zip';
    const isLines = isNamedTable(inner) || format === 'jsonl';
    const role =
      isColumns || (isLines && !isZip)
        ? 'opened'
        : isText && !isZip
          ? 'offered'
          : null;
    expect([name, tableRole(name)]).toEqual([name, role]);
  }
});

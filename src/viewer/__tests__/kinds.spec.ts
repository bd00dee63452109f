// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { isNamedTable, promiseOf } from '../../inspect/formats/filenames';
import { tableRole } from '../kinds';

const ENDS = [
  ...['csv', 'tsv', 'tab', 'psv', 'txt', 'log', 'html', 'xml', 'md', 'json'],
  ...[
    'jsonl',
    'parquet',
    'pq',
    'parq',
    'geoparquet',
    'arrow',
    'xlsx',
    'dta',
    'rds',
    'pdf',
    'py',
    'csv.gz'
  ],
  ...['parquet.gz', 'txt.zip', 'dat', 'sas7bdat', 'csvx', '']
];

it.each(ENDS)('what “inspect” takes .%s for is what is offered', end => {
  for (const name of [`x.${end}`, `é y.${end.toUpperCase()}`, end, `.${end}`]) {
    const { compression, format, variant } = promiseOf(name);
    const isText = format === 'text' && variant === null;
    const isParquet = /parquet$/.test(format ?? '') && compression === null;
    const role =
      isNamedTable(name) || isParquet
        ? 'opened'
        : isText && compression === null
          ? 'offered'
          : null;
    expect([name, tableRole(name)]).toEqual([name, role]);
  }
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { named } from '../code';
import { pythonLiteral } from '../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { endpoint, REGION } from './endpoint';
import { otherEncoding } from './pandascalls';

/**
 * PyArrow's datasets, for files and folders larger than the memory.
 */
export const pyarrow: ILibrary = {
  language: 'python',
  library: 'pyarrow',
  rank: question => (isFor(question) ? 40 : 0),
  write: subject => {
    const { imports, setup } = fileSystem(subject);
    const parts = WRITERS[subject.operation](subject);
    return { ...parts, imports: [...imports, ...parts.imports], setup };
  }
};

const WRITERS = { read, write, list };

/** As datasets name the formats. */
const FORMATS: { readonly [format: string]: string } = {
  csv: 'csv',
  jsonl: 'json',
  parquet: 'parquet',
  geoparquet: 'parquet',
  feather: 'feather',
  orc: 'orc'
};

function isFor({ facts, kind, operation, place }: IQuestion): boolean {
  if (operation === 'list') {
    return true;
  }
  const known = !facts.doubt && FORMATS[facts.format] !== undefined;
  // A dataset tells the packing of text by the end of the name.
  const packed =
    facts.compression === null ||
    (facts.format === 'csv' &&
      ((facts.compression === 'gzip' && /\.gz$/.test(place.key)) ||
        (facts.compression === 'bz2' && /\.bz2$/.test(place.key))));
  return operation === 'write'
    ? known && kind === 'folder' && facts.format === 'parquet'
    : known && packed && !facts.table?.comment;
}

function fileSystem(subject: ISubject): Pick<IParts, 'imports' | 'setup'> {
  const { imports, setup, expression } = endpoint(subject);
  const anonymous = subject.publicUrl !== null;
  const args = [
    ...(anonymous ? ['anonymous=True'] : [`region=${REGION}`]),
    ...(expression ? [`endpoint_override=${expression}`] : [])
  ];
  return {
    imports: [...imports, 'from pyarrow import fs as pafs'],
    setup: [...setup, `s3 = pafs.S3FileSystem(${args.join(', ')})`]
  };
}

function read(subject: ISubject): IParts {
  const { facts, folder, path } = subject;
  const variable = subject.free('table');
  const { imports, statements, format } = formatOf(facts);
  const hive = folder?.partitions.length ? ['partitioning="hive"'] : [];
  const args = [
    pythonLiteral(path),
    'filesystem=s3',
    `format=${format}`,
    ...hive
  ];
  return {
    imports: ['import pyarrow.dataset as ds', ...imports],
    setup: [],
    body: [
      ...statements,
      `dataset = ds.dataset(${args.join(', ')})`,
      `${variable} = dataset.to_table()`
    ],
    variable
  };
}

function write(subject: ISubject): IParts {
  const path = pythonLiteral(`${subject.path}/export.parquet`);
  return {
    imports: ['import pyarrow.parquet as pq'],
    setup: [],
    body: [`pq.write_table(table, ${path}, filesystem=s3)`],
    variable: 'table'
  };
}

function list(subject: ISubject): IParts {
  const variable = subject.free('files');
  const folder =
    subject.kind === 'folder'
      ? subject.path
      : subject.path.replace(/\/[^/]*$/, '');
  return {
    imports: [],
    setup: [],
    body: [
      `${variable} = [each.path for each in s3.get_file_info(pafs.FileSelector(${pythonLiteral(folder)}))]`,
      variable
    ],
    variable
  };
}

/** The format with what differs from its defaults. */
function formatOf(facts: IFacts): {
  readonly imports: string[];
  readonly statements: string[];
  readonly format: string;
} {
  const { table } = facts;
  const plain = pythonLiteral(FORMATS[facts.format]);
  const encoding = otherEncoding(facts.encoding, false);
  if (facts.format !== 'csv' || !table) {
    return { imports: [], statements: [], format: plain };
  }
  const texts = table.textColumns ?? [];
  const options = [
    group('parse_options', 'ParseOptions', [
      ...(table.separator !== ',' ? [named('delimiter', table.separator)] : []),
      ...(table.quote === "'" ? [named('quote_char', "'")] : [])
    ]),
    group('read_options', 'ReadOptions', [
      ...(encoding ? [named('encoding', encoding)] : []),
      ...(table.hasHeader ? [] : ['autogenerate_column_names=True'])
    ]),
    group('convert_options', 'ConvertOptions', [
      ...(table.decimal === ',' ? [named('decimal_point', ',')] : []),
      ...(texts.length
        ? [
            `column_types={${texts.map(name => `${pythonLiteral(name)}: "string"`).join(', ')}}`
          ]
        : [])
    ])
  ].flat();
  return options.length
    ? {
        imports: ['from pyarrow import csv'],
        statements: [`csv_format = ds.CsvFileFormat(${options.join(', ')})`],
        format: 'csv_format'
      }
    : { imports: [], statements: [], format: plain };
}

function group(name: string, type: string, args: string[]): string[] {
  return args.length ? [`${name}=csv.${type}(${args.join(', ')})`] : [];
}

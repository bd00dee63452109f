// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { call, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { GROUPED, otherEncoding, typesOf } from './csv';
import { endpoint, REGION } from './endpoint';
import { hivePartitioning } from './folders';
import { isWritable, writingOf } from './writings';

/**
 * PyArrow's datasets, for files and folders larger than the memory.
 */
export const pyarrow: ILibrary = {
  language: 'python',
  library: 'pyarrow',
  rank: question => (isFor(question) ? 40 : 0),
  write: subject => {
    const { s3, ...before } = fileSystem(subject);
    const { imports, ...rest } = WRITERS[subject.operation](subject, s3);
    return {
      ...rest,
      imports: [...before.imports, ...imports],
      setup: before.setup
    };
  }
};

/** What a writer gives, given the name of the file system. */
type Writer = (subject: ISubject, s3: string) => Omit<IParts, 'setup'>;

const WRITERS: { readonly [operation in ISubject['operation']]: Writer } = {
  read,
  write,
  list
};

/** As datasets name the formats. */
const FORMATS: { readonly [format: string]: string } = {
  csv: 'csv',
  jsonl: 'json',
  parquet: 'parquet',
  geoparquet: 'parquet',
  feather: 'feather',
  orc: 'orc'
};

function isFor(question: IQuestion): boolean {
  const { facts, kind, operation } = question;
  if (operation === 'list') {
    return true;
  }
  return operation === 'write'
    ? !facts.doubt &&
        kind === 'folder' &&
        facts.format === 'parquet' &&
        isWritable(question)
    : reads(question);
}

function reads({ facts, place }: IQuestion): boolean {
  const { compression, format, table, variant } = facts;
  // A dataset tells the packing of text by the end of the name.
  const packed =
    (compression === null && !/\.(gz|bz2|zst|lz4)$/i.test(place.key)) ||
    (format === 'csv' && compression === 'gzip' && /\.gz$/.test(place.key));
  const cut =
    table !== null &&
    !table.comment &&
    // A dataset looks for the names of columns in the lines to skip.
    !table.skippedLines &&
    !table.rowNames &&
    !table.irregular &&
    table.separator !== ' ';
  const plain = variant === null || variant === 'file' || format === 'csv';
  return (
    !facts.doubt &&
    FORMATS[format] !== undefined &&
    packed &&
    plain &&
    (format !== 'jsonl' || otherEncoding(facts.encoding, false) === null) &&
    // A dataset takes all that lies in a folder.
    !('extension' in facts && (facts.hasOthers || facts.hasEmpty)) &&
    (format !== 'csv' || cut)
  );
}

function fileSystem(
  subject: ISubject
): Pick<IParts, 'imports' | 'setup'> & { readonly s3: string } {
  const { imports, setup, expression } = endpoint(subject);
  const anonymous = subject.publicUrl !== null;
  const args = [
    ...(anonymous ? ['anonymous=True'] : [`region=${REGION}`]),
    ...(expression ? [`endpoint_override=${expression}`] : [])
  ];
  const { name, statement } = subject.names.settled(
    anonymous ? 'public_s3' : 's3',
    each => `${each} = ${call('pyarrow.fs.S3FileSystem', args)}`
  );
  return {
    imports: [
      ...imports,
      ...(anonymous ? [] : ['import os']),
      'import pyarrow.fs'
    ],
    setup: [...setup, statement],
    s3: name
  };
}

function read(subject: ISubject, s3: string): Omit<IParts, 'setup'> {
  const { facts, folder, names, path } = subject;
  const dataset = names.free('dataset');
  const variable = names.free('table');
  const options = formatOptions(facts);
  const format = options.length
    ? call('pyarrow.dataset.CsvFileFormat', options)
    : pythonLiteral(FORMATS[facts.format]);
  const hive = folder?.partitions.length
    ? [`partitioning=${hivePartitioning(folder) ?? '"hive"'}`]
    : [];
  const csvFormat = options.length ? names.free('csv_format') : null;
  const args = [
    pythonLiteral(path),
    `filesystem=${s3}`,
    `format=${csvFormat ?? format}`,
    ...hive
  ];
  return {
    imports: [
      'import pyarrow.dataset',
      ...(csvFormat ? ['import pyarrow.csv'] : [])
    ],
    body: [
      ...(facts.table?.thousands ? [GROUPED] : []),
      ...(csvFormat ? `${csvFormat} = ${format}`.split('\n') : []),
      ...`${dataset} = ${call('pyarrow.dataset.dataset', args)}`.split('\n'),
      `${variable} = ${dataset}.to_table()`
    ],
    variable
  };
}

function write(subject: ISubject, s3: string): Omit<IParts, 'setup'> {
  const { path, remarks } = writingOf(subject);
  return {
    imports: ['import pyarrow.parquet'],
    body: [
      ...remarks,
      `pyarrow.parquet.write_table(table, ${pythonLiteral(path)}, filesystem=${s3})`
    ],
    variable: 'table'
  };
}

function list(subject: ISubject, s3: string): Omit<IParts, 'setup'> {
  const variable = subject.names.free('files');
  const folder =
    subject.kind === 'folder'
      ? subject.path
      : subject.path.replace(/\/[^/]*$/, '');
  return {
    imports: [],
    body: [
      `${variable} = [each.path for each in ${s3}.get_file_info(pyarrow.fs.FileSelector(${pythonLiteral(folder)}))]`,
      variable
    ],
    variable
  };
}

/** What differs from the defaults of a text table. */
function formatOptions(facts: IFacts): string[] {
  const { table } = facts;
  const encoding = otherEncoding(facts.encoding, false);
  if (facts.format !== 'csv' || !table) {
    return [];
  }
  // PyArrow calls columns without names f0, f1 and so on.
  const types = typesOf(table, '"string"', position => `"f${position}"`);
  return [
    group('parse_options', 'ParseOptions', [
      ...(table.separator !== ',' ? [named('delimiter', table.separator)] : []),
      ...(table.quote === "'" ? [named('quote_char', "'")] : []),
      ...(table.quote === null ? ['quote_char=False'] : []),
      ...(table.escape ? [named('escape_char', table.escape)] : [])
    ]),
    group('read_options', 'ReadOptions', [
      ...(encoding ? [named('encoding', encoding)] : []),
      ...(table.hasHeader ? [] : ['autogenerate_column_names=True'])
    ]),
    group('convert_options', 'ConvertOptions', [
      ...(table.decimal === ',' ? [named('decimal_point', ',')] : []),
      ...(table.missing
        ? [
            `null_values=[${['', ...table.missing].map(pythonLiteral).join(', ')}]`
          ]
        : []),
      ...(table.textColumns.length ? [`column_types=${types}`] : [])
    ])
  ].flat();
}

function group(name: string, type: string, args: string[]): string[] {
  return args.length ? [`${name}=pyarrow.csv.${type}(${args.join(', ')})`] : [];
}

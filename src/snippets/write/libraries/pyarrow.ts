// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { call, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { type IClientCall, throughClient } from '../python/client';
import { otherEncoding, typesOf } from '../python/csv';
import { regionToName } from '../store';
import { GROUPED, isByte, tableRemarks } from '../tables';
import { endpointUrl } from '../python/endpoint';
import { hivePartitioning } from '../python/folders';
import { isNew, isWritable, refused, writingOf } from '../python/writings';

/**
 * PyArrow datasets, for files and folders larger than memory.
 */
export const pyarrow: ILibrary = {
  language: 'python',
  library: 'pyarrow',
  displayName: 'PyArrow',
  order: 50,
  setting: 'PyArrow',
  rank: question => (isFor(question) ? 40 : 0),
  write: throughClient(fileSystem, { read, write, list })
};

/** The names of formats in datasets. */
const FORMATS: { readonly [format: string]: string } = {
  csv: 'csv',
  jsonl: 'json',
  parquet: 'parquet',
  geoparquet: 'parquet',
  feather: 'feather',
  orc: 'orc'
};

function isFor(question: ISnippetQuestion): boolean {
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

function reads({ facts, location }: ISnippetQuestion): boolean {
  const { compression, format, table, variant } = facts;
  // A dataset detects the compression of text by the file extension.
  const packed =
    (compression === null && !/\.(gz|bz2|zst|lz4)$/i.test(location.key)) ||
    (format === 'csv' && compression === 'gzip' && /\.gz$/.test(location.key));
  const cut =
    table !== null &&
    !table.comment &&
    // A dataset would look for the column names in the skipped lines.
    !table.skippedLines &&
    !table.rowNames &&
    !table.irregular &&
    !table.footer &&
    !table.initialSpaces &&
    table.separator !== ' ' &&
    isByte(table.separator);
  const plain = variant === null || variant === 'file' || format === 'csv';
  return (
    !facts.doubt &&
    !facts.encodingErrors &&
    FORMATS[format] !== undefined &&
    packed &&
    plain &&
    (format !== 'jsonl' || otherEncoding(facts.encoding, false) === null) &&
    // A dataset reads all files of a folder.
    !('extension' in facts && (facts.hasOthers || facts.hasEmpty)) &&
    (format !== 'csv' || cut)
  );
}

function fileSystem(
  subject: ISnippetSubject,
  isAnonymous: boolean
): IClientCall {
  const url = endpointUrl(subject);
  // It would ask AWS's service of virtual machines for the region otherwise.
  const region = regionToName(subject.store, true);
  const args = [
    ...(isAnonymous ? ['anonymous=True'] : []),
    ...(url ? [`endpoint_override=${url.expression}`] : []),
    ...(region && !isAnonymous ? [named('region', region)] : [])
  ];
  return {
    expression: call('pyarrow.fs.S3FileSystem', args),
    imports: [...(url?.imports ?? []), 'import pyarrow.fs']
  };
}

function read(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
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
      ...(facts.table ? tableRemarks(facts.table) : []),
      ...(facts.table?.thousands ? [GROUPED] : []),
      ...(csvFormat ? `${csvFormat} = ${format}`.split('\n') : []),
      ...`${dataset} = ${call('pyarrow.dataset.dataset', args)}`.split('\n'),
      `${variable} = ${dataset}.to_table()`
    ],
    variable
  };
}

function write(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
  const { path, remarks, variable } = writingOf(subject, {
    isGuarded: true,
    usual: 'table'
  });
  const file = pythonLiteral(path);
  const found = `${s3}.get_file_info(${file}).type != pyarrow.fs.FileType.NotFound`;
  return {
    imports: ['import pyarrow.parquet'],
    body: [
      ...remarks,
      ...(isNew(subject) ? refused(found, file) : []),
      `pyarrow.parquet.write_table(${variable}, ${file}, filesystem=${s3})`
    ],
    variable
  };
}

function list(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
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

/** The options of a text table that differ from the defaults. */
function formatOptions(facts: IFacts): string[] {
  const { table } = facts;
  const encoding = otherEncoding(facts.encoding, false);
  if (facts.format !== 'csv' || !table) {
    return [];
  }
  // PyArrow names columns without a header f0, f1 and so on.
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
      ...(table.hasHeader ? [] : ['autogenerate_column_names=True']),
      ...(table.unitLines ? [`skip_rows_after_names=${table.unitLines}`] : [])
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

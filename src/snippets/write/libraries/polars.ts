// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, IFolderFacts, ITableFacts } from '../../../inspect/facts';
import { call, indented, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { otherEncoding, typesOf } from '../python/csv';
import {
  ALL_TEXT,
  DATES,
  datesOf,
  encodingRemarks,
  GROUPED,
  isAllText,
  isByte,
  tableRemarks
} from '../tables';
import { objectStoreOptions } from '../python/endpoint';
import { fileEnd, isPattern } from '../python/folders';
import { exported, writingOf } from '../python/writings';
import { polarsQuery } from '../query/polarsquery';

/**
 * Polars, which reads only the needed parts of a file.
 */
export const polars: ILibrary = {
  language: 'python',
  library: 'polars',
  displayName: 'Polars',
  order: 30,
  setting: 'Polars',
  query: 'polars',
  rank: question =>
    question.operation !== 'list' &&
    // Its paths cannot contain control characters.
    !/\p{Cc}/u.test(question.location.key) &&
    !question.facts.doubt &&
    SCANS[question.facts.format] !== undefined &&
    (question.operation === 'write' ? writes(question) : reads(question))
      ? 50
      : 0,
  write: subject => {
    const { imports, setup, args } = objectStoreOptions(
      subject,
      subject.facts.variant !== 'delta'
    );
    // With options it looks for keys in variables alone.
    const isChain =
      subject.publicUrl === null && subject.store.kernels?.hasKeys === false;
    const options = isChain
      ? [...args, 'credential_provider=pl.CredentialProviderAWS()']
      : args;
    const asked = subject.query ? polarsQuery(subject.query) : null;
    return {
      imports: [...imports, ...(asked?.imports ?? []), 'import polars as pl'],
      setup,
      ...(subject.operation === 'write'
        ? write(subject, options)
        : read(subject, options, asked?.calls ?? []))
    };
  }
};

/** The functions that read and write each format. */
const SCANS: { readonly [format: string]: readonly [string, string] } = {
  csv: ['scan_csv', 'write_csv'],
  jsonl: ['scan_ndjson', 'lazy().sink_ndjson'],
  parquet: ['scan_parquet', 'write_parquet'],
  geoparquet: ['scan_parquet', 'write_parquet'],
  feather: ['scan_ipc', 'write_ipc']
};

function reads({ facts, kind, location }: ISnippetQuestion): boolean {
  const { format, table } = facts;
  const packed =
    facts.compression === null ||
    (['gzip', 'zstd'].includes(facts.compression) &&
      ['csv', 'jsonl'].includes(format));
  const extension = 'extension' in facts ? facts.extension : null;
  const split = 'partitions' in facts && facts.partitions.length > 0;
  const whole = kind === 'file' || extension !== null || format === 'parquet';
  return (
    packed &&
    isKnown(facts) &&
    (format !== 'csv' || (table !== null && isCut(table))) &&
    (!split || SCANS[format][0] === 'scan_parquet') &&
    otherEncoding(facts.encoding, format === 'jsonl') === null &&
    !(facts.encodingErrors && format === 'jsonl') &&
    whole &&
    // Its patterns cannot exclude characters.
    !('hasHidden' in facts && facts.hasHidden) &&
    !('hasEmpty' in facts && facts.hasEmpty && format === 'parquet') &&
    !(kind === 'folder' && isPattern(location.key))
  );
}

function writes({ facts, kind }: ISnippetQuestion): boolean {
  const { table } = facts;
  return (
    kind === 'file' &&
    facts.format !== 'geoparquet' &&
    isKnown(facts) &&
    facts.compression === null &&
    otherEncoding(facts.encoding, true) === null &&
    !table?.rowNames &&
    isByte(table?.separator ?? ',')
  );
}

/** Whether this is the variant of Arrow files that can be scanned. */
function isKnown({ format, variant }: IFacts): boolean {
  return format !== 'feather' || variant === null || variant === 'file';
}

/**
 * Whether Polars can parse the table: one-character separators and regular
 * rows.
 */
function isCut(table: ITableFacts): boolean {
  const { separator, rowNames, irregular, escape, footer, initialSpaces } =
    table;
  return (
    separator !== ' ' &&
    isByte(separator) &&
    !rowNames &&
    !irregular &&
    !escape &&
    !footer &&
    !initialSpaces
  );
}

function read(
  subject: ISnippetSubject,
  options: readonly string[],
  calls: readonly string[]
): Pick<IParts, 'body' | 'variable'> {
  const { facts, folder, path } = subject;
  const variable = subject.names.free('df');
  if (facts.variant === 'delta') {
    const source = pythonLiteral(`s3://${path}`);
    const scan = call('pl.scan_delta', [source, ...options]);
    return {
      body: [
        '# Its log says which of the files count. Needs the package deltalake.',
        ...`${variable} = ${scan}.collect()`.split('\n')
      ],
      variable
    };
  }
  const parts = folder?.partitions.length ?? 0;
  const end = folder ? fileEnd(folder) : '';
  const args = [
    pythonLiteral(`s3://${path}${end}`),
    ...csvArguments(facts, false),
    ...(!folder && isPattern(path) ? ['glob=False'] : []),
    ...(parts && facts.format === 'parquet' ? ['hive_partitioning=True'] : []),
    ...(folder?.isMisread ? [`hive_schema=${hiveSchema(folder)}`] : []),
    ...options
  ];
  const scan = call(`pl.${SCANS[facts.format][0]}`, args);
  return {
    body: [
      ...encodingRemarks(facts),
      ...(facts.table ? tableRemarks(facts.table) : []),
      ...(facts.table?.thousands ? [GROUPED] : []),
      ...(facts.table && isAllText(facts.table) ? [ALL_TEXT] : []),
      ...(facts.table ? dateRemarks(facts.table, variable) : []),
      ...collected(variable, scan, calls)
    ],
    variable
  };
}

/** The statement that makes dates of what stays text, for who wants them. */
function dateRemarks(table: ITableFacts, variable: string): string[] {
  if (!table.hasHeader) {
    return [];
  }
  const made = datesOf(table, pythonLiteral).map(
    ({ column, format }) =>
      `pl.col(${column}).str.to_date${format.includes('%H') ? 'time' : ''}(${format})`
  );
  return made.length
    ? [`${DATES} ${variable} = ${variable}.with_columns(${made.join(', ')})`]
    : [];
}

/** The statement that reads a scan, with what chooses its rows and columns. */
function collected(
  variable: string,
  scan: string,
  calls: readonly string[]
): string[] {
  if (calls.length === 0) {
    return `${variable} = ${scan}.collect()`.split('\n');
  }
  return [
    `${variable} = (`,
    ...indented([
      ...scan.split('\n'),
      ...calls.map(each => `.${each}`),
      '.collect()'
    ]),
    ')'
  ];
}

/** The types of partitions that Polars would infer wrongly. */
function hiveSchema({ partitions, partitionTypes }: IFolderFacts): string {
  const pairs = partitions.map(
    (name, index) =>
      `${pythonLiteral(name)}: ${partitionTypes?.[index] === 'text' ? 'pl.String' : 'pl.Int64'}`
  );
  return `{${pairs.join(', ')}}`;
}

function write(
  subject: ISnippetSubject,
  options: readonly string[]
): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks, variable } = writingOf(subject);
  const facts = exported(subject);
  const args = [
    pythonLiteral(`s3://${path}`),
    ...csvArguments(facts, true),
    ...options
  ];
  const lines = call(`${variable}.${SCANS[facts.format][1]}`, args).split('\n');
  return { body: [...remarks, ...lines], variable };
}

function csvArguments(facts: IFacts, writing: boolean): string[] {
  const { table } = facts;
  return facts.format === 'csv' && table
    ? [
        ...shape(table, writing),
        ...(writing ? marks(facts) : [...content(table), ...lossy(facts)])
      ]
    : [];
}

function shape(table: ITableFacts, writing: boolean): string[] {
  return [
    ...(table.separator !== ',' ? [named('separator', table.separator)] : []),
    ...(table.decimal === ',' ? ['decimal_comma=True'] : []),
    ...(table.quote === "'" ? [named('quote_char', "'")] : []),
    ...(table.quote === null && !writing ? ['quote_char=None'] : []),
    ...(table.hasHeader
      ? []
      : [writing ? 'include_header=False' : 'has_header=False'])
  ];
}

function content(table: ITableFacts): string[] {
  const { comment, decimal, missing = [], separator, skippedLines } = table;
  // Where numbers are between quotes, so are those that are missing: one would
  // make its column text.
  const isQuoted = decimal === ',' && separator === ',';
  const nulls = [...(isQuoted ? [''] : []), ...missing];
  return [
    ...(skippedLines ? [`skip_lines=${skippedLines}`] : []),
    ...(table.unitLines ? [`skip_rows_after_header=${table.unitLines}`] : []),
    ...(comment ? [named('comment_prefix', comment)] : []),
    ...(nulls.length
      ? [`null_values=[${nulls.map(pythonLiteral).join(', ')}]`]
      : []),
    ...types(table)
  ];
}

function types(table: ITableFacts): string[] {
  if (isAllText(table)) {
    return ['infer_schema=False'];
  }
  return table.textColumns.length
    ? [`schema_overrides=${typesOf(table, 'pl.String')}`]
    : [];
}

function lossy({ encodingErrors }: IFacts): string[] {
  return encodingErrors ? ['encoding="utf8-lossy"'] : [];
}

function marks(facts: IFacts): string[] {
  return facts.encoding === 'utf-8-sig' ? ['include_bom=True'] : [];
}

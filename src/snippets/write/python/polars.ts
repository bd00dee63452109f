// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, IFolderFacts, ITableFacts } from '../../facts';
import { call, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { ALL_TEXT, GROUPED, isAllText, otherEncoding, typesOf } from './csv';
import { objectStoreOptions } from './endpoint';
import { fileEnd, isPattern } from './folders';
import { exported, writingOf } from './writings';

/**
 * Polars, which reads only what is asked of a file.
 */
export const polars: ILibrary = {
  language: 'python',
  library: 'polars',
  rank: question =>
    question.operation !== 'list' &&
    // Its paths have no control characters.
    !/\p{Cc}/u.test(question.place.key) &&
    !question.facts.doubt &&
    SCANS[question.facts.format] !== undefined &&
    (question.operation === 'write' ? writes(question) : reads(question))
      ? 50
      : 0,
  write: subject => {
    const { imports, setup, name } = objectStoreOptions(subject);
    const option = `storage_options=${name}`;
    return {
      imports: [...imports, 'import polars as pl'],
      setup,
      ...(subject.operation === 'write'
        ? write(subject, option)
        : read(subject, option))
    };
  }
};

/** What reads and what writes each format. */
const SCANS: { readonly [format: string]: readonly [string, string] } = {
  csv: ['scan_csv', 'write_csv'],
  jsonl: ['scan_ndjson', 'lazy().sink_ndjson'],
  parquet: ['scan_parquet', 'write_parquet'],
  geoparquet: ['scan_parquet', 'write_parquet'],
  feather: ['scan_ipc', 'write_ipc']
};

function reads({ facts, kind, place }: IQuestion): boolean {
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
    whole &&
    // Its patterns leave no character out.
    !('hasHidden' in facts && facts.hasHidden) &&
    !('hasEmpty' in facts && facts.hasEmpty && format === 'parquet') &&
    !(kind === 'folder' && isPattern(place.key))
  );
}

function writes({ facts, kind }: IQuestion): boolean {
  const { table } = facts;
  return (
    kind === 'file' &&
    facts.format !== 'geoparquet' &&
    isKnown(facts) &&
    facts.compression === null &&
    otherEncoding(facts.encoding, true) === null &&
    !table?.rowNames
  );
}

/** Whether this is the one kind of Arrow files that can be scanned. */
function isKnown({ format, variant }: IFacts): boolean {
  return format !== 'feather' || variant === null || variant === 'file';
}

/** Its cells end at one character, and its rows are all alike. */
function isCut(table: ITableFacts): boolean {
  const { separator, rowNames, irregular, escape } = table;
  return separator !== ' ' && !rowNames && !irregular && !escape;
}

function read(
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { facts, folder, path } = subject;
  const variable = subject.names.free('df');
  if (facts.variant === 'delta') {
    const source = pythonLiteral(`s3://${path}`);
    const scan = call('pl.scan_delta', [source, option]);
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
    option
  ];
  const scan = call(`pl.${SCANS[facts.format][0]}`, args);
  return {
    body: [
      ...(facts.table?.thousands ? [GROUPED] : []),
      ...(facts.table && isAllText(facts.table) ? [ALL_TEXT] : []),
      ...`${variable} = ${scan}.collect()`.split('\n')
    ],
    variable
  };
}

/** The types of partitions that Polars would guess wrong. */
function hiveSchema({ partitions, partitionTypes }: IFolderFacts): string {
  const pairs = partitions.map(
    (name, index) =>
      `${pythonLiteral(name)}: ${partitionTypes?.[index] === 'text' ? 'pl.String' : 'pl.Int64'}`
  );
  return `{${pairs.join(', ')}}`;
}

function write(
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks } = writingOf(subject);
  const facts = exported(subject);
  const args = [
    pythonLiteral(`s3://${path}`),
    ...csvArguments(facts, true),
    option
  ];
  const lines = call(`df.${SCANS[facts.format][1]}`, args).split('\n');
  return { body: [...remarks, ...lines], variable: 'df' };
}

function csvArguments(facts: IFacts, writing: boolean): string[] {
  const { table } = facts;
  return facts.format === 'csv' && table
    ? [...shape(table, writing), ...(writing ? marks(facts) : content(table))]
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
  const { comment, missing, skippedLines } = table;
  return [
    ...(skippedLines ? [`skip_lines=${skippedLines}`] : []),
    ...(comment ? [named('comment_prefix', comment)] : []),
    ...(missing
      ? [`null_values=[${missing.map(pythonLiteral).join(', ')}]`]
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

function marks(facts: IFacts): string[] {
  return facts.encoding === 'utf-8-sig' ? ['include_bom=True'] : [];
}

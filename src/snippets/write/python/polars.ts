// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableFacts } from '../../facts';
import { call, named } from '../code';
import { pythonLiteral } from '../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { endpoint } from './endpoint';
import { isPattern, globEscaped } from './folders';
import { otherEncoding } from './pandascalls';
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
  write: subject =>
    subject.operation === 'write' ? write(subject) : read(subject)
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
  const packed =
    facts.compression === null ||
    (['gzip', 'zstd'].includes(facts.compression) &&
      ['csv', 'jsonl'].includes(facts.format));
  const extension = 'extension' in facts ? facts.extension : null;
  const split = 'partitions' in facts && facts.partitions.length > 0;
  return (
    packed &&
    (!split || SCANS[facts.format][0] === 'scan_parquet') &&
    otherEncoding(facts.encoding, false) === null &&
    (kind === 'file' || extension !== null || facts.format === 'parquet') &&
    !(kind === 'folder' && isPattern(place.key))
  );
}

function writes({ facts, kind }: IQuestion): boolean {
  const { table } = facts;
  return (
    kind === 'file' &&
    facts.format !== 'geoparquet' &&
    facts.compression === null &&
    otherEncoding(facts.encoding, true) === null &&
    !table?.comment
  );
}

function options(subject: ISubject): Omit<IParts, 'variable' | 'body'> {
  const { imports, setup, expression } = endpoint(subject);
  const pairs = [
    ...(expression ? [`"aws_endpoint_url": ${expression}`] : []),
    ...(subject.publicUrl !== null ? ['"aws_skip_signature": "true"'] : []),
    ...(subject.scheme === 'http' ? ['"aws_allow_http": "true"'] : [])
  ];
  const made = `storage_options = {${pairs.join(', ')}}`;
  return {
    imports: [...imports, 'import polars as pl'],
    setup: [
      ...setup,
      expression === 'S3_ENDPOINT_URL'
        ? `${made} if S3_ENDPOINT_URL else {}`
        : made
    ]
  };
}

function read(subject: ISubject): IParts {
  const { facts, folder, path } = subject;
  const variable = subject.free('df');
  const parts = folder?.partitions.length ?? 0;
  const end = folder
    ? `${parts ? '/**' : ''}/*${globEscaped(folder.extension ?? '')}`
    : '';
  const args = [
    pythonLiteral(`s3://${path}${end}`),
    ...csvArguments(facts, false),
    ...(!folder && isPattern(path) ? ['glob=False'] : []),
    ...(parts && facts.format === 'parquet' ? ['hive_partitioning=True'] : []),
    'storage_options=storage_options'
  ];
  return {
    ...options(subject),
    body: [
      `${variable} = ${call(`pl.${SCANS[facts.format][0]}`, args)}.collect()`
    ],
    variable
  };
}

function write(subject: ISubject): IParts {
  const { path } = writingOf(subject);
  const facts = exported(subject);
  const args = [
    pythonLiteral(`s3://${path}`),
    ...csvArguments(facts, true),
    'storage_options=storage_options'
  ];
  return {
    ...options(subject),
    body: [call(`df.${SCANS[facts.format][1]}`, args)],
    variable: 'df'
  };
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
    ...(table.hasHeader
      ? []
      : [writing ? 'include_header=False' : 'has_header=False'])
  ];
}

function content(table: ITableFacts): string[] {
  const texts = table.textColumns ?? [];
  return [
    ...(table.comment ? [named('comment_prefix', table.comment)] : []),
    ...(texts.length
      ? [
          `schema_overrides={${texts.map(name => `${pythonLiteral(name)}: pl.String`).join(', ')}}`
        ]
      : [])
  ];
}

function marks(facts: IFacts): string[] {
  return facts.encoding === 'utf-8-sig' ? ['include_bom=True'] : [];
}

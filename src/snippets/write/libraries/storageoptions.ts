// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, IFacts, ITableFacts } from '../../../inspect/facts';
import { named } from '../code';
import { pythonLiteral } from '../../../literals';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { INDEX, otherEncoding } from '../python/csv';
import { isFoundAws } from '../store';
import { isByte } from '../tables';
import { s3fsOptions } from '../python/endpoint';
import { fileEnd, isPattern } from '../python/folders';
import { pandasReader, pandasWriter, reading } from '../python/pandascalls';
import { exported, writingOf } from '../python/writings';

/**
 * pandas alone, which opens `s3://` URLs itself.
 */
export const storageOptions: ILibrary = {
  language: 'python',
  library: 'storage-options',
  displayName: 'pandas storage_options',
  order: 20,
  setting: 'pandas with storage_options',
  query: 'pandas',
  rank: ({ facts, kind, operation, location }) => {
    const call =
      operation === 'write' ? pandasWriter(facts) : pandasReader(facts);
    const whole =
      kind === 'file' ||
      (PARQUET.has(facts.format) &&
        facts.variant !== 'delta' &&
        !isSpecial(facts));
    const encoding = operation === 'write' ? `${facts.encoding}` : '';
    const unpacks = TEXTS.has(facts.format) || facts.compression === null;
    return call &&
      whole &&
      unpacks &&
      !facts.member &&
      // These readers take no storage options, and UTF-16 would be written
      // without a byte order mark.
      !['orc', 'sas'].includes(facts.format) &&
      !/^utf-?(16|32)$/i.test(encoding) &&
      !facts.doubt &&
      operation !== 'list' &&
      !isChain(location.key)
      ? 60
      : 0;
  },
  write: subject => {
    const { imports, setup, args } = optionsOf(subject, usesPyArrow(subject));
    const writes = subject.operation === 'write';
    const body = writes ? written(subject, args) : read(subject, args);
    return { imports: [...imports, 'import pandas as pd'], setup, ...body };
  }
};

/**
 * Dask, which reads data larger than memory in parts.
 */
export const dask: ILibrary = {
  language: 'python',
  library: 'dask',
  displayName: 'Dask',
  order: 60,
  setting: 'Dask',
  rank: question => (daskReads(question) ? 30 : 0),
  write: subject => {
    const { imports, setup, args: told } = optionsOf(subject, false);
    const { facts, folder, location } = subject;
    const variable = subject.names.free('ddf');
    const call = pandasReader(facts);
    const packed = packing(facts, call?.args ?? [], folder ? '' : location.key);
    const args = [
      ...(folder ? (call?.args ?? []) : packed).filter(each => each !== INDEX),
      ...wholeFiles(facts),
      ...told
    ];
    const end =
      folder && folder.extension !== null && !folder.partitions.length
        ? fileEnd(folder)
        : '';
    const source = pythonLiteral(`s3://${subject.path}${end}`);
    return {
      imports: [...imports, 'import dask.dataframe as dd'],
      setup,
      body: [
        ...(call?.remarks ?? []),
        ...`${variable} = ${reading('dd', { name: call?.name ?? '', args }, source)}`.split(
          '\n'
        )
      ],
      variable
    };
  }
};

const PARQUET: ReadonlySet<string> = new Set(['parquet', 'geoparquet']);

/** The formats that pandas decompresses itself. */
const TEXTS: ReadonlySet<string> = new Set(['csv', 'json', 'jsonl']);

function daskReads({
  facts,
  kind,
  operation,
  location
}: ISnippetQuestion): boolean {
  const { format, table } = facts;
  const text =
    format === 'jsonl' ||
    (format === 'csv' && table !== null && isSplit(table));
  const partitions = 'partitions' in facts && facts.partitions.length > 0;
  const known =
    (text && !partitions && !/^utf-?16/i.test(facts.encoding ?? '')) ||
    (PARQUET.has(format) && facts.variant !== 'delta' && !facts.compression);
  const named =
    kind === 'file' || PARQUET.has(format) || extensionOf(facts) !== null;
  return (
    operation === 'read' &&
    known &&
    named &&
    !facts.doubt &&
    !facts.member &&
    !isEmptied(facts) &&
    !isPattern(location.key) &&
    !isChain(location.key)
  );
}

/**
 * Whether Dask can read a table in parts: it would take the types of columns from
 * notes too.
 */
function isSplit({ footer, rowNames, separator }: ITableFacts): boolean {
  return !rowNames && !footer && isByte(separator);
}

/** Whether reading the whole folder at once would give a wrong table. */
function isSpecial(facts: ISnippetQuestion['facts']): boolean {
  return (
    'partitions' in facts &&
    !!(facts.hasOthers || facts.hasEmpty || facts.isMisread)
  );
}

/** Whether Dask fails on the files, or on the values of partitions. */
function isEmptied(facts: ISnippetQuestion['facts']): boolean {
  return (
    'partitions' in facts &&
    !!(
      facts.hasEmpty ||
      facts.isMisread ||
      (facts.extension === '' && PARQUET.has(facts.format))
    )
  );
}

function extensionOf(facts: ISnippetQuestion['facts']): string | null {
  return 'extension' in facts ? facts.extension : null;
}

/** The argument for text that cannot be read from the middle of the file. */
function wholeFiles({ compression, format, table }: IFacts): string[] {
  const whole =
    compression ||
    table?.comment ||
    table?.skippedLines ||
    table?.unitLines ||
    table?.extraCells;
  return format === 'csv' && whole ? ['blocksize=None'] : [];
}

/** Whether fsspec would treat the key as a chain of file systems (`::`). */
function isChain(key: string): boolean {
  return key.includes('::');
}

/**
 * The argument with the options of s3fs, if there are any, and the variable that
 * it needs.
 *
 * @param isNeeded - Whether pandas would not use s3fs without the argument.
 */
function optionsOf(subject: ISnippetSubject, isNeeded: boolean) {
  const lists = subject.kind === 'folder' && subject.operation === 'read';
  const { imports, options } = s3fsOptions(subject, lists || isNeeded);
  const pairs = options.map(([name, value]) => `"${name}": ${value}`);
  if (!pairs.length) {
    return { imports, setup: [], args: [] };
  }
  const { name, statement } = subject.names.settled(
    'storage_options',
    each => `${each} = {${pairs.join(', ')}}`
  );
  return { imports, setup: [statement], args: [`storage_options=${name}`] };
}

/**
 * Whether pandas would take PyArrow's own file system, which only knows
 * `AWS_ENDPOINT_URL`, for Parquet without options.
 */
function usesPyArrow({ facts, publicUrl, store }: ISnippetSubject): boolean {
  const { botocoreFinds, variableFinds } = store.kernels ?? {};
  return (
    PARQUET.has(facts.format) &&
    publicUrl === null &&
    botocoreFinds === true &&
    !variableFinds &&
    !isFoundAws(store)
  );
}

function read(
  subject: ISnippetSubject,
  options: readonly string[]
): Pick<IParts, 'body' | 'variable'> {
  const { facts, names, path, location } = subject;
  const variable = names.free('df');
  const call = pandasReader(facts);
  const args = [...packing(facts, call?.args ?? [], location.key), ...options];
  const source = pythonLiteral(`s3://${path}`);
  const made = { ...call, name: call?.name ?? '', args };
  return {
    body: [
      ...(call?.remarks ?? []),
      ...`${variable} = ${reading('pd', made, source)}`.split('\n')
    ],
    variable
  };
}

function written(
  subject: ISnippetSubject,
  options: readonly string[]
): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks, variable } = writingOf(subject);
  const facts = exported(subject);
  const call = pandasWriter(facts);
  const args = [...packing(facts, call?.args ?? [], path), ...options];
  const encoding =
    facts.format === 'csv' && otherEncoding(facts.encoding, true)
      ? [named('encoding', `${facts.encoding}`)]
      : [];
  const made = { name: call?.name ?? '', args: [...encoding, ...args] };
  const target = pythonLiteral(`s3://${path}`);
  return {
    body: [...remarks, ...reading(variable, made, target).split('\n')],
    variable
  };
}

/** The compression, if it differs from what pandas infers from the path. */
function packing(
  { compression, format }: IFacts,
  args: readonly string[],
  path: string
): string[] {
  const rest = args.filter(each => !each.startsWith('compression='));
  if (!TEXTS.has(format)) {
    return rest;
  }
  const told = ENDS.find(([end]) => path.toLowerCase().endsWith(end))?.[1];
  if ((told ?? null) === compression) {
    return rest;
  }
  return [
    ...rest,
    compression ? `compression="${compression}"` : 'compression=None'
  ];
}

const ENDS: ReadonlyArray<readonly [string, Compression]> = [
  ['.gz', 'gzip'],
  ['.bz2', 'bz2'],
  ['.xz', 'xz'],
  ['.zip', 'zip'],
  ['.zst', 'zstd']
];

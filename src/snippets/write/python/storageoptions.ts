// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, IFacts } from '../../facts';
import { named } from '../code';
import { pythonLiteral } from '../../../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { otherEncoding } from './csv';
import { s3fsOptions } from './endpoint';
import { fileEnd, isPattern } from './folders';
import { pandasReader, pandasWriter, reading } from './pandascalls';
import { exported, writingOf } from './writings';

/**
 * pandas alone, which opens `s3://` URLs itself.
 */
export const storageOptions: ILibrary = {
  language: 'python',
  library: 'storage-options',
  rank: ({ facts, kind, operation, place }) => {
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
      // These take no options; and its UTF-16 would have no mark.
      !['orc', 'sas'].includes(facts.format) &&
      !/^utf-?(16|32)$/i.test(encoding) &&
      !facts.doubt &&
      operation !== 'list' &&
      !isChain(place.key)
      ? 60
      : 0;
  },
  write: subject => {
    const { imports, setup, option } = optionsOf(subject);
    const writes = subject.operation === 'write';
    const body = writes ? written(subject, option) : read(subject, option);
    return { imports: [...imports, 'import pandas as pd'], setup, ...body };
  }
};

/**
 * Dask, which reads in parts what is too large for the memory.
 */
export const dask: ILibrary = {
  language: 'python',
  library: 'dask',
  rank: question => (daskReads(question) ? 30 : 0),
  write: subject => {
    const { imports, setup, option } = optionsOf(subject);
    const { facts, folder, place } = subject;
    const variable = subject.names.free('ddf');
    const call = pandasReader(facts);
    const packed = packing(facts, call?.args ?? [], folder ? '' : place.key);
    const args = [
      ...(folder ? (call?.args ?? []) : packed),
      ...wholeFiles(facts),
      option
    ];
    const end =
      folder && folder.extension !== null && !folder.partitions.length
        ? fileEnd(folder)
        : '';
    const source = pythonLiteral(`s3://${subject.path}${end}`);
    return {
      imports: [...imports, 'import dask.dataframe as dd'],
      setup,
      body: `${variable} = ${reading('dd', { name: call?.name ?? '', args }, source)}`.split(
        '\n'
      ),
      variable
    };
  }
};

const PARQUET: ReadonlySet<string> = new Set(['parquet', 'geoparquet']);

/** What pandas unpacks itself. */
const TEXTS: ReadonlySet<string> = new Set(['csv', 'json', 'jsonl']);

function daskReads({ facts, kind, operation, place }: IQuestion): boolean {
  const { format, table } = facts;
  const text =
    format === 'jsonl' ||
    (format === 'csv' && table !== null && !table.rowNames);
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
    !isPattern(place.key) &&
    !isChain(place.key)
  );
}

/** Whether a folder is no plain set of files for what reads it as a whole. */
function isSpecial(facts: IQuestion['facts']): boolean {
  return (
    'partitions' in facts &&
    !!(facts.hasOthers || facts.hasEmpty || facts.isMisread)
  );
}

/** Whether Dask stumbles over files, or over the values of partitions. */
function isEmptied(facts: IQuestion['facts']): boolean {
  return (
    'partitions' in facts &&
    !!(
      facts.hasEmpty ||
      facts.isMisread ||
      (facts.extension === '' && PARQUET.has(facts.format))
    )
  );
}

function extensionOf(facts: IQuestion['facts']): string | null {
  return 'extension' in facts ? facts.extension : null;
}

/** What cannot be read from the middle of a file. */
function wholeFiles({ compression, format, table }: IFacts): string[] {
  const whole = compression || table?.comment || table?.skippedLines;
  return format === 'csv' && whole ? ['blocksize=None'] : [];
}

/** fsspec takes `::` for the mark between two file systems. */
function isChain(key: string): boolean {
  return key.includes('::');
}

function optionsOf(subject: ISubject) {
  const { imports, setup, options } = s3fsOptions(subject);
  const pairs = options.map(([name, value]) => `"${name}": ${value}`);
  const { name, statement } = subject.names.settled(
    'storage_options',
    each => `${each} = {${pairs.join(', ')}}`
  );
  return {
    imports,
    setup: [...setup, statement],
    option: `storage_options=${name}`
  };
}

function read(
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { facts, names, path, place } = subject;
  const variable = names.free('df');
  const call = pandasReader(facts);
  const args = [...packing(facts, call?.args ?? [], place.key), option];
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
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks, variable } = writingOf(subject);
  const facts = exported(subject);
  const call = pandasWriter(facts);
  const args = [...packing(facts, call?.args ?? [], path), option];
  const encoding =
    facts.format === 'csv' && otherEncoding(facts.encoding, true)
      ? [named('encoding', `${facts.encoding}`)]
      : [];
  const made = { name: call?.name ?? '', args: [...encoding, ...args] };
  const target = pythonLiteral(`s3://${path}`);
  return {
    body: [...remarks, ...reading('df', made, target).split('\n')],
    variable
  };
}

/** From a path pandas tells the packing by its end: named where it is wrong. */
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

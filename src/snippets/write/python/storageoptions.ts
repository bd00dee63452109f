// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression, IFacts } from '../../facts';
import { pythonLiteral } from '../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { s3fsOptions } from './endpoint';
import { pandasReader, pandasWriter, reading } from './pandascalls';
import { exported, writingOf } from './writings';
import { isPattern } from './folders';

/**
 * pandas alone, which opens `s3://` URLs itself.
 */
export const storageOptions: ILibrary = {
  language: 'python',
  library: 'storage-options',
  rank: ({ facts, kind, operation, place }) => {
    const call =
      operation === 'write' ? pandasWriter(facts) : pandasReader(facts, '');
    const whole = kind === 'file' || PARQUET.has(facts.format);
    const encoding = operation === 'write' ? `${facts.encoding}` : '';
    return call &&
      whole &&
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
    const variable = subject.free('ddf');
    const call = pandasReader(facts, place.key);
    // What is packed cannot be read from its middle.
    const whole =
      facts.format === 'csv' && (facts.compression || facts.table?.comment)
        ? ['blocksize=None']
        : [];
    const args = [...(call?.args ?? []), ...whole, option];
    const end =
      folder?.extension && !folder.partitions.length
        ? `/*${folder.extension}`
        : '';
    const source = pythonLiteral(`s3://${subject.path}${end}`);
    return {
      imports: [...imports, 'import dask.dataframe as dd'],
      setup,
      body: [
        `${variable} = ${reading('dd', { name: call?.name ?? '', args }, source)}`
      ],
      variable
    };
  }
};

const PARQUET: ReadonlySet<string> = new Set(['parquet', 'geoparquet']);

function daskReads({ facts, kind, operation, place }: IQuestion): boolean {
  const text = facts.format === 'csv' || facts.format === 'jsonl';
  const partitions = 'partitions' in facts && facts.partitions.length > 0;
  const known =
    (text && !partitions && facts.encoding !== 'utf-16') ||
    PARQUET.has(facts.format);
  const named =
    kind === 'file' || PARQUET.has(facts.format) || extensionOf(facts) !== null;
  return (
    operation === 'read' &&
    known &&
    named &&
    !facts.doubt &&
    !isPattern(place.key) &&
    !isChain(place.key)
  );
}

function extensionOf(facts: IQuestion['facts']): string | null {
  return 'extension' in facts ? facts.extension : null;
}

/** fsspec takes `::` for the mark between two file systems. */
function isChain(key: string): boolean {
  return key.includes('::');
}

function optionsOf(subject: ISubject) {
  const { imports, setup, options } = s3fsOptions(subject);
  const pairs = options.map(([name, value]) => `"${name}": ${value}`);
  return {
    imports,
    setup: [...setup, `storage_options = {${pairs.join(', ')}}`],
    option: 'storage_options=storage_options'
  };
}

function read(
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { facts, path, place } = subject;
  const variable = subject.free('df');
  const call = pandasReader(facts, place.key);
  const args = [...packing(facts, call?.args ?? [], place.key), option];
  const source = pythonLiteral(`s3://${path}`);
  return {
    body: [
      `${variable} = ${reading('pd', { name: call?.name ?? '', args }, source)}`
    ],
    variable
  };
}

function written(
  subject: ISubject,
  option: string
): Pick<IParts, 'body' | 'variable'> {
  const { path, variable } = writingOf(subject);
  const facts = exported(subject);
  const call = pandasWriter(facts);
  const args = [...packing(facts, call?.args ?? [], path), option];
  const encoding =
    facts.format === 'csv' && facts.encoding && facts.encoding !== 'utf-8'
      ? [`encoding=${pythonLiteral(facts.encoding)}`]
      : [];
  const target = pythonLiteral(`s3://${path}`);
  return {
    body: [
      reading(
        'df',
        { name: call?.name ?? '', args: [...encoding, ...args] },
        target
      )
    ],
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
  if (!['csv', 'json', 'jsonl'].includes(format)) {
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

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { pythonLiteral, sqlLiteral } from '../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { endpoint, publicEndpoint, REGION } from './endpoint';
import { globEscaped } from './folders';
import { otherEncoding } from './pandascalls';
import { exported, writingOf } from './writings';

/**
 * DuckDB: SQL over files.
 */
export const duckdb: ILibrary = {
  language: 'python',
  library: 'duckdb',
  rank: question => (isFor(question) ? 45 : 0),
  write: subject => {
    const { imports, setup } = secret(subject);
    const parts =
      subject.operation === 'list'
        ? list(subject)
        : subject.operation === 'write'
          ? write(subject)
          : read(subject);
    return { ...parts, imports, setup };
  }
};

/**
 * Whether DuckDB reads or writes this; the same for R.
 */
export function isFor({ facts, operation, place }: IQuestion): boolean {
  // It takes what follows a question mark for options, and a backslash for a
  // part of a pattern.
  if (/[?\\]/.test(place.key)) {
    return false;
  }
  if (operation === 'list') {
    return true;
  }
  const known =
    !facts.doubt &&
    (facts.format === 'csv' ||
      facts.format === 'jsonl' ||
      (facts.format === 'json' && facts.columns !== null) ||
      facts.format === 'parquet');
  const encoding = otherEncoding(facts.encoding, operation === 'write');
  const readable =
    encoding === null ||
    (facts.format === 'csv' && encoding === 'latin-1' && operation === 'read');
  return (
    known &&
    readable &&
    (facts.compression === null || facts.compression === 'gzip') &&
    (operation !== 'write' ||
      (facts.table?.decimal !== ',' && !facts.table?.comment))
  );
}

/**
 * The function of DuckDB that reads, as SQL.
 */
export function tableFunction(subject: ISubject): string {
  const { facts, folder, path } = subject;
  const parts = folder?.partitions.length ?? 0;
  const end = folder
    ? `${parts ? '/**' : ''}/*${globEscaped(folder.extension ?? '')}`
    : '';
  const source = sqlLiteral(`s3://${globEscaped(path)}${end}`);
  const args = [
    source,
    ...readOptions(facts),
    ...(parts ? ['hive_partitioning = true'] : [])
  ];
  return `${READERS[facts.format]}(${args.join(', ')})`;
}

/**
 * What stands behind `TO`: the target and its options, as SQL.
 */
export function copyTarget(subject: ISubject): string {
  const { path } = writingOf(subject);
  const facts = exported(subject);
  const options =
    facts.format === 'csv'
      ? [
          'FORMAT csv',
          `HEADER ${facts.table?.hasHeader !== false}`,
          ...(facts.table
            ? [`DELIMITER ${sqlLiteral(facts.table.separator)}`]
            : []),
          ...(facts.table?.quote === "'" ? [`QUOTE ''''`, `ESCAPE ''''`] : [])
        ]
      : facts.format === 'parquet'
        ? ['FORMAT parquet']
        : ['FORMAT json', ...(facts.format === 'json' ? ['ARRAY true'] : [])];
  const packed = facts.compression ? ['COMPRESSION gzip'] : [];
  return `${sqlLiteral(`s3://${path}`)} (${[...options, ...packed].join(', ')})`;
}

const READERS: { readonly [format: string]: string } = {
  csv: 'read_csv',
  json: 'read_json',
  jsonl: 'read_json',
  parquet: 'read_parquet'
};

function readOptions(facts: IFacts): string[] {
  const { table, compression } = facts;
  const packed = compression ? [`compression = '${compression}'`] : [];
  if (facts.format !== 'csv' || !table) {
    return packed;
  }
  const texts = table.textColumns ?? [];
  const encoding = otherEncoding(facts.encoding, false);
  return [
    `delim = ${sqlLiteral(table.separator)}`,
    ...(table.decimal === ',' ? [`decimal_separator = ','`] : []),
    ...(table.quote === "'" ? [`quote = ''''`, `escape = ''''`] : []),
    `header = ${table.hasHeader}`,
    ...(table.comment ? [`comment = ${sqlLiteral(table.comment)}`] : []),
    ...(texts.length
      ? [
          `types = {${texts.map(name => `${sqlLiteral(name)}: 'VARCHAR'`).join(', ')}}`
        ]
      : []),
    ...(encoding ? [`encoding = ${sqlLiteral(encoding)}`] : []),
    ...packed
  ];
}

/** DuckDB reads no variable of the environment by itself. */
function secret(subject: ISubject): Pick<IParts, 'imports' | 'setup'> {
  const load = 'duckdb.sql("INSTALL httpfs; LOAD httpfs")';
  const { imports, setup } = endpoint(subject);
  if (subject.publicUrl !== null) {
    const url = publicEndpoint(subject);
    const [, scheme, host] = /^(https?):\/\/(.*)$/.exec(url ?? '') ?? [];
    const named = host
      ? [
          `ENDPOINT ${sqlLiteral(host)}`,
          `URL_STYLE 'path'`,
          `USE_SSL ${scheme === 'https'}`
        ]
      : [];
    const sql = `CREATE OR REPLACE SECRET s3_public (${['TYPE s3', ...named, `SCOPE ${sqlLiteral(`s3://${subject.place.bucket}`)}`].join(', ')})`;
    return {
      imports: ['import duckdb'],
      setup: [load, `duckdb.sql(${pythonLiteral(sql)})`]
    };
  }
  return {
    imports: [...imports, 'import duckdb'],
    setup: [...setup, load, SECRET]
  };
}

const SECRET = `\
endpoint = ""
if S3_ENDPOINT_URL:
    scheme, host = S3_ENDPOINT_URL.rstrip("/").split("://")
    endpoint = f", ENDPOINT '{host}', URL_STYLE 'path', USE_SSL {scheme == 'https'}"
duckdb.execute(
    "CREATE OR REPLACE SECRET s3_here (TYPE s3, KEY_ID ?, SECRET ?, SESSION_TOKEN ?, REGION ?"
    + endpoint
    + ")",
    [
        os.environ.get("AWS_ACCESS_KEY_ID", ""),
        os.environ.get("AWS_SECRET_ACCESS_KEY", ""),
        os.environ.get("AWS_SESSION_TOKEN", ""),
        ${REGION},
    ],
)`;

function read(subject: ISubject): IParts {
  const variable = subject.free('df');
  const sql = `FROM ${tableFunction(subject)}`;
  return {
    imports: [],
    setup: [],
    body: [`${variable} = duckdb.sql(${pythonLiteral(sql)}).df()`],
    variable
  };
}

function write(subject: ISubject): IParts {
  const sql = `COPY df TO ${copyTarget(subject)}`;
  return {
    imports: [],
    setup: [],
    body: [`duckdb.execute(${pythonLiteral(sql)})`],
    variable: 'df'
  };
}

function list(subject: ISubject): IParts {
  const variable = subject.free('files');
  const folder =
    subject.kind === 'folder'
      ? subject.path
      : subject.path.replace(/\/[^/]*$/, '');
  const sql = `SELECT file FROM glob(${sqlLiteral(`s3://${globEscaped(folder)}/*`)})`;
  return {
    imports: [],
    setup: [],
    body: [
      `${variable} = [file for file, in duckdb.sql(${pythonLiteral(sql)}).fetchall()]`,
      variable
    ],
    variable
  };
}

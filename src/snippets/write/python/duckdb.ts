// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, sqlLiteral } from '../../../literals';
import type { ILibrary, IParts, ISubject } from '../types';
import { copyTarget, isFor, readRemarks, tableFunction } from './duckdbsql';
import { endpoint, publicEndpoint, REGION } from './endpoint';
import { globEscaped } from './folders';
import { writingOf } from './writings';

/**
 * DuckDB: SQL over files.
 */
export const duckdb: ILibrary = {
  language: 'python',
  library: 'duckdb',
  rank: question => (isFor(question) ? 45 : 0),
  write: subject => ({
    ...(subject.publicUrl === null ? secret(subject) : publicSecret(subject)),
    ...WRITERS[subject.operation](subject)
  })
};

const WRITERS = { read, write, list };

const LOAD = 'duckdb.sql("INSTALL httpfs; LOAD httpfs")';

/** DuckDB reads no variable of the environment by itself. */
function secret(subject: ISubject): Pick<IParts, 'imports' | 'setup'> {
  const { imports, setup, expression, isOptional } = endpoint(subject);
  const where = [
    `f", ENDPOINT '{${expression}.split('://')[1].rstrip('/')}', URL_STYLE 'path'"`,
    `f", USE_SSL {${expression}.startswith('https')}"`
  ];
  const address = isOptional
    ? [
        '(',
        ...where.map(line => `    ${line}`),
        `    if ${expression}`,
        '    else ""',
        ')'
      ]
    : [where.join(' + ')];
  const statement = [
    'duckdb.execute(',
    '    "CREATE OR REPLACE SECRET s3_here (TYPE s3, KEY_ID ?, SECRET ?, SESSION_TOKEN ?, REGION ?"',
    ...address.map((line, at) => `    ${at ? '' : '+ '}${line}`),
    '    + ")",',
    '    [',
    '        os.environ.get("AWS_ACCESS_KEY_ID", ""),',
    '        os.environ.get("AWS_SECRET_ACCESS_KEY", ""),',
    '        os.environ.get("AWS_SESSION_TOKEN", ""),',
    `        ${REGION},`,
    '    ],',
    ')'
  ];
  return {
    imports: [...imports, 'import os', 'import duckdb'],
    setup: [...setup, LOAD, statement.join('\n')]
  };
}

/** For one bucket alone: other files still need the keys. */
function publicSecret(subject: ISubject): Pick<IParts, 'imports' | 'setup'> {
  const url = publicEndpoint(subject) ?? '';
  const [, scheme, host] = /^(https?):\/\/(.*)$/.exec(url) ?? [];
  const options = [
    'TYPE s3',
    ...(host
      ? [
          `ENDPOINT ${sqlLiteral(host)}`,
          `URL_STYLE 'path'`,
          `USE_SSL ${scheme === 'https'}`
        ]
      : []),
    `SCOPE ${sqlLiteral(`s3://${subject.place.bucket}`)}`
  ];
  const sql = `CREATE OR REPLACE SECRET s3_public (${options.join(', ')})`;
  return {
    imports: ['import duckdb'],
    setup: [LOAD, `duckdb.sql(${pythonLiteral(sql)})`]
  };
}

function read(subject: ISubject): Pick<IParts, 'body' | 'variable'> {
  const variable = subject.names.free('df');
  const sql = pythonLiteral(`FROM ${tableFunction(subject)}`);
  return {
    body: [...readRemarks(subject), `${variable} = duckdb.sql(${sql}).df()`],
    variable
  };
}

function write(subject: ISubject): Pick<IParts, 'body' | 'variable'> {
  const sql = pythonLiteral(`COPY df TO ${copyTarget(subject)}`);
  return {
    body: [...writingOf(subject).remarks, `duckdb.execute(${sql})`],
    variable: 'df'
  };
}

function list(subject: ISubject): Pick<IParts, 'body' | 'variable'> {
  const variable = subject.names.free('files');
  const folder =
    subject.kind === 'folder'
      ? subject.path
      : subject.path.replace(/\/[^/]*$/, '');
  const sql = `SELECT file FROM glob(${sqlLiteral(`s3://${globEscaped(folder)}/*`)})`;
  return {
    body: [
      `${variable} = [file for file, in duckdb.sql(${pythonLiteral(sql)}).fetchall()]`,
      variable
    ],
    variable
  };
}

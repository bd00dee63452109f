// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, sqlLiteral } from '../../../literals';
import { indented } from '../code';
import type { ILibrary, IParts, ISnippetSubject } from '../types';
import {
  copyTarget,
  dateRemarks,
  frameInSql,
  isFor,
  listedFile,
  readRemarks,
  tableFunction
} from '../python/duckdbsql';
import { publicSecret, storeSecret } from '../python/duckdbsecret';
import { globEscaped } from '../python/folders';
import { isNew, refused, writingOf } from '../python/writings';
import { sqlQuery, withTexts } from '../query/sqlquery';

/**
 * DuckDB: SQL over files.
 */
export const duckdb: ILibrary = {
  language: 'python',
  library: 'duckdb',
  displayName: 'DuckDB',
  order: 40,
  setting: 'DuckDB',
  query: 'sql',
  rank: question => (isFor(question) ? 45 : 0),
  write: subject => ({
    ...before(subject),
    ...WRITERS[subject.operation](subject)
  })
};

const WRITERS = { read, write, list };

const LOAD = 'duckdb.sql("INSTALL httpfs; LOAD httpfs")';

function before(subject: ISnippetSubject): Pick<IParts, 'imports' | 'setup'> {
  if (subject.publicUrl !== null) {
    const sql = pythonLiteral(publicSecret(subject));
    return { imports: ['import duckdb'], setup: [LOAD, `duckdb.sql(${sql})`] };
  }
  const { imports, setup, statement } = storeSecret(subject);
  return {
    imports: [...imports, 'import duckdb'],
    setup: [...setup, LOAD, statement('duckdb.execute')]
  };
}

function read(subject: ISnippetSubject): Pick<IParts, 'body' | 'variable'> {
  const variable = subject.names.free('df');
  const { query } = subject;
  if (query) {
    const facts = withTexts(subject.facts, query);
    const table = tableFunction({ ...subject, facts });
    const lines = sqlQuery(query, table, facts.format === 'csv');
    return {
      body: [
        ...readRemarks(subject),
        `${variable} = duckdb.sql(`,
        ...indented(
          lines.map((line, at) =>
            pythonLiteral(at < lines.length - 1 ? `${line} ` : line)
          )
        ),
        ').df()'
      ],
      variable
    };
  }
  const sql = pythonLiteral(`FROM ${tableFunction(subject)}`);
  return {
    body: [
      ...readRemarks(subject),
      ...dateRemarks(subject),
      `${variable} = duckdb.sql(${sql}).df()`
    ],
    variable
  };
}

function write(subject: ISnippetSubject): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks, variable } = writingOf(subject, { isGuarded: true });
  const sql = pythonLiteral(
    `COPY ${frameInSql(variable)} TO ${copyTarget(subject)}`
  );
  const found = `duckdb.sql(${pythonLiteral(listedFile(path))}).fetchone()`;
  return {
    body: [
      ...remarks,
      ...(isNew(subject) ? refused(found, pythonLiteral(path)) : []),
      `duckdb.execute(${sql})`
    ],
    variable
  };
}

function list(subject: ISnippetSubject): Pick<IParts, 'body' | 'variable'> {
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

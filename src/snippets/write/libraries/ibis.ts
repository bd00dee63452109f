// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { pythonLiteral } from '../../../literals';
import { call, named } from '../code';
import { publicSecret, storeSecret } from '../python/duckdbsecret';
import {
  isFor,
  listedFile,
  readRemarks,
  tableCall,
  type OptionValue
} from '../python/duckdbsql';
import { exported, isNew, refused, writingOf } from '../python/writings';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';

/**
 * Ibis, whose tables are queries: here those of DuckDB, its default.
 */
export const ibis: ILibrary = {
  language: 'python',
  library: 'ibis',
  displayName: 'Ibis',
  order: 45,
  setting: 'Ibis',
  rank: question =>
    question.operation !== 'list' &&
    isFor(question) &&
    (question.operation === 'read' || writes(question))
      ? 44
      : 0,
  write: subject => {
    const { imports, setup, name } = connection(subject);
    return {
      imports: [...imports, 'import ibis'],
      setup,
      ...(subject.operation === 'write'
        ? write(subject, name)
        : read(subject, name))
    };
  }
};

/**
 * The methods that write each format. That of JSON cannot write a table that is
 * in memory.
 */
const WRITERS: { readonly [format: string]: string } = {
  csv: 'to_csv',
  parquet: 'to_parquet'
};

function writes({ facts, location }: ISnippetQuestion): boolean {
  // Ibis puts the path into SQL as Python would spell it, which is the same
  // only without characters that need an escape.
  const isSpelledAlike = /^[^'\\\p{C}\p{Zl}\p{Zp}]*$/u.test(location.key);
  return (
    isSpelledAlike &&
    WRITERS[facts.format] !== undefined &&
    facts.table?.quote !== "'"
  );
}

/**
 * Ibis's own connection, with a secret that holds the settings of the store. A
 * new one would not know the tables that the notebook has.
 */
function connection(
  subject: ISnippetSubject
): Pick<IParts, 'imports' | 'setup'> & { readonly name: string } {
  const opened = (each: string, statement: string) =>
    [
      `${each} = ibis.get_backend()`,
      `${each}.load_extension("httpfs")`,
      statement
    ].join('\n');
  if (subject.publicUrl !== null) {
    const sql = pythonLiteral(publicSecret(subject));
    const { name, statement } = subject.names.settled('con', each =>
      opened(each, `${each}.raw_sql(${sql})`)
    );
    return { imports: [], setup: [statement], name };
  }
  const { imports, setup, statement: secret } = storeSecret(subject);
  const { name, statement } = subject.names.settled('con', each =>
    opened(each, secret(`${each}.raw_sql`, 'parameters='))
  );
  return { imports, setup: [...setup, statement], name };
}

function read(
  subject: ISnippetSubject,
  con: string
): Pick<IParts, 'body' | 'variable'> {
  const variable = subject.names.free('table');
  const { name, source, options } = tableCall(subject);
  const read = call(`${con}.${name}`, [
    pythonLiteral(source),
    ...options.map(([each, value]) => `${each}=${pythonValue(value)}`)
  ]);
  return {
    body: [...readRemarks(subject), ...`${variable} = ${read}`.split('\n')],
    variable
  };
}

function write(
  subject: ISnippetSubject,
  con: string
): Pick<IParts, 'body' | 'variable'> {
  const { path, remarks, variable } = writingOf(subject, {
    isGuarded: true,
    usual: 'table'
  });
  const facts = exported(subject);
  const args = [
    variable,
    pythonLiteral(`s3://${path}`),
    ...csvArguments(facts),
    ...(facts.compression ? [named('compression', facts.compression)] : [])
  ];
  return {
    body: [
      ...remarks,
      ...(isNew(subject)
        ? refused(
            `${con}.raw_sql(${pythonLiteral(listedFile(path))}).fetchone()`,
            pythonLiteral(path)
          )
        : []),
      ...call(`${con}.${WRITERS[facts.format]}`, args).split('\n')
    ],
    variable
  };
}

function csvArguments({ format, table }: IFacts): string[] {
  return format === 'csv' && table
    ? [
        ...(table.hasHeader ? [] : ['header=False']),
        ...(table.separator !== ','
          ? [named('delimiter', table.separator)]
          : [])
      ]
    : [];
}

function pythonValue(value: OptionValue): string {
  switch (typeof value) {
    case 'string':
      return pythonLiteral(value);
    case 'number':
      return String(value);
    case 'boolean':
      return value ? 'True' : 'False';
  }
  if (value instanceof Map) {
    const pairs = Array.from(value, pair => pair.map(pythonLiteral).join(': '));
    return `{${pairs.join(', ')}}`;
  }
  return `[${Array.from(value as readonly string[], pythonLiteral).join(', ')}]`;
}

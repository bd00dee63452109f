// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { sqlLiteral } from '../../../literals';
import type { IParts, ISnippetSubject } from '../types';
import { endpoint, publicEndpoint, regionOf } from './endpoint';

/**
 * How Python creates a secret, and what it needs before that.
 */
export interface ISecret extends Pick<IParts, 'imports' | 'setup'> {
  /**
   * Write the statement.
   *
   * @param run - The function that runs SQL.
   * @param values - What precedes the list of its parameters, such as `name=`.
   */
  statement(run: string, values?: string): string;
}

/**
 * The secret with the settings of the store: DuckDB does not read environment
 * variables itself.
 */
export function storeSecret(subject: ISnippetSubject): ISecret {
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
  const statement = (run: string, values = '') =>
    [
      `${run}(`,
      '    "CREATE OR REPLACE SECRET s3_here (TYPE s3, KEY_ID ?, SECRET ?, SESSION_TOKEN ?, REGION ?"',
      ...address.map((line, at) => `    ${at ? '' : '+ '}${line}`),
      '    + ")",',
      `    ${values}[`,
      '        os.environ.get("AWS_ACCESS_KEY_ID", ""),',
      '        os.environ.get("AWS_SECRET_ACCESS_KEY", ""),',
      '        os.environ.get("AWS_SESSION_TOKEN", ""),',
      `        ${regionOf(subject)},`,
      '    ],',
      ')'
    ].join('\n');
  return { imports: [...imports, 'import os'], setup, statement };
}

/**
 * The SQL of a secret without keys, for one bucket only: other files still need
 * the keys.
 */
export function publicSecret(subject: ISnippetSubject): string {
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
    `SCOPE ${sqlLiteral(`s3://${subject.place.bucket}/`)}`
  ];
  return `CREATE OR REPLACE SECRET s3_public (${options.join(', ')})`;
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { pythonLiteral, sqlLiteral } from '../../../literals';
import { isFoundAws, isPlainHttp, regionToName } from '../store';
import type { IParts, ISnippetSubject } from '../types';
import { endpointHost, publicEndpoint } from './endpoint';

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
  const { store } = subject;
  const region = regionToName(store, false);
  const host = isFoundAws(store) ? null : endpointHost(subject);
  const keys = keysOf(subject);
  const options = [
    'TYPE s3',
    'KEY_ID ?',
    'SECRET ?',
    'SESSION_TOKEN ?',
    ...(host ? ['ENDPOINT ?', `URL_STYLE 'path'`] : []),
    ...(host && isPlainHttp(store) ? ['USE_SSL false'] : []),
    ...(region ? [`REGION ${sqlLiteral(region)}`] : [])
  ];
  const sql = `CREATE OR REPLACE SECRET s3_here (${options.join(', ')})`;
  const parameters = [...keys.parameters, ...(host ? [host.expression] : [])];
  const statement = (run: string, values = '') =>
    [
      `${run}(`,
      `    ${pythonLiteral(sql)},`,
      `    ${values}[`,
      ...parameters.map(each => `        ${each},`),
      '    ],',
      ')'
    ].join('\n');
  return {
    imports: [...keys.imports, ...(host?.imports ?? [])],
    setup: keys.setup,
    statement
  };
}

/**
 * The keys as expressions: of variables, or as botocore finds them in files or
 * asks a service for them.
 */
function keysOf({ names, store }: ISnippetSubject): Pick<
  IParts,
  'imports' | 'setup'
> & {
  readonly parameters: readonly string[];
} {
  if (store.kernels?.hasKeys !== false) {
    return { imports: ['import os'], setup: [], parameters: VARIABLES };
  }
  const { name, statement } = names.settled(
    's3_keys',
    each =>
      `${each} = boto3.Session().get_credentials().get_frozen_credentials()`
  );
  return {
    imports: ['import boto3'],
    setup: [statement],
    parameters: [
      `${name}.access_key`,
      `${name}.secret_key`,
      `${name}.token or ""`
    ]
  };
}

const VARIABLES = [
  'os.environ["AWS_ACCESS_KEY_ID"]',
  'os.environ["AWS_SECRET_ACCESS_KEY"]',
  'os.environ.get("AWS_SESSION_TOKEN", "")'
];

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
    `SCOPE ${sqlLiteral(`s3://${subject.location.bucket}/`)}`
  ];
  return `CREATE OR REPLACE SECRET s3_public (${options.join(', ')})`;
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { indentedR } from '../code';
import { rLiteral } from '../../../literals';
import { ENDPOINT_VARIABLES } from '../python/endpoint';
import type { ISubject } from '../types';

/**
 * An object of R that knows the store, and the statement that makes it. What
 * it needs on the way stays within.
 *
 * @param last - The lines that give it, from `region` and `endpoint`, which is
 * empty on AWS.
 */
export function storeObject(
  subject: ISubject,
  wish: string,
  last: readonly string[]
): { readonly name: string; readonly statement: string } {
  const lines = [...REGION, ...endpointLines(subject), ...last];
  return subject.names.settled(wish, name =>
    [`${name} <- local({`, ...indentedR(lines), '})'].join('\n')
  );
}

/** The host of an endpoint. */
export const HOST = 'sub("/+$", "", sub("^.*://", "", endpoint))';

/**
 * Makes DuckDB's connection and its secret, which lives as long as that.
 */
export const DUCKDB: readonly string[] = [
  'con <- DBI::dbConnect(duckdb::duckdb())',
  'DBI::dbExecute(con, "INSTALL httpfs")',
  'DBI::dbExecute(con, "LOAD httpfs")',
  'options <- c(',
  '  KEY_ID = Sys.getenv("AWS_ACCESS_KEY_ID"), SECRET = Sys.getenv("AWS_SECRET_ACCESS_KEY"),',
  '  SESSION_TOKEN = Sys.getenv("AWS_SESSION_TOKEN"), REGION = region',
  ')',
  'if (nzchar(endpoint)) {',
  '  options <- c(',
  `    options, ENDPOINT = ${HOST}, URL_STYLE = "path",`,
  '    USE_SSL = if (startsWith(endpoint, "https")) "true" else "false"',
  '  )',
  '}',
  'secret <- paste(names(options), DBI::dbQuoteString(con, options), collapse = ", ")',
  'DBI::dbExecute(con, paste0("CREATE OR REPLACE SECRET s3_here (TYPE s3, ", secret, ")"))',
  'con'
];

/** R's variables may hold an empty text, which counts as none. */
const REGION = [
  'given <- function(names) Filter(nzchar, Sys.getenv(names))',
  'region <- c(given(c("AWS_REGION", "AWS_DEFAULT_REGION")), "us-east-1")[[1]]'
];

function endpointLines({ endpoint }: ISubject): string[] {
  if (endpoint) {
    return [`endpoint <- ${rLiteral(endpoint)}`];
  }
  const names = ENDPOINT_VARIABLES.map(rLiteral).join(', ');
  return [
    'endpoint <- c(given(c(',
    `  ${names}`,
    ')), "")[[1]]',
    'if (nzchar(endpoint) && !grepl("://", endpoint, fixed = TRUE)) {',
    '  endpoint <- paste0("https://", endpoint)',
    '}'
  ];
}

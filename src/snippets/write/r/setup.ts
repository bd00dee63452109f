// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { indentedR } from '../code';
import { rLiteral } from '../../../literals';
import { ENDPOINT_VARIABLES } from '../python/endpoint';
import type { ISnippetSubject } from '../types';

/**
 * An R object with the settings of the store, and the statement that creates it
 * in a local scope.
 *
 * @param last - The lines that return it, from `region` and `endpoint`, which
 * is empty on AWS.
 */
export function storeObject(
  subject: ISnippetSubject,
  wish: string,
  last: readonly string[]
): { readonly name: string; readonly statement: string } {
  const lines = [...regionLines(subject), ...endpointLines(subject), ...last];
  return subject.names.settled(wish, name =>
    [`${name} <- local({`, ...indentedR(lines), '})'].join('\n')
  );
}

/** An R expression for the host of an endpoint. */
export const HOST = 'sub("/+$", "", sub("^.*://", "", endpoint))';

/**
 * Creates a DuckDB connection with a secret, which lives as long as the
 * connection.
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

/** Environment variables may be empty, which counts as unset. */
function regionLines({ region }: ISnippetSubject): string[] {
  return [
    'given <- function(names) Filter(nzchar, Sys.getenv(names))',
    region
      ? `region <- ${rLiteral(region)}`
      : 'region <- c(given(c("AWS_REGION", "AWS_DEFAULT_REGION")), "us-east-1")[[1]]'
  ];
}

function endpointLines({ endpoint }: ISnippetSubject): string[] {
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

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The region, which R's variables may hold as an empty text.
 */
export const REGION = `\
region <- Sys.getenv("AWS_REGION", Sys.getenv("AWS_DEFAULT_REGION"))
if (!nzchar(region)) region <- "us-east-1"`;

/**
 * The store's address as a URL, empty on AWS. In R a pod has only the bare
 * host, which means https.
 */
export const ENDPOINT = `\
${REGION}
endpoint <- Sys.getenv("AWS_ENDPOINT_URL")
if (!nzchar(endpoint)) endpoint <- Sys.getenv("AWS_S3_ENDPOINT")
if (nzchar(endpoint) && !grepl("://", endpoint, fixed = TRUE)) endpoint <- paste0("https://", endpoint)`;

/**
 * DuckDB's connection and its secret, which lives as long as the connection.
 */
export const SECRET = `\
con <- DBI::dbConnect(duckdb::duckdb())
DBI::dbExecute(con, "INSTALL httpfs")
DBI::dbExecute(con, "LOAD httpfs")
options <- c(
  KEY_ID = Sys.getenv("AWS_ACCESS_KEY_ID"), SECRET = Sys.getenv("AWS_SECRET_ACCESS_KEY"),
  SESSION_TOKEN = Sys.getenv("AWS_SESSION_TOKEN"), REGION = region
)
if (nzchar(endpoint)) {
  options <- c(
    options, ENDPOINT = sub("/+$", "", sub("^.*://", "", endpoint)), URL_STYLE = "path",
    USE_SSL = if (startsWith(endpoint, "https")) "true" else "false"
  )
}
secret <- paste(names(options), DBI::dbQuoteString(con, options), collapse = ", ")
DBI::dbExecute(con, paste0("CREATE OR REPLACE SECRET s3_here (TYPE s3, ", secret, ")"))`;

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../facts';
import { rLiteral } from '../literals';
import { copyTarget, isFor, tableFunction } from '../python/duckdb';
import { exported, target } from '../python/writings';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { readerOf, writerOf, type IReader } from './readers';
import { ENDPOINT, REGION, SECRET } from './setup';

/**
 * aws.s3, as the Datalab's guide for R has it.
 */
export const awsS3: ILibrary = {
  language: 'r',
  library: 'aws.s3',
  rank: copies,
  write: subject => {
    const http = subject.scheme === 'http' ? ', use_https = FALSE' : '';
    const bucket = `bucket = ${rLiteral(subject.place.bucket)}`;
    const options = `region = region${http}`;
    const setup = [AWS_S3];
    const object = (key: string) => `object = ${rLiteral(key)}, ${bucket}`;
    const { facts, operation, place } = subject;
    if (operation === 'list' || isList(subject)) {
      const variable = subject.free('files');
      return parts(setup, variable, [
        `${variable} <- aws.s3::get_bucket_df(${bucket}, prefix = ${rLiteral(prefixOf(subject))}, max = Inf, ${options})`
      ]);
    }
    if (operation === 'write') {
      const key = newKey(subject);
      const how = writerOf(exportedR(subject));
      return parts(setup, 'df', [
        `aws.s3::s3write_using(${['df', `FUN = ${how?.name}`, ...(how?.args ?? []), object(key), `opts = list(${options})`].join(', ')})`
      ]);
    }
    const how = readerOf(facts);
    const variable = subject.free(how ? 'df' : 'data');
    return parts(setup, variable, [
      ...warnings(subject),
      how
        ? `${variable} <- aws.s3::s3read_using(${[`FUN = ${how.name}`, ...how.args, object(place.key), `opts = list(${options})`].join(', ')})`
        : `${variable} <- aws.s3::get_object(${object(place.key)}, ${options})`
    ]);
  }
};

/**
 * paws, R's client of AWS's own interface.
 */
export const paws: ILibrary = {
  language: 'r',
  library: 'paws',
  rank: question => copies(question) && 10,
  write: subject => {
    const bucket = `Bucket = ${rLiteral(subject.place.bucket)}`;
    const { facts, operation, place } = subject;
    const setup = [ENDPOINT, PAWS];
    if (operation === 'list' || isList(subject)) {
      const variable = subject.free('files');
      return parts(setup, variable, [
        `pages <- paws::paginate(s3$list_objects_v2(${bucket}, Prefix = ${rLiteral(prefixOf(subject))}))`,
        `${variable} <- unlist(lapply(pages, function(page) sapply(page$Contents, function(each) each$Key)))`
      ]);
    }
    if (operation === 'write') {
      const how = writerOf(exportedR(subject)) as IReader;
      return parts(setup, 'df', [
        'local_file <- tempfile()',
        call(how.name, ['df', 'local_file', ...how.args]),
        `s3$put_object(${bucket}, Key = ${rLiteral(newKey(subject))}, Body = local_file)`
      ]);
    }
    const how = readerOf(facts);
    const variable = subject.free(how ? 'df' : 'data');
    const get = `s3$get_object(${bucket}, Key = ${rLiteral(place.key)})$Body`;
    return parts(setup, variable, [
      ...warnings(subject),
      ...(how
        ? [
            `local_file <- tempfile(fileext = ${rLiteral(extensionOf(place.key))})`,
            `writeBin(${get}, local_file)`,
            `${variable} <- ${call(how.name, ['local_file', ...how.args])}`
          ]
        : [`${variable} <- ${get}`])
    ]);
  }
};

/**
 * arrow: files and folders that may be larger than the memory.
 */
export const arrow: ILibrary = {
  language: 'r',
  library: 'arrow',
  rank: ({ facts, kind, operation }) =>
    !facts.doubt &&
    operation !== 'list' &&
    ['parquet', 'feather'].includes(facts.format) &&
    (operation === 'read' || kind === 'file')
      ? 110
      : 0,
  write: subject => {
    const { facts, kind, operation } = subject;
    const path = `s3$path(${rLiteral(subject.path)})`;
    const setup = [ENDPOINT, ARROW];
    const suffix = facts.format === 'feather' ? 'feather' : 'parquet';
    if (operation === 'write') {
      return parts(setup, 'df', [`arrow::write_${suffix}(df, ${path})`]);
    }
    const variable = subject.free('df');
    return parts(setup, variable, [
      kind === 'folder'
        ? `${variable} <- dplyr::collect(arrow::open_dataset(${path}, format = ${rLiteral(suffix)}))`
        : `${variable} <- arrow::read_${suffix}(${path})`
    ]);
  }
};

/**
 * DuckDB from R.
 */
export const duckdbR: ILibrary = {
  language: 'r',
  library: 'duckdb',
  rank: question =>
    question.operation !== 'list' && isFor(question)
      ? question.kind === 'folder'
        ? 105
        : 50
      : 0,
  write: subject => {
    const setup = [ENDPOINT, SECRET];
    if (subject.operation === 'write') {
      return parts(setup, 'df', [
        'duckdb::duckdb_register(con, "df", df)',
        `DBI::dbExecute(con, ${rLiteral(`COPY df TO ${copyTarget(subject)}`)})`
      ]);
    }
    const variable = subject.free('df');
    return parts(setup, variable, [
      `${variable} <- DBI::dbGetQuery(con, ${rLiteral(`FROM ${tableFunction(subject)}`)})`
    ]);
  }
};

/** The bare AWS has a region; another store is called by its name alone. */
const AWS_S3 = `\
${REGION}
# With a region aws.s3 would put its name before the host.
if (nzchar(Sys.getenv("AWS_S3_ENDPOINT"))) region <- ""`;

const PAWS = `\
config <- list(region = region)
if (nzchar(endpoint)) config <- c(config, endpoint = endpoint, s3_force_path_style = TRUE)
s3 <- paws::s3(config = config)`;

const ARROW = `\
s3 <- if (nzchar(endpoint)) {
  arrow::S3FileSystem$create(
    region = region, endpoint_override = sub("/+$", "", sub("^.*://", "", endpoint)),
    scheme = sub("://.*$", "", endpoint)
  )
} else {
  arrow::S3FileSystem$create(region = region)
}`;

/** What reads and writes by a copy on the disk. */
function copies({ facts, kind, operation }: IQuestion): number {
  const writes = operation !== 'write' || writerOf(facts) !== null;
  return kind === 'folder' || writes ? 100 : 0;
}

function isList(subject: ISubject): boolean {
  return subject.operation === 'read' && subject.kind === 'folder';
}

function exportedR(subject: ISubject): IFacts {
  return exported(subject, facts => writerOf(facts) !== null);
}

function newKey(subject: ISubject): string {
  const path = target(subject, exportedR(subject));
  return path.slice(subject.place.bucket.length + 1);
}

function prefixOf(subject: ISubject): string {
  const { key } = subject.place;
  return subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
}

function extensionOf(key: string): string {
  return /\.\w+(\.\w+)?$/.exec(key)?.[0] ?? '';
}

function warnings(subject: ISubject): string[] {
  return subject.facts.doubt
    ? [`# The file was ${subject.facts.doubt} when this was written.`]
    : [];
}

function call(name: string, args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}

function parts(setup: string[], variable: string, body: string[]): IParts {
  return { imports: [], setup, body, variable };
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts } from '../../../inspect/facts';
import { callR } from '../code';
import { rLiteral } from '../../../literals';
import {
  copyTarget,
  dateRemarks,
  isFor,
  readRemarks,
  tableFunction
} from '../python/duckdbsql';
import {
  exported,
  isWritable,
  target,
  writingRemarks
} from '../python/writings';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { callee, readCopy } from '../r/copies';
import { readerOf, writerOf, type IReader } from '../r/readers';
import {
  arrowFileSystem,
  awsS3Options,
  duckdbConnection,
  pawsClient
} from '../r/setup';

/**
 * aws.s3, as in the Datalab's guide for R.
 */
export const awsS3: ILibrary = {
  language: 'r',
  library: 'aws.s3',
  displayName: 'aws.s3',
  order: 10,
  setting: 'aws.s3',
  rank: copies,
  write: subject => {
    const { name: options, statement } = awsS3Options(subject);
    const bucket = `bucket = ${rLiteral(subject.location.bucket)}`;
    const object = (key: string) => [`object = ${rLiteral(key)}`, bucket];
    const { facts, names, operation, location } = subject;
    if (operation === 'list' || isList(subject)) {
      const variable = names.free('files');
      return parts([statement], variable, [
        callR(`${variable} <- do.call`, [
          'aws.s3::get_bucket_df',
          `c(list(${bucket}, prefix = ${rLiteral(prefixOf(subject))}, max = Inf), ${options})`
        ])
      ]);
    }
    if (operation === 'write') {
      const frame = frameOf(subject);
      const key = newKey(subject);
      const how = writerOf(exportedR(subject));
      return parts([statement], frame, [
        ...writingRemarks(subject, exportedR(subject)),
        callR('aws.s3::s3write_using', [
          frame,
          `FUN = ${how?.name}`,
          ...(how?.args ?? []),
          ...object(key),
          `opts = ${options}`
        ])
      ]);
    }
    const how = readerOf(facts);
    const variable = names.free(how ? 'df' : 'data');
    return parts([statement], variable, [
      ...remarks(subject, how),
      how
        ? callR(`${variable} <- aws.s3::s3read_using`, [
            `FUN = ${how.name}`,
            ...how.args,
            ...object(location.key),
            `opts = ${options}`
          ])
        : callR(`${variable} <- do.call`, [
            'aws.s3::get_object',
            `c(list(${object(location.key).join(', ')}), ${options})`
          ])
    ]);
  }
};

/**
 * paws, an R client of the AWS API.
 */
export const paws: ILibrary = {
  language: 'r',
  library: 'paws',
  displayName: 'paws',
  order: 40,
  setting: 'paws',
  rank: question => copies(question) && 10,
  write: subject => {
    const bucket = `Bucket = ${rLiteral(subject.location.bucket)}`;
    const { facts, names, operation, location } = subject;
    const { name: s3, statement } = pawsClient(subject);
    if (operation === 'list' || isList(subject)) {
      const variable = names.free('files');
      const pages = names.free('pages');
      return parts([statement], variable, [
        `${pages} <- paws::paginate(${s3}$list_objects_v2(${bucket}, Prefix = ${rLiteral(prefixOf(subject))}))`,
        `${variable} <- unlist(lapply(${pages}, function(page) {`,
        '  sapply(page$Contents, function(each) each$Key)',
        '}))'
      ]);
    }
    const local = names.free('local_file');
    if (operation === 'write') {
      const how = writerOf(exportedR(subject)) as IReader;
      const frame = frameOf(subject);
      return parts([statement], frame, [
        `${local} <- tempfile()`,
        callR(callee(how), [frame, local, ...how.args]),
        ...writingRemarks(subject, exportedR(subject)),
        callR(`${s3}$put_object`, [
          bucket,
          `Key = ${rLiteral(newKey(subject))}`,
          `Body = ${local}`
        ])
      ]);
    }
    const how = readerOf(facts);
    const variable = names.free(how ? 'df' : 'data');
    const get = `${s3}$get_object(${bucket}, Key = ${rLiteral(location.key)})$Body`;
    return parts([statement], variable, [
      ...remarks(subject, how),
      ...(how
        ? readCopy(
            how,
            location.key,
            local,
            variable,
            `writeBin(${get}, ${local})`
          )
        : [`${variable} <- ${get}`])
    ]);
  }
};

/**
 * arrow, for files and folders that may be larger than memory.
 */
export const arrow: ILibrary = {
  language: 'r',
  library: 'arrow',
  displayName: 'arrow',
  order: 20,
  setting: 'arrow',
  rank: ({ facts, kind, operation }) =>
    !facts.doubt &&
    operation !== 'list' &&
    ['parquet', 'feather'].includes(facts.format) &&
    facts.compression === null &&
    (facts.variant === null || facts.variant === 'file') &&
    (operation === 'read' || kind === 'file')
      ? 110
      : 0,
  write: subject => {
    const { facts, kind, names, operation } = subject;
    const { name: s3, statement } = arrowFileSystem(subject);
    const pathOf = (path: string) => `${s3}$path(${rLiteral(path)})`;
    const path = pathOf(subject.path);
    const suffix = facts.format === 'feather' ? 'feather' : 'parquet';
    if (operation === 'write') {
      const frame = frameOf(subject);
      return parts([statement], frame, [
        ...writingRemarks(subject, facts),
        `arrow::write_${suffix}(${frame}, ${pathOf(target(subject, facts, frame))})`
      ]);
    }
    const variable = names.free('df');
    return parts([statement], variable, [
      kind === 'folder'
        ? `${variable} <- dplyr::collect(arrow::open_dataset(${path}, format = ${rLiteral(suffix)}))`
        : `${variable} <- arrow::read_${suffix}(${path})`
    ]);
  }
};

/**
 * DuckDB in R.
 */
export const duckdbR: ILibrary = {
  language: 'r',
  library: 'duckdb',
  displayName: 'DuckDB',
  order: 30,
  setting: 'DuckDB',
  rank: question =>
    question.operation !== 'list' && isFor(question)
      ? question.kind === 'folder'
        ? 105
        : 50
      : 0,
  write: subject => {
    const { name: con, statement } = duckdbConnection(subject);
    if (subject.operation === 'write') {
      const frame = frameOf(subject);
      return parts([statement], frame, [
        ...writingRemarks(subject, exported(subject)),
        `duckdb::duckdb_register(${con}, "df", ${frame})`,
        `DBI::dbExecute(${con}, ${rLiteral(`COPY df TO ${copyTarget(subject)}`)})`
      ]);
    }
    const variable = subject.names.free('df');
    return parts([statement], variable, [
      ...readRemarks(subject),
      ...dateRemarks(subject),
      `${variable} <- DBI::dbGetQuery(${con}, ${rLiteral(`FROM ${tableFunction(subject)}`)})`
    ]);
  }
};

/** The rank of a library that reads and writes local copies. */
function copies(question: ISnippetQuestion): number {
  const writes = (facts: IFacts) => writerOf(facts) !== null;
  return question.operation !== 'write' || isWritable(question, writes)
    ? 100
    : 0;
}

function isList(subject: ISnippetSubject): boolean {
  return subject.operation === 'read' && subject.kind === 'folder';
}

function exportedR(subject: ISnippetSubject): IFacts {
  return exported(subject, facts => writerOf(facts) !== null);
}

/** The variable that is written. */
function frameOf({ target }: ISnippetSubject): string {
  return target?.frame ?? 'df';
}

function newKey(subject: ISnippetSubject): string {
  const path = target(subject, exportedR(subject), frameOf(subject));
  return path.slice(subject.location.bucket.length + 1);
}

function prefixOf(subject: ISnippetSubject): string {
  const { key } = subject.location;
  return subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
}

function remarks(subject: ISnippetSubject, how: IReader | null): string[] {
  return subject.facts.doubt
    ? [`# The file was ${subject.facts.doubt} when this was written.`]
    : [...(how?.remarks ?? [])];
}

function parts(setup: string[], variable: string, body: string[]): IParts {
  return { imports: [], setup, body, variable };
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFolderFacts } from '../../../inspect/facts';
import { indented, named } from '../code';
import { pythonLiteral } from '../../../literals';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { type IClientCall, throughClient } from '../python/client';
import { clientArguments } from '../python/endpoint';
import { concatenated } from '../python/folders';
import { copied, openingImports } from '../python/opening';
import { pandasReader } from '../python/pandascalls';
import { readingOf } from '../python/readings';
import { type IReading } from '../python/reading';
import { isNew, isWritable, writingOf } from '../python/writings';

/**
 * boto3, AWS's own library: reads the object's bytes and passes them to a
 * reader.
 */
export const boto3: ILibrary = {
  language: 'python',
  library: 'boto3',
  displayName: 'boto3',
  order: 70,
  setting: 'boto3',
  rank: question =>
    (question.operation === 'read' && !reads(question)) ||
    (question.operation === 'write' && !isWritable(question))
      ? 0
      : 20,
  write: throughClient(client, { read, write, list })
};

/** The Python modules for decompression. */
const UNPACK: { readonly [compression: string]: string } = {
  gzip: 'gzip',
  bz2: 'bz2',
  xz: 'lzma'
};

/** Whether one object is enough and its compression is supported. */
function reads({ facts, kind, location }: ISnippetQuestion): boolean {
  const { compression, format, variant } = facts;
  if (facts.doubt) {
    return true;
  }
  if (kind === 'folder') {
    return format !== 'zarr' && variant !== 'delta';
  }
  const { from, unpack } = readingOf(facts, location.key);
  const packed = unpack !== null && !(unpack in UNPACK && from !== 'local');
  return !packed && (format !== 'shapefile' || compression === 'zip');
}

function client(subject: ISnippetSubject, isAnonymous: boolean): IClientCall {
  const told = clientArguments(subject);
  const args = [
    '"s3"',
    ...told.args,
    ...(isAnonymous ? ['config=Config(signature_version=UNSIGNED)'] : [])
  ];
  return {
    expression: `boto3.client(${args.join(', ')})`,
    imports: [
      ...told.imports,
      'import boto3',
      ...(isAnonymous
        ? [
            'from botocore import UNSIGNED',
            'from botocore.client import Config'
          ]
        : [])
    ]
  };
}

function read(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
  const { facts, kind, names, location } = subject;
  if (kind === 'folder') {
    return readFolder(subject, s3) ?? list(subject, s3);
  }
  const how = readingOf(facts, location.key);
  const variable = names.free(how.wish);
  const bucket = pythonLiteral(location.bucket);
  const key = pythonLiteral(location.key);
  const lines =
    how.from === 'local'
      ? copied(subject, how, variable, local => [
          `${s3}.download_file(${bucket}, ${key}, ${local})`
        ])
      : fetched(
          `${s3}.get_object(Bucket=${bucket}, Key=${key})["Body"]`,
          how,
          variable,
          subject
        );
  return {
    imports: [...bytesImports(how), ...openingImports(how), ...how.imports],
    body: [...how.remarks, ...lines],
    variable
  };
}

/** The statements that read an object into memory. */
function fetched(
  object: string,
  how: IReading,
  variable: string,
  { names }: ISnippetSubject
): string[] {
  const unpacked = how.unpack
    ? `${UNPACK[how.unpack] ?? ''}.decompress(${object}.read())`
    : `${object}.read()`;
  const errors = how.errors ? `, ${named('errors', how.errors)}` : '';
  if (isPlainText(how)) {
    const encoding = pythonLiteral(how.text);
    return [`${variable} = ${unpacked}.decode(${encoding}${errors})`];
  }
  if (isPlainBytes(how)) {
    return [`${variable} = ${unpacked}`];
  }
  const buffer = `io.BytesIO(${unpacked})`;
  const source =
    how.text === null
      ? buffer
      : `io.TextIOWrapper(${buffer}, encoding=${pythonLiteral(how.text)}${errors})`;
  return how.lines(source, variable, names);
}

function isPlainText(how: IReading): how is IReading & { text: string } {
  return how.text !== null && how.wish === 'text';
}

function isPlainBytes(how: IReading): boolean {
  return how.wish === 'data' && how.imports.length === 0 && how.text === null;
}

function bytesImports(how: IReading): string[] {
  return [
    ...(how.from === 'local' || isPlainText(how) || isPlainBytes(how)
      ? []
      : ['import io']),
    ...(how.unpack && UNPACK[how.unpack]
      ? [`import ${UNPACK[how.unpack]}`]
      : [])
  ];
}

/**
 * The statements that read many files as one table; `null` if pandas cannot.
 */
function readFolder(
  subject: ISnippetSubject,
  s3: string
): Omit<IParts, 'setup'> | null {
  const { folder, names, location } = subject;
  const table =
    folder && folder.extension !== null ? pandasReader(folder) : null;
  if (!folder || !table) {
    return null;
  }
  const keys = names.free('keys');
  const { lines, variable } = concatenated(
    subject,
    folder,
    keys,
    table,
    (path, each) =>
      each.lines(
        `io.BytesIO(${s3}.get_object(Bucket=${pythonLiteral(location.bucket)}, Key=${path})["Body"].read())`,
        '',
        names
      )
  );
  return {
    imports: [
      'import io',
      'import pandas as pd',
      ...(folder.isEncoded ? ['import urllib.parse'] : [])
    ],
    body: [
      ...listed(subject, s3, keys, folder.hasEmpty),
      `${keys} = [key for key in ${keys} if ${isDataKey(folder, location.key)}]`,
      ...(table.remarks ?? []),
      ...lines
    ],
    variable
  };
}

/** The condition for the keys of data files. */
function isDataKey(folder: IFolderFacts, prefix: string): string {
  return [
    `key.endswith(${pythonLiteral(folder.extension ?? '')})`,
    '"/.ipynb_checkpoints/" not in key',
    ...(folder.hasOthers && !folder.partitions.length
      ? [`"/" not in key[${[...prefix].length}:]`]
      : []),
    ...(folder.hasHidden
      ? ['not key.split("/")[-1].startswith((".", "_"))']
      : [])
  ].join(' and ');
}

function write(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
  const { names, location } = subject;
  const how = writingOf(subject, { isGuarded: true });
  const condition = isNew(subject) ? ', IfNoneMatch="*"' : '';
  const key = pythonLiteral(how.path.slice(location.bucket.length + 1));
  const target = names.free('target');
  const value = how.text
    ? `${target}.getvalue().encode("utf-8")`
    : `${target}.getvalue()`;
  return {
    imports: ['import io', ...how.imports],
    body: [
      `${target} = ${how.text ? 'io.StringIO()' : 'io.BytesIO()'}`,
      ...how.lines(target, names),
      ...how.remarks,
      `${s3}.put_object(Bucket=${pythonLiteral(location.bucket)}, Key=${key}, Body=${value}${condition})`
    ],
    variable: how.variable
  };
}

function list(subject: ISnippetSubject, s3: string): Omit<IParts, 'setup'> {
  const variable = subject.names.free('keys');
  return {
    imports: [],
    body: [...listed(subject, s3, variable), variable],
    variable
  };
}

/** The statements that list all keys below a folder. */
function listed(
  subject: ISnippetSubject,
  s3: string,
  variable: string,
  filled = false
): string[] {
  const { bucket, key } = subject.location;
  const prefix = subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
  const page = subject.names.free('page');
  const loop = [
    `for ${page} in ${s3}.get_paginator("list_objects_v2").paginate(Bucket=${pythonLiteral(bucket)}, Prefix=${pythonLiteral(prefix)}):`,
    ...indented([
      `${variable} += [each["Key"] for each in ${page}.get("Contents", [])${filled ? ' if each["Size"]' : ''}]`
    ])
  ];
  return [`${variable} = []`, ...loop];
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { indented } from '../code';
import { pythonLiteral } from '../literals';
import type { ILibrary, IParts, ISubject } from '../types';
import { endpoint } from './endpoint';
import { concatenated } from './folders';
import { copied, openingImports } from './opening';
import { pandasReader } from './pandascalls';
import { readingOf, type IReading } from './readings';
import { isWritable, writingOf } from './writings';

/**
 * boto3, AWS's own library: the object's bytes, and what makes data of them.
 */
export const boto3: ILibrary = {
  language: 'python',
  library: 'boto3',
  rank: ({ facts, kind, operation }) => {
    const odd =
      !facts.doubt && ['zip', 'zstd'].includes(`${facts.compression}`);
    const packed = odd && facts.format !== 'csv';
    const shapes = facts.format === 'shapefile' && !facts.doubt;
    const zarr = facts.format === 'zarr' && operation === 'read';
    const writes =
      operation !== 'write' || kind === 'folder' || isWritable(facts);
    return (packed && !shapes) || zarr || !writes ? 0 : 20;
  },
  write: subject => {
    const { imports, setup, ...rest } = WRITERS[subject.operation](subject);
    const before = client(subject);
    return {
      ...rest,
      imports: [...before.imports, ...imports],
      setup: [...before.setup, ...setup]
    };
  }
};

const WRITERS = { read, write, list };

function client(subject: ISubject): Pick<IParts, 'imports' | 'setup'> {
  const { imports, setup, expression } = endpoint(subject);
  const anonymous = subject.publicUrl !== null;
  const args = [
    '"s3"',
    ...(expression === null ? [] : [`endpoint_url=${expression}`]),
    ...(anonymous ? ['config=Config(signature_version=UNSIGNED)'] : [])
  ];
  return {
    imports: [
      ...imports,
      'import boto3',
      ...(anonymous
        ? [
            'from botocore import UNSIGNED',
            'from botocore.client import Config'
          ]
        : [])
    ],
    setup: [...setup, `s3 = boto3.client(${args.join(', ')})`]
  };
}

function read(subject: ISubject): IParts {
  const { facts, folder, kind, place } = subject;
  if (kind === 'folder') {
    const table =
      folder?.extension &&
      pandasReader(folder, `${place.key}file${folder.extension}`);
    return table && folder
      ? table.name === 'read_parquet' || folder.format !== 'parquet'
        ? readFolder(subject)
        : list(subject)
      : list(subject);
  }
  const how = readingOf(facts, place.key);
  const variable = subject.free(how.wish);
  const bucket = pythonLiteral(place.bucket);
  const key = pythonLiteral(place.key);
  const lines =
    how.from === 'local'
      ? copied(subject, how, variable, local => [
          `s3.download_file(${bucket}, ${key}, ${local})`
        ])
      : fetched(bucket, key, how, variable);
  return {
    imports: [...bytesImports(how), ...openingImports(how), ...how.imports],
    setup: [],
    body: [...how.remarks, ...lines],
    variable
  };
}

/** What is read from an object in memory. */
function fetched(
  bucket: string,
  key: string,
  how: IReading,
  variable: string
): string[] {
  const object = `s3.get_object(Bucket=${bucket}, Key=${key})["Body"]`;
  const unpacked = how.unpack
    ? `${UNPACK[how.unpack] ?? ''}.decompress(${object}.read())`
    : `${object}.read()`;
  if (how.text !== null && how.wish === 'text') {
    return [`${variable} = ${unpacked}.decode(${pythonLiteral(how.text)})`];
  }
  const source =
    how.wish === 'data' && how.imports.length === 0 && how.text === null
      ? how.unpack
        ? `io.BytesIO(${unpacked})`
        : object
      : `io.BytesIO(${unpacked})`;
  return how.lines(source, variable);
}

function bytesImports(how: IReading): string[] {
  const plain = how.wish === 'data' && how.imports.length === 0;
  const text = how.text !== null && how.wish === 'text';
  return [
    ...(how.from === 'local' || text || (plain && !how.unpack)
      ? []
      : ['import io']),
    ...(how.unpack && UNPACK[how.unpack]
      ? [`import ${UNPACK[how.unpack]}`]
      : [])
  ];
}

function readFolder(subject: ISubject): IParts {
  const { folder, place } = subject;
  const table =
    folder && pandasReader(folder, `${place.key}file${folder.extension}`);
  if (!folder || !table) {
    return list(subject);
  }
  const keys = subject.free('keys');
  const { lines, variable } = concatenated(
    subject,
    folder,
    keys,
    table,
    (path, each) =>
      each.lines(
        `io.BytesIO(s3.get_object(Bucket=${pythonLiteral(place.bucket)}, Key=${path})["Body"].read())`,
        ''
      )
  );
  return {
    imports: ['import io', 'import pandas as pd'],
    setup: [],
    body: [
      ...listed(subject, keys),
      `${keys} = [key for key in ${keys} if key.endswith(${pythonLiteral(folder.extension ?? '')}) and "/.ipynb_checkpoints/" not in key]`,
      ...lines
    ],
    variable
  };
}

function write(subject: ISubject): IParts {
  const how = writingOf(subject);
  const { bucket } = subject.place;
  const key = pythonLiteral(how.path.slice(bucket.length + 1));
  const buffer = how.text ? 'io.StringIO()' : 'io.BytesIO()';
  const value = how.text
    ? 'target.getvalue().encode("utf-8")'
    : 'target.getvalue()';
  return {
    imports: ['import io', ...how.imports],
    setup: [],
    body: [
      `target = ${buffer}`,
      ...how.lines('target'),
      `s3.put_object(Bucket=${pythonLiteral(bucket)}, Key=${key}, Body=${value})`
    ],
    variable: how.variable
  };
}

function list(subject: ISubject): IParts {
  const variable = subject.free('keys');
  return {
    imports: [],
    setup: [],
    body: [...listed(subject, variable), variable],
    variable
  };
}

/** All keys below a folder, however many they are. */
function listed(subject: ISubject, variable: string): string[] {
  const { bucket, key } = subject.place;
  const prefix = subject.kind === 'folder' ? key : key.replace(/[^/]*$/, '');
  const loop = [
    `for page in s3.get_paginator("list_objects_v2").paginate(Bucket=${pythonLiteral(bucket)}, Prefix=${pythonLiteral(prefix)}):`,
    ...indented([
      `${variable} += [each["Key"] for each in page.get("Contents", [])]`
    ])
  ];
  return [`${variable} = []`, ...loop];
}

/** The modules of Python that unpack. */
const UNPACK: { readonly [compression: string]: string } = {
  gzip: 'gzip',
  bz2: 'bz2',
  xz: 'lzma'
};

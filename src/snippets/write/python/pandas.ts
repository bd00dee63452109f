// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented } from '../code';
import { pythonLiteral } from '../literals';
import type { ILibrary, IParts, IQuestion, ISubject } from '../types';
import { fileSystem } from './endpoint';
import { concatenated, pattern } from './folders';
import { opened, openingImports, fileName } from './opening';
import { pandasReader, reading } from './pandascalls';
import { readingOf } from './readings';
import { isWritable, writingOf } from './writings';

/**
 * pandas with s3fs, as the user guide of the Datalab has it.
 */
export const pandas: ILibrary = {
  language: 'python',
  library: 'pandas',
  rank: question => (isGeo(question) ? 0 : rank(question)),
  write: subject => WRITERS[subject.operation](subject)
};

/**
 * geopandas with s3fs.
 */
export const geopandas: ILibrary = {
  language: 'python',
  library: 'geopandas',
  rank: question =>
    isGeo(question) ||
    (question.operation === 'read' && question.facts.format === 'geoparquet')
      ? rank(question) && 110
      : 0,
  write: subject =>
    subject.operation === 'read' && subject.facts.format === 'geoparquet'
      ? geoParquet(subject)
      : WRITERS[subject.operation](subject)
};

const WRITERS = { read, write, list };

function rank({ facts, kind, operation }: IQuestion): number {
  return operation !== 'write' || kind === 'folder' || isWritable(facts)
    ? 100
    : 0;
}

/** What pandas has nothing for. */
function isGeo({ facts, kind, operation }: IQuestion): boolean {
  const geo = ['geojson', 'geopackage', 'shapefile'].includes(facts.format);
  return (
    !facts.doubt &&
    kind === 'file' &&
    ((operation === 'read' && geo) ||
      (operation === 'write' && facts.format === 'geoparquet'))
  );
}

function read(subject: ISubject): IParts {
  if (subject.kind === 'folder') {
    return readFolder(subject);
  }
  const { facts, place, publicUrl } = subject;
  const how = readingOf(facts, place.key);
  const table = facts.doubt ? null : pandasReader(facts, place.key);
  if (publicUrl !== null && table && !how.unpack) {
    const variable = subject.free(how.wish);
    return {
      imports: how.imports,
      setup: [],
      body: [`${variable} = ${reading('pd', table, pythonLiteral(publicUrl))}`],
      variable
    };
  }
  const { fs, imports, setup, body } = fileSystem(subject);
  const variable = subject.free(how.wish);
  return {
    imports: [...imports, ...openingImports(how), ...how.imports],
    setup,
    body: [
      ...body,
      ...how.remarks,
      ...opened(subject, fs, pythonLiteral(subject.path), how, variable)
    ],
    variable
  };
}

function readFolder(subject: ISubject): IParts {
  const { folder } = subject;
  if (folder?.format === 'zarr') {
    return readZarr(subject);
  }
  if (folder?.format === 'parquet' || folder?.format === 'geoparquet') {
    return parquetFolder(subject, 'pd', 'import pandas as pd', 'df');
  }
  const table =
    folder?.extension &&
    pandasReader(folder, `${subject.place.key}file${folder.extension}`);
  if (!folder || !table) {
    return list(subject);
  }
  const { fs, imports, setup, body } = fileSystem(subject);
  const { lines, variable } = concatenated(
    subject,
    folder,
    `${fs}.glob(${pythonLiteral(pattern(subject, folder))})`,
    table,
    (path, each) => opened(subject, fs, path, each, '')
  );
  return {
    imports: [...imports, 'import pandas as pd'],
    setup,
    body: [...body, ...lines],
    variable
  };
}

function geoParquet(subject: ISubject): IParts {
  return parquetFolder(subject, 'gpd', 'import geopandas as gpd', 'gdf');
}

/** Files too: both take a path and a file system. */
function parquetFolder(
  subject: ISubject,
  module: string,
  line: string,
  wish: string
): IParts {
  const { fs, imports, setup, body } = fileSystem(subject);
  const variable = subject.free(wish);
  const path = pythonLiteral(subject.path);
  return {
    imports: [...imports, line],
    setup,
    body: [
      ...body,
      `${variable} = ${module}.read_parquet(${path}, filesystem=${fs})`
    ],
    variable
  };
}

function readZarr(subject: ISubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject);
  const variable = subject.free('ds');
  const path = pythonLiteral(subject.path);
  return {
    imports: [...imports, 'import xarray as xr'],
    setup,
    body: [...body, `${variable} = xr.open_zarr(${fs}.get_mapper(${path}))`],
    variable
  };
}

function write(subject: ISubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject);
  const how = writingOf(subject);
  const f = fileName(subject);
  const open = call(`${fs}.open`, [
    pythonLiteral(how.path),
    how.text ? '"w"' : '"wb"'
  ]);
  return {
    imports: [...imports, ...how.imports],
    setup,
    body: [...body, `with ${open} as ${f}:`, ...indented(how.lines(f))],
    variable: how.variable
  };
}

function list(subject: ISubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject);
  const variable = subject.free('files');
  const folder =
    subject.kind === 'folder'
      ? subject.path
      : subject.path.replace(/\/[^/]*$/, '');
  return {
    imports,
    setup,
    body: [
      ...body,
      `${variable} = ${fs}.ls(${pythonLiteral(folder)})`,
      variable
    ],
    variable
  };
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { call, indented } from '../code';
import { pythonLiteral } from '../../../literals';
import type {
  ILibrary,
  IParts,
  ISnippetQuestion,
  ISnippetSubject
} from '../types';
import { readPublicUrlInPython } from '../python/address';
import { fileSystem, objectStoreOptions } from '../python/endpoint';
import { concatenated, hivePartitioning, pattern } from '../python/folders';
import { opened, openingImports } from '../python/opening';
import { pandasReader } from '../python/pandascalls';
import { readingOf } from '../python/readings';
import { readShapefile } from '../python/shapefile';
import { isNew, isWritable, writingOf } from '../python/writings';

/**
 * pandas with s3fs, as in the Datalab's user guide.
 */
export const pandas: ILibrary = {
  language: 'python',
  library: 'pandas',
  displayName: 'pandas',
  order: 10,
  setting: 'pandas with s3fs',
  query: 'pandas',
  rank: question => (isGeo(question) ? 0 : rank(question)),
  write: subject => WRITERS[subject.operation](subject)
};

/**
 * geopandas with s3fs.
 */
export const geopandas: ILibrary = {
  language: 'python',
  library: 'geopandas',
  displayName: 'geopandas',
  order: 80,
  setting: null,
  query: 'pandas',
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

function rank(question: ISnippetQuestion): number {
  return question.operation !== 'write' || isWritable(question) ? 100 : 0;
}

/** Whether geopandas is needed instead of pandas. */
function isGeo({ facts, kind, operation }: ISnippetQuestion): boolean {
  const geo = ['geojson', 'geopackage', 'shapefile'].includes(facts.format);
  return (
    !facts.doubt &&
    kind === 'file' &&
    ((operation === 'read' && geo) ||
      (operation === 'write' && facts.format === 'geoparquet'))
  );
}

function read(subject: ISnippetSubject): IParts {
  if (subject.kind === 'folder') {
    return readFolder(subject);
  }
  const { facts, names, location, publicUrl } = subject;
  const open =
    publicUrl === null
      ? null
      : readPublicUrlInPython(facts, location.key, publicUrl, names);
  if (open) {
    return open;
  }
  const how = readingOf(facts, location.key);
  const { fs, imports, setup, body } = fileSystem(subject);
  if (facts.format === 'shapefile' && !facts.compression && !facts.doubt) {
    const { variable, ...shapes } = readShapefile(subject, fs);
    return {
      imports: [...imports, ...shapes.imports],
      setup,
      body: [...body, ...shapes.body],
      variable
    };
  }
  const variable = names.free(how.wish);
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

function readFolder(subject: ISnippetSubject): IParts {
  const { folder } = subject;
  if (folder?.format === 'zarr') {
    return readZarr(subject);
  }
  if (folder?.variant === 'delta') {
    return readDelta(subject);
  }
  const isWhole = !folder?.hasOthers && !folder?.hasEmpty;
  const isParquet = ['parquet', 'geoparquet'].includes(folder?.format ?? '');
  if (isParquet && isWhole) {
    return parquetFolder(subject, 'pd', 'import pandas as pd', 'df');
  }
  const table =
    folder && folder.extension !== null ? pandasReader(folder) : null;
  if (!folder || !table) {
    return list(subject);
  }
  const { fs, imports, setup, body } = fileSystem(subject, true);
  const files = `${fs}.glob(${pythonLiteral(pattern(subject, folder))})`;
  const { lines, variable } = concatenated(
    subject,
    folder,
    folder.hasEmpty ? `filter(${fs}.size, ${files})` : files,
    table,
    (path, each) => opened(subject, fs, path, each, '')
  );
  return {
    imports: [
      ...imports,
      'import pandas as pd',
      ...(folder.isEncoded ? ['import urllib.parse'] : [])
    ],
    setup,
    body: [...body, ...(table.remarks ?? []), ...lines],
    variable
  };
}

/** Reads a Delta table, whose log lists the files that belong to it. */
function readDelta(subject: ISnippetSubject): IParts {
  const { imports, setup, args } = objectStoreOptions(subject, false);
  const variable = subject.names.free('df');
  const source = pythonLiteral(`s3://${subject.path}`);
  const table = call('deltalake.DeltaTable', [source, ...args]);
  return {
    imports: [...imports, 'import deltalake'],
    setup,
    body: [
      '# A Delta table: its log says which of the files count.',
      ...`${variable} = ${table}.to_pandas()`.split('\n')
    ],
    variable
  };
}

function geoParquet(subject: ISnippetSubject): IParts {
  return parquetFolder(subject, 'gpd', 'import geopandas as gpd', 'gdf');
}

/** Reads Parquet folders, and files: both accept a path and a file system. */
function parquetFolder(
  subject: ISnippetSubject,
  module: string,
  line: string,
  wish: string
): IParts {
  const { fs, imports, setup, body } = fileSystem(
    subject,
    subject.kind === 'folder'
  );
  const variable = subject.names.free(wish);
  const path = pythonLiteral(subject.path);
  const hive = subject.folder && hivePartitioning(subject.folder);
  const read = call(`${module}.read_parquet`, [
    path,
    `filesystem=${fs}`,
    ...(hive ? [`partitioning=${hive}`] : [])
  ]);
  return {
    imports: [...imports, line, ...(hive ? ['import pyarrow.dataset'] : [])],
    setup,
    body: [...body, ...`${variable} = ${read}`.split('\n')],
    variable
  };
}

function readZarr(subject: ISnippetSubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject, true);
  const variable = subject.names.free('ds');
  const path = pythonLiteral(subject.path);
  return {
    imports: [...imports, 'import xarray as xr'],
    setup,
    body: [...body, `${variable} = xr.open_zarr(${fs}.get_mapper(${path}))`],
    variable
  };
}

function write(subject: ISnippetSubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject);
  const how = writingOf(subject, { isGuarded: true });
  const f = subject.names.free('file_out');
  // The store itself refuses to replace an object.
  const mode = `${isNew(subject) ? 'x' : 'w'}${how.text ? '' : 'b'}`;
  const open = call(`${fs}.open`, [pythonLiteral(how.path), `"${mode}"`]);
  return {
    imports: [...imports, ...how.imports],
    setup,
    body: [
      ...body,
      ...how.remarks,
      `with ${open} as ${f}:`,
      ...indented(how.lines(f, subject.names))
    ],
    variable: how.variable
  };
}

function list(subject: ISnippetSubject): IParts {
  const { fs, imports, setup, body } = fileSystem(subject, true);
  const variable = subject.names.free('files');
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

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  Format,
  IFacts,
  IFolderFacts,
  ITableFacts
} from '../../../inspect/facts';
import type { IKernels } from '../../../s3/server/status';
import { librariesFor } from '../snippet';
import type {
  ISnippetRequest,
  ISnippetStore,
  Language,
  Operation
} from '../types';
import { S3Location } from '../../../s3/location';

export const TABLE: ITableFacts = {
  separator: ';',
  decimal: ',',
  thousands: null,
  quote: '"',
  hasHeader: true,
  comment: null,
  skippedLines: 0,
  textColumns: ['code']
};

/**
 * The store of a pod of the Datalab.
 */
export const POD: ISnippetStore = {
  endpoint: 'https://minio.lab.example',
  region: 'us-east-1',
  bucketRegion: null,
  kernels: {
    botocoreFinds: true,
    variableFinds: true,
    isOverruled: false,
    urlVariable: 'AWS_ENDPOINT_URL',
    hostVariable: 'AWS_S3_ENDPOINT',
    regionVariable: 'AWS_DEFAULT_REGION',
    hasKeys: true,
    hasAlias: true
  }
};

/**
 * A store of which a kernel finds this, and nothing else.
 */
export function storeOf(kernels: Partial<IKernels>): ISnippetStore {
  return {
    ...POD,
    kernels: {
      botocoreFinds: false,
      variableFinds: false,
      isOverruled: false,
      urlVariable: null,
      hostVariable: null,
      regionVariable: null,
      hasKeys: true,
      hasAlias: false,
      ...kernels
    }
  };
}

/**
 * The store of a pod of before May 2025.
 */
export const OLD_POD = storeOf({ hostVariable: 'AWS_S3_ENDPOINT' });

/**
 * The facts of a plain file, with some given.
 */
export function factsOf(format: Format, known: Partial<IFacts> = {}): IFacts {
  return {
    format,
    variant: null,
    compression: null,
    encoding: null,
    table: format === 'csv' ? TABLE : null,
    columns: null,
    doubt: null,
    ...known
  };
}

/**
 * A request, by default to read a CSV file with pandas.
 */
export function requestOf(
  known: Partial<ISnippetRequest> = {}
): ISnippetRequest {
  return {
    location: S3Location.fromPath('bucket/folder/towns.csv'),
    kind: 'file',
    facts: factsOf('csv'),
    language: 'python',
    library: 'pandas',
    operation: 'read',
    publicUrl: null,
    store: POD,
    names: { taken: [] },
    known: [],
    ...known
  };
}

/**
 * All possible requests: each kind of file and folder with each library of a
 * language that supports it.
 */
export function allRequests(language: Language): ISnippetRequest[] {
  const files = KINDS.map(facts =>
    requestOf({
      language,
      facts,
      location: S3Location.fromPath('bucket/a/x.y')
    })
  );
  const folders = FOLDERS.map(facts =>
    requestOf({
      language,
      facts,
      kind: 'folder',
      location: S3Location.fromPath('bucket/a/')
    })
  );
  const urls = [null, 'https://store.example/bucket/a/x.y'];
  return [...files, ...folders].flatMap(request =>
    OPERATIONS.flatMap(operation =>
      urls.flatMap(publicUrl => {
        const asked = { ...request, operation, publicUrl };
        return librariesFor(asked, language).map(library => ({
          ...asked,
          library
        }));
      })
    )
  );
}

const OPERATIONS: Operation[] = ['read', 'write', 'list'];

const FORMATS: Format[] = [
  ...(['csv', 'text', 'markdown', 'json', 'jsonl', 'parquet'] as const),
  ...(['geoparquet', 'feather', 'orc', 'excel', 'stata', 'sas'] as const),
  ...(['spss', 'rds', 'rdata', 'hdf5', 'netcdf', 'zarr'] as const),
  ...(['geojson', 'geopackage', 'shapefile', 'image', 'pdf'] as const),
  ...(['pickle', 'sqlite', 'binary'] as const)
];

const KINDS: IFacts[] = [
  ...FORMATS.map(format => factsOf(format)),
  ...FORMATS.map(format => factsOf(format, { compression: 'gzip' })),
  factsOf('csv', { compression: 'bz2', table: null }),
  factsOf('csv', { doubt: 'empty', table: null }),
  factsOf('csv', { table: { ...TABLE, skippedLines: 2, thousands: '\u202f' } }),
  factsOf('csv', { table: { ...TABLE, hasHeader: false, textColumns: ['0'] } }),
  factsOf('csv', { table: { ...TABLE, rowNames: true } }),
  factsOf('csv', { encoding: 'utf-16' }),
  factsOf('json', { variant: 'records', columns: ['a'] }),
  factsOf('feather', { variant: 'stream' }),
  factsOf('hdf5', { variant: 'pandas' }),
  factsOf('spss', { variant: 'por' }),
  factsOf('shapefile', { compression: 'zip' }),
  factsOf('binary', { compression: 'zip' }),
  ...['npy', 'npz', 'avro', 'duckdb', 'tar'].map(variant =>
    factsOf('binary', { variant })
  )
];

const FOLDERS: IFolderFacts[] = [
  { ...factsOf('binary'), extension: null, partitions: [] },
  { ...factsOf('csv'), extension: '.csv', partitions: [] },
  { ...factsOf('csv'), extension: '.csv', partitions: ['year'] },
  { ...factsOf('parquet'), extension: '.parquet', partitions: ['year'] },
  {
    ...factsOf('parquet', { variant: 'delta' }),
    extension: '.parquet',
    partitions: []
  },
  { ...factsOf('zarr'), extension: null, partitions: [] }
];

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { makeRealFiles } from './realfiles';
import { found } from './samples';

let files: Map<string, Uint8Array>;

beforeAll(() => {
  files = makeRealFiles();
});

const bytesOf = (name: string) => files.get(name)!;

const COLUMNS = ['code', 'né', 'x'];

describe('a file of its own kind', () => {
  it.each([
    ['index.parquet', 'parquet', null, null, COLUMNS],
    ['named.parquet', 'parquet', null, null, ['code', 'né', 'x']],
    ['hidden.parquet', 'parquet', null, null, COLUMNS],
    ['nested.parquet', 'parquet', null, null, ['a', 'd', 'f']],
    ['big.parquet', 'parquet', null, null, ['a']],
    ['geo.parquet', 'geoparquet', null, null, ['geometry', 'n']],
    ['v2.feather', 'feather', 'file', null, null],
    ['v1.feather', 'feather', 'v1', null, null],
    ['stream.arrow', 'feather', 'stream', null, null],
    ['x.orc', 'orc', null, null, null],
    ['v114.dta', 'stata', null, null, null],
    ['v117.dta', 'stata', null, null, null],
    ['v118.dta', 'stata', null, null, null],
    ['frame.pkl', 'pickle', null, null, null],
    ['p5.pickle', 'pickle', null, null, null],
    ['x.csv.gz', 'csv', null, 'gzip', COLUMNS],
    ['members.csv.gz', 'csv', null, 'gzip', COLUMNS],
    ['x.jsonl.gz', 'jsonl', null, 'gzip', COLUMNS],
    ['x.csv.zip', 'csv', null, 'zip', COLUMNS],
    ['stored.zip', 'csv', null, 'zip', COLUMNS],
    ['streamed.zip', 'csv', null, 'zip', COLUMNS],
    ['large.zip', 'binary', null, 'zip', null],
    ['shapes.zip', 'shapefile', null, 'zip', null],
    ['big.zip', 'shapefile', null, 'zip', null],
    ['x.xlsx', 'excel', 'xlsx', null, null],
    ['x.xlsb', 'excel', 'xlsb', null, null],
    ['x.ods', 'excel', 'ods', null, null],
    ['x.docx', 'binary', 'docx', null, null],
    ['x.npz', 'binary', 'npz', null, null],
    ['x.npy', 'binary', 'npy', null, null],
    ['x.sqlite', 'sqlite', null, null, null],
    ['x.gpkg', 'geopackage', null, null, null],
    ['x.tar', 'binary', 'tar', null, null],
    ['x.tar.gz', 'binary', 'tar', 'gzip', null],
    ['x.rds', 'rds', null, null, null],
    ['x.RData', 'rdata', null, null, null]
  ])('%s is known, also by another name', async (file, ...expected) => {
    const [format, variant, compression, columns] = expected;
    const facts = { format, variant, compression, columns, doubt: null };
    for (const name of [file, 'x', 'x.csv', 'x.pdf', 'x.parquet']) {
      expect(await found(name, bytesOf(file))).toMatchObject(facts);
    }
  });

  it.each([
    ['p2.pickle', 'pickle', null],
    ['x.csv.bz2', 'csv', 'bz2'],
    ['x.csv.xz', 'csv', 'xz'],
    ['x.csv.zst', 'csv', 'zstd']
  ])('%s is known by bytes and name', async (file, format, compression) => {
    const facts = { format, compression, table: null, doubt: null };
    expect(await found(file, bytesOf(file))).toMatchObject(facts);
    const other = compression ? { format: 'text', compression } : {};
    expect(await found('x.txt', bytesOf(file))).toMatchObject(other);
  });

  it.each([
    ['\x89HDF\r\n\x1a\n\0\0', 'x.h5', 'hdf5', null],
    ['\x89HDF\r\n\x1a\n\0\0pandas_type', 'x', 'hdf5', 'pandas'],
    ['\x89HDF\r\n\x1a\n\0\0', 'x.nc', 'netcdf', null],
    ['\x89HDF\r\n\x1a\n\0\0_NCProperties', 'x', 'netcdf', null],
    ['CDF\x01\0\0', 'x', 'netcdf', null],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0', 'x.xls', 'excel', 'xls'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0', 'x.doc', 'binary', 'doc'],
    [
      '\0'.repeat(12) + '\xc2\xea\x81\x60\xb3\x14\x11\xcf',
      'x',
      'sas',
      'sas7bdat'
    ],
    ['HEADER RECORD*******LIBRARY HEADER RECORD', 'x', 'sas', 'xport'],
    ['$FL2@(#) SPSS DATA FILE', 'x', 'spss', 'sav'],
    ['\0\0\x27\x0a' + '\0'.repeat(20), 'x.shp', 'shapefile', null],
    ['\x89PNG\r\n\x1a\n\0', 'x', 'image', 'png'],
    ['\xff\xd8\xff\xe0', 'x', 'image', 'jpeg'],
    ['GIF89a\0', 'x', 'image', 'gif'],
    ['II*\0\0', 'x', 'image', 'tiff'],
    ['RIFF\0\0\0\0WEBPVP8', 'x', 'image', 'webp'],
    ['%PDF-1.7\n', 'x.csv', 'pdf', null],
    ['Obj\x01\0', 'x', 'binary', 'avro'],
    ['\xde\xad\xbe\xef\0', 'x', 'binary', null]
  ])('%j as %s is %s', async (start, name, format, variant) => {
    const bytes = new Uint8Array(Buffer.from(start, 'latin1'));
    const facts = { format, variant, doubt: null };
    expect(await found(name, bytes)).toMatchObject(facts);
  });
});

it('only the beginning of a packed table is unpacked', async () => {
  const facts = await found('one.zip', bytesOf('one.zip'));
  expect(facts).toMatchObject({
    format: 'csv',
    compression: 'zip',
    doubt: null
  });
});

describe('a file that breaks off', () => {
  it.each([
    ['index.parquet', 'parquet'],
    ['x.csv.gz', 'csv'],
    ['x.csv.zip', 'csv'],
    ['stored.zip', 'csv'],
    ['shapes.zip', 'shapefile'],
    ['x.xlsx', 'excel']
  ])('like %s is doubted', async (file, format) => {
    const bytes = bytesOf(file);
    for (const missing of [1, 30, bytes.length >> 1]) {
      const cut = bytes.subarray(0, bytes.length - missing);
      expect(await found(file, cut)).toMatchObject({
        format,
        doubt: 'truncated'
      });
    }
  });

  it('or is none at all is doubted, and called by its name', async () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, at) => (at * at) % 251);
    for (const [name, format] of [
      ['x.parquet', 'parquet'],
      ['x.csv', 'csv'],
      ['x.sav', 'spss']
    ]) {
      const facts = { format, doubt: 'unreadable', table: null };
      expect(await found(name, bytes)).toMatchObject(facts);
    }
  });

  it('or is empty has the format of its name', async () => {
    for (const [name, format, compression] of [
      ['x.parquet', 'parquet', null],
      ['x.csv.bz2', 'csv', 'bz2'],
      ['x.zip', 'binary', 'zip'],
      ['x', 'binary', null]
    ]) {
      const facts = { format, compression, doubt: 'empty' };
      expect(await found(name!, '')).toMatchObject(facts);
    }
    const none = { format: 'binary', compression: 'zip', doubt: 'empty' };
    expect(await found('none.zip', bytesOf('none.zip'))).toMatchObject(none);
  });
});

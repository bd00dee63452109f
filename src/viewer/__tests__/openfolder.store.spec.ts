// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it lists and reads ranges, as other specs do on each store

import { S3Location } from '../../s3/location';
import { putObject } from '../../s3/objects/put';
import { connect, freshBucket, type IFixture } from '../../testing/fixtures';
import { openFile } from '../openfile';
import { makeFolder } from '../source/folder/__tests__/folderfiles';
import { rowOf } from './memorytables';

let f: IFixture;
let bucket: string;

/** What was asked of the store. */
let asked: string[] = [];

const made = makeFolder();

beforeAll(async () => {
  f = await connect();
  bucket = await freshBucket(f);
});

beforeEach(() => {
  asked = [];
  f.intercept(async (request, next) => {
    const { pathname, searchParams } = new URL(request.url);
    const isList = searchParams.get('list-type') === '2';
    asked.push(isList ? 'list' : decodeURIComponent(pathname));
    return next();
  });
});

afterEach(() => f.intercept(null));
afterAll(() => f.dispose());

async function put(...keys: [key: string, file: string | null][]) {
  for (const [key, file] of keys) {
    const body = file === null ? 'text' : made.bytesOf(file);
    await putObject(f.connection, bucket, key, body);
  }
  asked = [];
}

const open = (key: string) =>
  openFile(
    f.connection,
    S3Location.fromPath(`${bucket}/${key}`),
    new AbortController().signal
  );

it('a folder of Parquet files is one table, in partitions and without', async () => {
  await put(
    ['sales.parquet/year=2019/zone=nord%20est/part-0.parquet', 'year=2019/a'],
    ['sales.parquet/year=2020/zone=sud/part-0.parquet', 'year=2020/a'],
    [
      'sales.parquet/year=2020/zone=__HIVE_DEFAULT_PARTITION__/p.parquet',
      'few'
    ],
    ['sales.parquet/year=2020/zone=sud/.part-0.parquet.crc', null],
    ['sales.parquet/_SUCCESS', null],
    ['sales.parquet/_temporary/part-9.parquet', 'few']
  );
  const { facts, source } = await open('sales.parquet');
  expect(facts).toMatchObject({ format: 'parquet' });
  expect(source!.columns.map(({ name, type }) => `${name}: ${type}`)).toEqual([
    'n: integer',
    'word: text',
    'year: integer',
    'zone: text'
  ]);
  expect(source!.files).toMatchObject({ count: 3, isCut: false });
  expect(asked.filter(path => path.endsWith('.parquet')).length).toBeLessThan(
    5
  );
  expect(await rowOf(source!, 0)).toEqual(['0', 'mot 0', '2019', 'nord est']);
  expect(await rowOf(source!, 1000)).toEqual(['1', 'mot 0', '2020', '']);
  expect(await rowOf(source!, 1003)).toEqual(['1000', 'mot 0', '2020', 'sud']);
  source!.dispose();
});

it('sub-folders belong to it where it has no files of its own', async () => {
  await put(
    ['flat/a.parquet', 'few'],
    ['flat/old/b.parquet', 'year=2020/a'],
    ['deep/a/1.parquet', 'few'],
    ['deep/b/2.parquet', 'few']
  );
  const flat = await open('flat/');
  const deep = await open('deep/');
  expect(flat.source!.count).toEqual({ rows: 3, isExact: true });
  expect(deep.source!.files).toMatchObject({ count: 2 });
  expect(deep.source!.columns).toHaveLength(2);
  flat.source!.dispose();
  deep.source!.dispose();
});

it('a file that somebody changes meanwhile is not mixed in', async () => {
  await put(['changed/a.parquet', 'few'], ['changed/b.parquet', 'few']);
  const { source } = await open('changed');
  await put(['changed/b.parquet', 'year=2020/a']);
  const reason = await source!.load(3, 3).catch(error => error);
  expect(reason).toMatchObject({ status: 412 });
  source!.dispose();
});

it.each([
  [
    'delta',
    [
      ['delta/_delta_log/0.json', null],
      ['delta/a.parquet', 'few']
    ]
  ],
  ['other', [['texts/a.csv', null]]],
  ['empty', []]
] as const)('what is no table is said: %s', async (kind, files) => {
  await put(
    ...files.map(([key, file]) => [key, file] as [string, string | null])
  );
  const name = { delta: 'delta/', other: 'texts', empty: 'nothing/' }[kind];
  expect(await open(name)).toMatchObject({ source: null, folder: kind });
});

it('what is neither file nor folder is missing', async () => {
  await expect(open('gone.parquet')).rejects.toMatchObject({ status: 404 });
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about what the first bytes mean.

import { gzipSync } from 'zlib';

import { putObject } from '../../s3/objects/put';
import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import { inspectFile } from '../file';
import { inspectFolder } from '../folder';
import { makeRealFiles } from './realfiles';
import { S3Location } from '../../s3/location';

let f: IFixture;
let bucket: string;
let files: Map<string, Uint8Array>;

useStore({}, made => {
  ({ fixture: f, bucket } = made);
  files = makeRealFiles();
});

const put = (
  key: string,
  body: string | Uint8Array = '',
  contentEncoding?: string
) => putObject(f.connection, bucket, key, body, { contentEncoding });

/** The facts about a key, and the number of requests. */
async function look(key: string, size: number | null = null) {
  const before = f.sent.length;
  const facts = await inspectFile(f.connection, { bucket, key }, size);
  return { facts, requests: f.sent.length - before };
}

const lookBelow = (key: string) =>
  inspectFolder(f.connection, S3Location.fromPath(`${bucket}/${key}`));

describe('a file in the store', () => {
  it.each([
    [5_000, 1, false],
    [20_000, 2, false],
    [900_000, 3, true]
  ])(
    'that is a table of %d rows is known from a few requests',
    async (count, requests, isSampled) => {
      const row = '01001;0\n';
      const csv = `code;taux\n${row.repeat(count)}01001;0,5\n`;
      await put('x.csv', csv);
      let bytes = 0;
      f.intercept(async (_, next) => {
        const answer = await next();
        bytes += Number(answer.headers.get('Content-Length'));
        return answer;
      });
      const found = await look('x.csv', csv.length);
      f.intercept(null);
      expect(found.requests).toBe(requests);
      expect(found.facts).toMatchObject({
        format: 'csv',
        columns: ['code', 'taux'],
        table: { separator: ';', decimal: ',', textColumns: ['code'] }
      });
      expect(found.facts.isSampled ?? false).toBe(isSampled);
      expect(bytes).toBe(Math.min(csv.length, 2 ** 20));
    }
  );

  it('that is a table changed between two requests is doubted', async () => {
    await put('changing.csv', `a;b\n${'1;2\n'.repeat(30_000)}`);
    f.intercept(async (_, next) => {
      const answer = await next();
      f.intercept(null);
      await put('changing.csv', `a;b\n${'1,5;2\n'.repeat(30_000)}`);
      return answer;
    });
    const { facts } = await look('changing.csv');
    expect(facts).toMatchObject({ format: 'csv', doubt: 'unreadable' });
  });

  it('that is Parquet is known from one to three requests', async () => {
    for (const [name, requests, columns] of [
      ['index.parquet', 1, 3],
      ['big.parquet', 2, 1],
      ['wide.parquet', 3, 1000]
    ] as const) {
      await put(name, files.get(name));
      const parquet = await look(name);
      expect(parquet.requests).toBe(requests);
      expect(parquet.facts).toMatchObject({ format: 'parquet', doubt: null });
      expect(parquet.facts.columns).toHaveLength(columns);
    }
  });

  it('that is a large zip is known by the directory at its end', async () => {
    await put('big.zip', files.get('big.zip'));
    const { facts, requests } = await look('big.zip');
    expect(facts).toMatchObject({ format: 'shapefile', doubt: null });
    expect(requests).toBe(2);
  });

  it('stored with a content encoding is a gzip to libraries', async () => {
    const noise = Array.from({ length: 60000 }, () => Math.random()).join('\n');
    for (const csv of [
      'a;b\n1;2,5\n',
      `a;b\n1;2,5\n2;${noise.replace(/\n/g, '\n1;')}\n`
    ]) {
      await put('encoded.csv', gzipSync(csv), 'gzip');
      expect((await look('encoded.csv')).facts).toMatchObject({
        format: 'csv',
        compression: 'gzip',
        columns: ['a', 'b'],
        isContentEncoded: true,
        doubt: null
      });
    }
    // A name that is that of the gzip, and bytes that are none.
    await put('encoded.csv.gz', gzipSync('a;b\n1;2,5\n'), 'gzip');
    await put('plain.csv', 'a;b\n1;2,5\n', 'gzip');
    await put('untold.csv', gzipSync('a;b\n1;2,5\n'));
    for (const key of ['encoded.csv.gz', 'plain.csv', 'untold.csv']) {
      expect((await look(key)).facts).not.toHaveProperty('isContentEncoded');
    }
  });

  it('that is empty needs no request', async () => {
    await put('empty.csv');
    const none = { format: 'csv', doubt: 'empty' };
    const known = await look('empty.csv', 0);
    expect(known).toMatchObject({ facts: none, requests: 0 });
    expect((await look('empty.csv')).facts).toMatchObject(none);
  });

  it('that is gone is called by its name, with a doubt', async () => {
    const { facts } = await look('gone.parquet', 99);
    expect(facts).toMatchObject({ format: 'parquet', doubt: 'unreadable' });
    const nowhere = S3Location.fromPath('no-such-bucket-here/x.csv.gz');
    expect(await inspectFile(f.connection, nowhere, 5)).toMatchObject({
      format: 'csv',
      compression: 'gzip',
      doubt: 'unreadable'
    });
  });

  it('is no longer looked at once its signal fires', async () => {
    const controller = new AbortController();
    f.intercept(async (_, next) => {
      controller.abort();
      return next();
    });
    const location = S3Location.fromPath(`${bucket}/x.csv`);
    const { signal } = controller;
    const looking = inspectFile(f.connection, location, 5, { signal });
    await expect(looking).rejects.toMatchObject({ code: 'Aborted' });
    const folder = S3Location.fromPath(bucket);
    await expect(
      inspectFolder(f.connection, folder, { signal })
    ).rejects.toMatchObject({ code: 'Aborted' });
    f.intercept(null);
  });

  it('changed between two requests is doubted, not mixed up', async () => {
    await put('changing.parquet', files.get('big.parquet'));
    let asked = 0;
    f.intercept(async (_, next) => {
      const answer = await next();
      if (asked++ === 0) {
        f.intercept(null);
        await put('changing.parquet', files.get('wide.parquet'));
      }
      return answer;
    });
    const { facts } = await look('changing.parquet');
    expect(facts).toMatchObject({ format: 'parquet', doubt: 'unreadable' });
  });
});

describe('a folder in the store', () => {
  const parquet = () => files.get('index.parquet')!;
  const CSV = 'a;b\n1;2,5\n';

  it('of one table is that table', async () => {
    await put('table/');
    await put('table/_SUCCESS');
    await put('table/_metadata', 'x');
    await put('table/.part-00000.parquet.crc', 'x');
    await put('table/.ipynb_checkpoints/a-checkpoint.csv', 'x');
    await put('table/part-00000-c0.snappy.parquet');
    await put('table/part-00001-c0.snappy.parquet', parquet());
    for (const key of ['table', 'table/']) {
      expect(await lookBelow(key)).toMatchObject({
        format: 'parquet',
        extension: '.parquet',
        partitions: [],
        columns: ['code', 'né', 'x'],
        doubt: null
      });
    }
  });

  it('of Hive partitions names them', async () => {
    await put('hive/_common_metadata', 'x');
    for (const year of [2023, 2024]) {
      for (const region of ['%C3%8Ele', '11']) {
        await put(`hive/year=${year}/region=${region}/a.parquet`, parquet());
        await put(`hive/year=${year}/region=${region}/_SUCCESS`);
      }
    }
    const before = f.sent.length;
    expect(await lookBelow('hive/')).toMatchObject({
      format: 'parquet',
      extension: '.parquet',
      partitions: ['year', 'region']
    });
    const lists = f.sent.slice(before).filter(line => /list-type/.test(line));
    expect(lists).toHaveLength(1);
  });

  it('with a Delta log says so', async () => {
    await put('delta/_delta_log/00000.json', '{}');
    await put('delta/part-0.parquet', parquet());
    expect(await lookBelow('delta/')).toMatchObject({
      format: 'parquet',
      variant: 'delta'
    });
  });

  it('is one table if its files have the same columns', async () => {
    await put('alike/été.csv.gz', gzipSync(CSV));
    await put('alike/hiver.csv.gz', gzipSync(CSV));
    expect(await lookBelow('alike/')).toMatchObject({
      format: 'csv',
      compression: 'gzip',
      extension: '.csv.gz',
      table: { decimal: ',' }
    });
    await put('unlike/communes.csv', CSV);
    await put('unlike/revenus.csv', 'c;d\n1;2\n');
    expect(await lookBelow('unlike/')).toMatchObject({
      format: 'binary',
      extension: null,
      doubt: null
    });
  });

  it('is known from its first and its last file', async () => {
    await put('numbered/2022.csv', 'code;b\n75056;1\n');
    await put('numbered/2023.csv', 'code;b\n75056;1\n');
    await put('numbered/2024.csv', 'code;b\n01001;1,5\n');
    const before = f.sent.length;
    expect(await lookBelow('numbered/')).toMatchObject({
      format: 'csv',
      table: { decimal: ',', textColumns: ['code'] }
    });
    expect(f.sent.length - before).toBe(3);
    await put('renamed/2023.csv', 'code;b\n75056;1\n');
    await put('renamed/2024.csv', 'codgeo;b\n75056;1\n');
    expect((await lookBelow('renamed/')).format).toBe('binary');
    await put('encodings/2023.csv', 'a;b\né;1\n');
    await put('encodings/2024.csv', Buffer.from('a;b\né;1\n', 'latin1'));
    expect((await lookBelow('encodings/')).format).toBe('binary');
  });

  it('tells what stands beside its data, and odd partitions', async () => {
    await put('beside/_SUCCESS');
    await put('beside/part-00000', CSV);
    await put('beside/part-00001');
    await put('beside/old/part-00000', CSV);
    expect(await lookBelow('beside/')).toMatchObject({
      extension: '',
      hasHidden: true,
      hasEmpty: true,
      hasOthers: true
    });
    const values = ['01', '%C3%8Ele', '__HIVE_DEFAULT_PARTITION__'];
    for (const dep of values) {
      await put(`odd/dep=${dep}/month=01/a.csv`, CSV);
    }
    expect(await lookBelow('odd/')).toMatchObject({
      partitions: ['dep', 'month'],
      partitionTypes: ['text', 'number'],
      isEncoded: true
    });
  });

  it('that is a text of long lines is known from its first MiB', async () => {
    const names = Array.from({ length: 9000 }, (_, index) => `column${index}`);
    const row = names.map(() => '01');
    await put('wide.csv', `${names.join(';')}\n${row.join(';')}\n`);
    const { facts, requests } = await look('wide.csv');
    expect(requests).toBe(2);
    expect(facts.table?.textColumns).toHaveLength(9000);
  });

  it('of Zarr is an array or a group', async () => {
    await put('old.zarr/.zgroup', '{"zarr_format": 2}');
    await put('old.zarr/a/.zarray', '{}');
    await put('new.zarr/zarr.json', '{"zarr_format": 3}');
    await put('new.zarr/c/0/0', 'x');
    const zarr = { format: 'zarr', extension: null, doubt: null };
    expect(await lookBelow('old.zarr')).toEqual(
      expect.objectContaining({ ...zarr, variant: 'v2' })
    );
    expect(await lookBelow('new.zarr/')).toEqual(
      expect.objectContaining({ ...zarr, variant: 'v3' })
    );
  });

  it('of this and that is just a folder', async () => {
    await put('mixed/a.csv', CSV);
    await put('mixed/b.parquet', parquet());
    await put('deep/below/a.csv', CSV);
    const plain = { format: 'binary', extension: null, doubt: null };
    expect(await lookBelow('mixed/')).toMatchObject(plain);
    expect(await lookBelow('deep/')).toMatchObject(plain);
  });

  it('with nothing in it is empty, one that is forbidden unreadable', async () => {
    await put('nothing/');
    expect((await lookBelow('nothing/')).doubt).toBe('empty');
    expect((await lookBelow('never-made/')).doubt).toBe('empty');
    const nowhere = S3Location.fromPath('no-such-bucket-here');
    expect((await inspectFolder(f.connection, nowhere)).doubt).toBe(
      'unreadable'
    );
  });
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about text, and each store gives bytes back.

import { gzipSync } from 'zlib';

import {
  compressionIn,
  isUnpacked,
  unpacked
} from '../../s3/metadata/encoding';
import { inspectFile } from '../../inspect/file';
import { statusOf } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { S3Location } from '../../s3/location';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

const TEXT = 'a;b\n' + '1;2\n'.repeat(1000);
const PACKED = new Uint8Array(gzipSync(TEXT));
const PLAIN = new TextEncoder().encode(TEXT);

/**
 * `Content-Encoding`, name, whether a gzip is stored, whether it is opened as
 * text, and whether it may be saved.
 * `jupyterlab_s3_drive/tests/test_encoding.py` has the same table for what the
 * server returns.
 */
const table: [string, string, boolean, boolean, boolean][] = [
  ['gzip', 'a.csv', true, true, false],
  ['GZIP', 'b.csv', true, true, false],
  ['x-gzip', 'c.csv', true, true, false],
  ['aws-chunked,gzip', 'd.csv', true, true, false],
  ['gzip', 'false.csv', false, true, false],
  ['gzip', 'a.csv.gz', true, false, false],
  ['gzip, gzip', 'twice.csv', true, false, false],
  ['br', 'br.csv', true, false, false],
  ['utf-8', 'u.csv', false, true, true],
  ['identity', 'i.csv', false, true, true],
  ['aws-chunked', 'chunked.csv', false, true, true],
  ['base64', 'base64.csv', false, true, true],
  ['', 'plain.csv', false, true, true]
];

describe.each(table)(
  'an object stored with %j as %s',
  (encoding, name, isPacked, isText, isSaved) => {
    const key = `ce/${name}`;
    const stored = isPacked ? PACKED : PLAIN;

    beforeAll(async () => {
      await d.put(key, stored, { ContentEncoding: encoding || undefined });
      d.notices.length = 0;
    });

    it('opens as its name says', async () => {
      const model = await d.drive.get(`${b}/${key}`, {
        content: true,
        type: 'file'
      });
      expect(model.writable).toBe(isSaved);
      expect(d.notices).toHaveLength(isSaved ? 0 : 1);
      expect(model.format).toBe(isText ? 'text' : 'base64');
      if (isText) {
        expect(model.content).toBe(TEXT);
      } else {
        expect(Buffer.from(model.content, 'base64')).toEqual(
          Buffer.from(stored)
        );
      }
    });

    it('is told to libraries as it is stored', async () => {
      const location = S3Location.fromPath(`${b}/${key}`);
      expect(
        await inspectFile(d.fixture.connection, location, stored.length)
      ).toMatchObject({
        format: 'csv',
        compression: isPacked ? 'gzip' : null,
        table: { separator: ';' }
      });
    });

    it('is saved with the header that it had, or not at all', async () => {
      const path = `${b}/${key}`;
      const { ContentEncoding: before } = (await d.head(key)) as {
        ContentEncoding?: string;
      };
      await d.drive.get(path, { content: false, hash: true });
      const save = d.drive.save(path, {
        type: 'file',
        format: 'text',
        content: 'new'
      });
      if (!isSaved) {
        expect(await statusOf(save)).toBe(403);
        expect(await d.read(key)).toEqual(stored);
        return;
      }
      await save;
      expect(await d.text(key)).toBe('new');
      const after = (await d.head(key)) as { ContentEncoding?: string };
      // `aws-chunked` describes the transfer: a store would take the body for
      // chunks.
      const kept = before === 'aws-chunked' ? undefined : before;
      expect(after.ContentEncoding ?? '').toBe(kept ?? '');
    });
  }
);

describe('unpacking', () => {
  it('ends at the limit, whatever the packing promises', async () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 26)));
    expect(await unpacked(bomb, 2 ** 20)).toBeNull();
    await d.put('ce/bomb.csv', bomb, { ContentEncoding: 'gzip' });
    const open = d.drive.get(`${b}/ce/bomb.csv`, {
      type: 'file',
      content: true
    });
    expect(await statusOf(open)).toBe(413);
  });

  it('of what is damaged is refused in a sentence', async () => {
    await d.put('ce/cut.csv', PACKED.slice(0, -12), {
      ContentEncoding: 'gzip'
    });
    const open = d.drive.get(`${b}/ce/cut.csv`, {
      type: 'file',
      content: true
    });
    await expect(open).rejects.toThrow('cannot be uncompressed');
  });
});

describe('the rule', () => {
  it.each([
    ['gzip', 'x.csv', true, 'gzip'],
    ['gzip', 'x.csv.GZ', false, 'gzip'],
    ['gzip', 'x.tgz', false, 'gzip'],
    ['gzip,br', 'x.csv', false, 'gzip, br'],
    ['zstd', 'x.csv', false, 'zstd'],
    ['aws-chunked', 'x.csv', false, null],
    ['utf-8', 'x.csv', false, null],
    ['utf-8, gzip', 'x.csv', false, 'gzip'],
    [undefined, 'x.csv', false, null]
  ])('of %j and %s', (encoding, key, isOpened, compression) => {
    expect(isUnpacked(encoding, key)).toBe(isOpened);
    expect(compressionIn(encoding)).toBe(compression);
  });
});

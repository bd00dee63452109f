// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { S3Error } from '../../s3/errors';
import { S3Location } from '../../s3/location';
import { type } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { checkpointOf, plainCheckpointOf } from '../lookup/checkpointkeys';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

afterEach(() => jest.restoreAllMocks());

/** Names that only the drive gives. */
const OURS = /\.ipynb_checkpoints|-checkpoint|\.s3-drive-/;

const told = () => d.notices.map(({ message }) => message);

describe('the checkpoint of a long name', () => {
  const names = [244, 245, 250, 255].flatMap(length => [
    `${'a'.repeat(length - 4)}.txt`,
    `${'é'.repeat((length - 4) >> 1)}${length % 2 ? 'x' : ''}.txt`,
    `${'𝄞'.repeat((length - 4) >> 2)}${'x'.repeat((length - 4) % 4)}.txt`
  ]);

  it.each(names.map(name => [new TextEncoder().encode(name).length, name]))(
    'of %i bytes is kept, restored, moved and deleted, and nothing is told',
    async (length, name) => {
      const key = `long/${name}`;
      await d.put(key, 'zero');
      const context = await d.open(key);
      type(context, 'one');
      await context.save();
      const at = checkpointOf(S3Location.fromPath(`${b}/${key}`)).key;
      expect(await d.text(at)).toBe('zero');
      expect(await context.listCheckpoints()).toHaveLength(1);
      await context.restoreCheckpoint();
      expect(await d.text(key)).toBe('zero');
      await d.contents.rename(`s3:${b}/${key}`, `s3:${b}/long/short.txt`);
      const moved = 'long/.ipynb_checkpoints/short-checkpoint.txt';
      expect(await d.text(moved)).toBe('zero');
      expect(await d.exists(at)).toBe(false);
      await d.contents.rename(`s3:${b}/long/short.txt`, `s3:${b}/${key}`);
      await d.contents.delete(`s3:${b}/${key}`);
      expect(await d.keys('long')).toEqual(['long/']);
      expect(told()).toEqual([]);
    }
  );

  it('has a name for each document, that a store takes', () => {
    const all = names.flatMap(name => [name, `b${name.slice(1)}`, `${name}x`]);
    const keys = all.map(
      name => checkpointOf(S3Location.fromPath(`${b}/${name}`)).key
    );
    expect(new Set(keys).size).toBe(new Set(all).size);
    for (const segment of keys.flatMap(key => key.split('/'))) {
      const bytes = new TextEncoder().encode(segment).length;
      expect(bytes).toBeLessThanOrEqual(255);
      expect(segment).not.toMatch(/[\ud800-\udbff]$|^[\udc00-\udfff]/);
    }
  });

  it('is found where it was named as before', async () => {
    const key = `old/${'é'.repeat(124)}.txt`;
    const plain = plainCheckpointOf(S3Location.fromPath(`${b}/${key}`)).key;
    const short = checkpointOf(S3Location.fromPath(`${b}/${key}`)).key;
    expect(plain).not.toBe(short);
    await d.put(key, 'now');
    await d.put(short, 'before');
    // No store in these tests accepts the long name: the short one answers for
    // it.
    const { connection } = d.fixture;
    const send = connection.send.bind(connection);
    jest.spyOn(connection, 'send').mockImplementation((make, options) =>
      send(sdk => {
        const command = make(sdk);
        const input = command.input as { Key?: string; CopySource?: string };
        if (input.Key === short) {
          const [status, origin] = [404, 'store'] as const;
          const code = 'NoSuchKey';
          throw new S3Error({ message: 'No', code, status, origin });
        }
        if (input.Key === plain) {
          input.Key = short;
        }
        return command;
      }, options)
    );
    expect(await d.drive.listCheckpoints(`${b}/${key}`)).toHaveLength(1);
    await d.drive.deleteCheckpoint(`${b}/${key}`, 'checkpoint').catch(() => 0);
  });

  it('of a key that leaves no room for one is told once, at the save', async () => {
    const key = `${'d/'.repeat(384)}${'x'.repeat(240)}.txt`;
    await d.put(key, 'zero');
    const context = await d.open(key);
    expect(told()).toEqual([]);
    for (const text of ['one', 'two']) {
      type(context, text);
      await context.save();
    }
    expect(await d.text(key)).toBe('two');
    expect(told()).toEqual([expect.stringContaining(`s3://${b}/${key}`)]);
    expect(told().join()).not.toMatch(OURS);
  });
});

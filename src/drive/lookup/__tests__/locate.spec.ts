// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ContentsManager } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';
import type { IServerStatus } from '../../../s3/server/status';
import { locate, readLocation } from '../locate';
import { httpError } from '../../../testing/httperror';
import { MemoryDrive } from '../../../testing/drive/memorydrive';
import { S3Location } from '../../../s3/location';

const trans = nullTranslator.load('jupyterlab_s3_drive');

describe('opening a location', () => {
  const drive = new MemoryDrive({ 'b/x/a.csv': 'a', 'b/diffusion/c.csv': 'c' });
  const contents = new ContentsManager();
  contents.addDrive(drive);
  const at = (bucket: string, key: string) =>
    locate(contents, 's3', S3Location.fromPath(`${bucket}/${key}`));

  beforeEach(() => {
    drive.failures.clear();
    drive.calls.length = 0;
  });

  it('asks nothing of what ends in a slash, nor of a bucket', async () => {
    const folder = await at('b', 'diffusion/');
    expect(folder).toEqual({ path: 's3:b/diffusion', isFolder: true });
    expect(await at('b', '')).toEqual({ path: 's3:b', isFolder: true });
    expect(drive.calls).toEqual([]);
  });

  it('tells an object from a folder', async () => {
    expect((await at('b', 'x/a.csv')).isFolder).toBe(false);
    expect((await at('b', 'x')).isFolder).toBe(true);
  });

  it('tells what the store said of the object when there is neither', async () => {
    await expect(at('b', 'nothing')).rejects.toMatchObject({
      response: { status: 404 }
    });
    drive.failures.set('b/secret', httpError(403));
    await expect(at('b', 'secret')).rejects.toMatchObject({
      response: { status: 403 }
    });
  });

  it.each(['x//a.csv', '../b2/a.csv', 'x/./a.csv', '/x'])(
    'opens no other key than that which was written: %s',
    async key => {
      await expect(at('b', key)).rejects.toMatchObject({ code: 'InvalidKey' });
      expect(drive.calls).toEqual([]);
    }
  );

  it("asks for the store's own address only for a URL", async () => {
    const status = jest.fn(async () => ({
      ...({} as IServerStatus),
      endpoint: 'http://minio:9000',
      publicEndpoint: 'https://minio.example.org'
    }));
    const here = { name: 's3', status };
    const location = S3Location.fromPath('b/x/é.csv');
    expect(await readLocation('s3://b/x/é.csv', here, trans)).toEqual(location);
    expect(await readLocation('b/x/é.csv', here, trans)).toEqual(location);
    expect(status).not.toHaveBeenCalled();
    const url = 'https://minio.example.org/b/x/%C3%A9.csv?X-Amz-Date=1';
    expect(await readLocation(url, here, trans)).toEqual(location);
    await expect(
      readLocation('https://elsewhere.org/b/x', here, trans)
    ).rejects.toThrow(
      /not an address in the store https:\/\/minio.example.org/
    );
    await expect(readLocation(' / ', here, trans)).rejects.toThrow(
      /names no bucket/
    );
  });

  it('reads an address on the connection of the drive, and on no other', async () => {
    const status = async () => ({}) as IServerStatus;
    const lab = { name: 's3-lab', status };
    for (const text of ['s3://b/x/', 'b/x/', 's3-lab:b/x/']) {
      expect((await readLocation(text, lab, trans)).id).toBe('lab s3://b/x/');
    }
    await expect(readLocation('s3-other:b/x/', lab, trans)).rejects.toThrow(
      /on another S3 connection/
    );
    await expect(
      readLocation('s3-lab:b/x/', { name: 's3', status }, trans)
    ).rejects.toThrow(/on another S3 connection/);
  });
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the refusals are scripted.

import { PutObjectCommand } from '@aws-sdk/client-s3';

import type { IFixture } from '../../testing/fixtures';
import { useStore } from '../../testing/setup';
import {
  refuseSome,
  type IRefusingProxy
} from '../../testing/network/refusals';
import { moveFolder } from '../copies/copyfolder';
import { moveObject } from '../copies/moveobject';
import { S3Location } from '../location';
import { listAll } from '../objects/list';
import { getObject } from '../objects/get';
import { head } from '../objects/head';
import { putObject } from '../objects/put';
import { uploadBlob } from '../../testing/uploadblob';

const MIB = 2 ** 20;
const OBJECTS = 100;

let fixture: IFixture;
let bucket: string;
let proxy: IRefusingProxy;

useStore({ own: true }, async made => {
  ({ fixture, bucket } = made);
  proxy = await refuseSome(fixture.description.endpoint, 0.2, Math.random);
  const { endpoint } = proxy;
  await fixture.control.restartServer({
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL: endpoint,
    S3_ENDPOINT: endpoint
  });
});

afterEach(() => expect(proxy.counts.refused).toBeGreaterThan(0));

afterAll(() => proxy.close());

describe('a store that turns away one request in five', () => {
  it('gets a folder of many objects moved', async () => {
    const { connection, foreign } = fixture;
    const keys = Array.from({ length: OBJECTS }, (_, i) => `from/${1000 + i}`);
    await Promise.all(
      keys.map(Key =>
        foreign.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }))
      )
    );
    const from = S3Location.fromPath(`${bucket}/from/`);
    const to = S3Location.fromPath(`${bucket}/to/`);
    const result = await moveFolder(connection, from, to);
    expect(result).toEqual({ copied: OBJECTS, kept: [], left: [] });
    const listed: string[] = [];
    for await (const page of listAll(connection, bucket, '')) {
      listed.push(...page.objects.map(({ key }) => key));
    }
    expect(listed).toEqual(keys.map(key => key.replace('from/', 'to/')));
  });

  it('takes twenty saves, one after the other', async () => {
    const { connection } = fixture;
    let { etag } = await putObject(connection, bucket, 'saved', 'zero');
    for (let count = 0; count < 20; count++) {
      const ifMatch = (await head(connection, bucket, 'saved')).etag;
      expect(ifMatch).toBe(etag);
      const text = `version ${count}`;
      const written = await putObject(connection, bucket, 'saved', text, {
        ifMatch
      });
      etag = written.etag;
    }
    const opened = await getObject(connection, bucket, 'saved');
    expect(new TextDecoder().decode(await opened.body())).toBe('version 19');
  });

  it('takes uploads in parts, and moves', async () => {
    const { connection } = fixture;
    const bytes = new Uint8Array(40 * MIB).map((_, index) => index >> 12);
    await uploadBlob(connection, bucket, 'large', new Blob([bytes]));
    const from = { bucket, key: 'large' };
    await moveObject(connection, from, { bucket, key: 'moved' });
    const opened = await getObject(connection, bucket, 'moved');
    const read = await opened.body();
    expect(Buffer.from(read).equals(Buffer.from(bytes))).toBe(true);
  });
});

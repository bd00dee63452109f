// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: what stores make of such keys is proved on each by exact.store.spec

import type { Contents } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { makeDrive } from '../../../testing/drive/drivefixture';
import type { IFixture } from '../../../testing/fixtures';
import { useStore } from '../../../testing/setup';
import { DriveError } from '../../messages/messages';
import { OddObjects } from '../oddobjects';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const NUMBER = 2300;

let fixture: IFixture;
let bucket: string;

useStore({}, made => {
  ({ fixture, bucket } = made);
});

const listed = Array.from({ length: NUMBER }, (_, number) => ({
  key: `x//${number}`,
  etag: `"${number}"`
}));

it('however many there are, a thousand are kept and named', async () => {
  const named: string[][] = [];
  fixture.intercept(async (request, next) => {
    const body = await request.clone().text();
    named.push(
      Array.from(body.matchAll(/<Key>(.*?)<\/Key>/g), ([, key]) => key)
    );
    return next();
  });
  const odd = new OddObjects(fixture.connection, bucket);
  await odd.add(listed);
  expect(named.map(keys => keys.length)).toEqual([1000, 1000]);
  await odd.end(trans);
  expect(named.flat()).toEqual(listed.map(({ key }) => key));
  expect(odd.deleted).toBe(NUMBER);
});

it('it is said how many the store did not delete', async () => {
  // All but each tenth.
  fixture.intercept(async request => {
    const body = await request.clone().text();
    const keys = Array.from(
      body.matchAll(/<Key>(.*?)<\/Key>/g),
      ([, key]) => key
    );
    const errors = keys
      .filter(key => !key.endsWith('0'))
      .map(
        key =>
          `<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>No.</Message></Error>`
      );
    return new Response(`<DeleteResult>${errors.join('')}</DeleteResult>`, {
      headers: { 'X-S3-Drive-Origin': 'store' }
    });
  });
  const odd = new OddObjects(fixture.connection, bucket);
  await odd.add(listed);
  const error = await odd.end(trans).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DriveError);
  const { keys, message } = error as DriveError;
  const refused = (NUMBER / 10) * 9;
  expect(message).toContain(`did not delete ${refused} objects`);
  expect(message).toContain('"x//1" (AccessDenied)');
  expect(keys).toHaveLength(1000);
  expect(odd.deleted).toBe(NUMBER - refused);
});

it('of a row that holds many, no more than two pages are kept', async () => {
  const shared = { ...fixture, dispose: async () => undefined };
  const d = await makeDrive({ fixture: shared, bucket });
  await d.put('f/x/y', 'y');
  const PAGES = 5;
  let held = 0;
  let most = 0;
  let deleted = 0;
  fixture.intercept(async (request, next) => {
    const query = new URL(request.url).searchParams;
    const headers = { 'X-S3-Drive-Origin': 'store' };
    if (request.method === 'POST' && query.has('delete')) {
      const body = await request.clone().text();
      const { length } = Array.from(body.matchAll(/<Key>f\/x\/\/\d+<\/Key>/g));
      held -= length;
      deleted += length;
      return new Response('<DeleteResult></DeleteResult>', { headers });
    }
    if (query.get('list-type') !== '2' || query.get('prefix') !== 'f/x/') {
      return next();
    }
    if (query.has('delimiter')) {
      const text = (await (await next()).text()).replace(
        '</ListBucketResult>',
        '<CommonPrefixes><Prefix>f/x//</Prefix></CommonPrefixes></ListBucketResult>'
      );
      return new Response(text, { headers });
    }
    if (query.get('max-keys') === '1') {
      return next();
    }
    const page = Number(query.get('continuation-token') ?? 0);
    held += 1000;
    most = Math.max(most, held);
    const objects = Array.from({ length: 1000 }, (_, number) => {
      const name = 10000 + page * 1000 + number;
      return `<Contents><Key>f/x//${name}</Key><LastModified>2026-01-01T00:00:00Z</LastModified><ETag>&quot;1&quot;</ETag><Size>1</Size></Contents>`;
    });
    const isLast = page === PAGES - 1;
    const more = isLast
      ? ''
      : `<NextContinuationToken>${page + 1}</NextContinuationToken>`;
    return new Response(
      `<ListBucketResult><IsTruncated>${!isLast}</IsTruncated>${more}${objects.join('')}</ListBucketResult>`,
      { headers }
    );
  });
  const { content } = await d.drive.get(`${bucket}/f/x`);
  const row = (content as Contents.IModel[]).find(
    item => d.drive.flags(item.path).key === 'f/x//'
  );
  await d.drive.remove(row!.path);
  expect(deleted).toBe(PAGES * 1000);
  expect(most).toBeLessThanOrEqual(2000);
  await d.dispose();
});

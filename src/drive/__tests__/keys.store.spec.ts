// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import { statusOf } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';

let d: IDriveFixture;
let b: string;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

/** A response of the store with another body. */
function forged(body: string, response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(body, { status: 200, headers });
}

const names = (model: Contents.IModel) =>
  (model.content as Contents.IModel[]).map(item => item.name).sort();

describe('keys that cannot be addressed', () => {
  it('are refused before any request is made', async () => {
    const { drive } = d;
    d.fixture.sent.length = 0;
    for (const key of ['a//b', './a', 'a/../b', '..', 'a/..', '/a', 'a/./b']) {
      const path = `${b}/${key}`;
      const model = { type: 'file', format: 'text', content: '' } as const;
      for (const operation of [
        () => drive.get(path),
        () => drive.get(path, { content: false, hash: true }),
        () => drive.save(path, model),
        () => drive.delete(path),
        () => drive.rename(path, `${b}/x`),
        () => drive.rename(`${b}/x`, path),
        () => drive.copy(path, b),
        () => drive.getDownloadUrl(path),
        () => drive.newUntitled({ path }),
        () => drive.listCheckpoints(path),
        () => drive.probeWritable(path)
      ]) {
        expect(await statusOf(operation())).toBe(400);
      }
    }
    expect(d.fixture.sent).toEqual([]);
  });

  it('are shown with their reason where a store has them, and refused', async () => {
    await d.put('odd/x', 'innocent');
    d.fixture.intercept(async (request, next) => {
      const response = await next();
      if (!request.url.includes('list-type')) {
        return response;
      }
      const listing = (await response.text()).replace(
        '</ListBucketResult>',
        `<CommonPrefixes><Prefix>odd//</Prefix></CommonPrefixes>
         <CommonPrefixes><Prefix>odd/../</Prefix></CommonPrefixes>
         <Contents><Key>odd/..</Key><Size>1</Size><ETag>"a"</ETag>
         <LastModified>2026-11-01T00:00:00.000Z</LastModified></Contents>
         </ListBucketResult>`
      );
      return forged(listing, response);
    });
    const model = await d.contents.get(`s3:${b}/odd`, { content: true });
    d.fixture.intercept(null);
    const odd = (model.content as Contents.IModel[]).filter(
      item => d.drive.flags(d.contents.localPath(item.path)).unaddressable
    );
    expect(odd).toHaveLength(3);
    d.fixture.sent.length = 0;
    for (const item of odd) {
      expect(item.writable).toBe(false);
      // As JupyterLab's own commands act on the item.
      for (const operation of [
        () => d.contents.get(item.path),
        () => d.contents.delete(item.path),
        () => d.contents.rename(`s3:${b}/odd/${item.name}`, `s3:${b}/odd/y`),
        () => d.contents.copy(item.path, `s3:${b}`),
        () => d.contents.getDownloadUrl(item.path)
      ]) {
        expect(await statusOf(operation())).toBe(400);
      }
    }
    expect(d.fixture.sent).toEqual([]);
    expect(await d.keys('odd/')).toEqual(['odd/x']);
  });
});

describe('an object and a folder of one name', () => {
  const ambiguous = () =>
    d.fixture.intercept(async (request, next) => {
      const response = await next();
      const url = new URL(request.url);
      const prefix = url.searchParams.get('prefix');
      if (url.searchParams.has('list-type') && prefix === 'both/') {
        const more =
          '<CommonPrefixes><Prefix>both/foo/</Prefix></CommonPrefixes></ListBucketResult>';
        const listing = (await response.text()).replace(
          '</ListBucketResult>',
          more
        );
        return forged(listing, response);
      }
      if (url.searchParams.has('list-type') && prefix === 'both/foo/') {
        const listing = `<ListBucketResult><IsTruncated>false</IsTruncated>
          <Contents><Key>both/foo/x</Key><Size>1</Size><ETag>"a"</ETag>
          <LastModified>2026-11-01T00:00:00.000Z</LastModified></Contents>
          </ListBucketResult>`;
        return forged(listing, response);
      }
      return response;
    });

  it('are both shown, and neither is deleted, renamed or copied', async () => {
    await d.put('both/foo', 'object');
    ambiguous();
    const model = await d.contents.get(`s3:${b}/both`, { content: true });
    expect(names(model)).toEqual(['foo', 'foo']);
    const paths = (model.content as Contents.IModel[]).map(item => item.path);
    expect(paths.sort()).toEqual([`s3:${b}/both/foo`, `s3:${b}/both/foo/`]);
    expect(d.drive.flags(`${b}/both/foo/`)).toEqual({
      ambiguous: true,
      key: 'both/foo/'
    });
    for (const path of paths) {
      for (const operation of [
        () => d.contents.delete(path),
        () => d.contents.rename(path, `s3:${b}/both/bar`),
        () => d.contents.copy(path, `s3:${b}/both`)
      ]) {
        const error = await operation().catch(reason => reason);
        expect(error.response.status).toBe(409);
        expect(error.message).toContain('"both/foo/"');
      }
    }
    expect(await d.text('both/foo')).toBe('object');
  });

  it('can both be opened', async () => {
    ambiguous();
    const path = `s3:${b}/both/foo`;
    const file = await d.contents.get(path, { type: 'file', content: true });
    expect(file.content).toBe('object');
    const folder = await d.contents.get(path, { content: true });
    expect(folder.type).toBe('directory');
    const check = await d.contents.get(path, { content: false, hash: true });
    expect(check.type).toBe('file');
  });
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as sdk from '@aws-sdk/client-s3';

import type { Command, IS3Connection } from '../../http/types';
import { listPage } from '../list';

/** A connection that always returns this response. */
function answering(xml: string, statusCode = 200): IS3Connection {
  const client = new sdk.S3Client({
    endpoint: 'http://store.invalid',
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: {
          statusCode,
          headers: {},
          body: new TextEncoder().encode(xml)
        }
      })
    } as never
  });
  return {
    send: (make: (module: typeof sdk) => Command<never, never>) =>
      client.send(make(sdk))
  } as unknown as IS3Connection;
}

const list = (xml: string, statusCode?: number) =>
  listPage(answering(xml, statusCode), 'b', 'f/', { delimiter: '/' });

describe('the objects of a listing', () => {
  it('are read as XML means them, and the rest is the SDK', async () => {
    const page = await list(`<?xml version="1.0"?>
      <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
        <Prefix>f/</Prefix><IsTruncated>true</IsTruncated>
        <EncodingType>url</EncodingType>
        <Contents>
          <Key>f/a+b%26%3CContents%3E&amp;.csv</Key><ETag>&#34;e1&quot;</ETag>
          <Size>5368709120</Size>
          <LastModified>2026-11-23T09:43:23.123Z</LastModified>
          <StorageClass>GLACIER</StorageClass>
          <Owner><ID>x</ID></Owner>
        </Contents>
        <Contents><Key>f/%C3%A9</Key><ETag>e2</ETag><Size>0</Size></Contents>
        <CommonPrefixes><Prefix>f/sub/</Prefix></CommonPrefixes>
        <NextContinuationToken>t</NextContinuationToken>
      </ListBucketResult>`);
    expect(page).toEqual({
      objects: [
        {
          key: 'f/a b&<Contents>&.csv',
          size: 5368709120,
          etag: '"e1"',
          lastModified: new Date('2026-11-23T09:43:23.123Z'),
          storageClass: 'GLACIER'
        },
        {
          key: 'f/é',
          size: 0,
          etag: '"e2"',
          lastModified: new Date(0),
          storageClass: ''
        }
      ],
      prefixes: ['f/sub/'],
      nextToken: 't'
    });
  });

  it('are taken to the letter where the store encodes nothing', async () => {
    const page = await list(
      '<ListBucketResult><Contents><Key>f/a+b%20&#x41;&#xe9;</Key><Size>1</Size></Contents></ListBucketResult>'
    );
    expect(page.objects[0].key).toBe('f/a+b%20Aé');
    expect(page.nextToken).toBeNull();
  });

  it('are none on an empty page, and errors stay errors', async () => {
    expect((await list('<ListBucketResult/>')).objects).toEqual([]);
    await expect(
      list('<Error><Code>NoSuchBucket</Code></Error>', 404)
    ).rejects.toThrow();
  });
});

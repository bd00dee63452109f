// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf } from '../errors';
import {
  basename,
  copySource,
  encodeKey,
  parentPrefix,
  parseLocation,
  parsePath,
  requireAddressable,
  toPath,
  toUri,
  unaddressable
} from '../path';
import { fc } from '../../testing/random';

const ENDPOINT = 'https://minio.example.org';
const ENDPOINTS = [ENDPOINT, 'http://127.0.0.1:9000/', 'https://gate.org/s3/'];

const buckets = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,20}[a-z0-9]$/);
const segments = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.constantFrom(
    'a b',
    'a+b',
    '#',
    '?',
    '%',
    '%2F',
    '&',
    'é',
    '日本',
    ' ',
    '\n'
  )
);
const names = segments
  .map(segment => segment.replace(/\//g, '_'))
  .filter(segment => segment !== '.' && segment !== '..');
const keys = fc
  .tuple(fc.array(names, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([parts, folder]) => parts.join('/') + (folder ? '/' : ''));

describe('parsePath and toPath', () => {
  it('are each other’s reverse for every key', () => {
    fc.assert(
      fc.property(buckets, fc.oneof(keys, fc.string()), (bucket, key) => {
        expect(parsePath(toPath(bucket, key))).toEqual({ bucket, key });
      })
    );
  });

  it('keep the slash of a folder, and know root and buckets', () => {
    expect(toPath('b', 'foo/')).toBe('b/foo/');
    expect(parsePath('b/foo/')).toEqual({ bucket: 'b', key: 'foo/' });
    expect(parsePath('b')).toEqual({ bucket: 'b', key: '' });
    expect(parsePath('b/')).toEqual({ bucket: 'b', key: '' });
    expect(parsePath('')).toEqual({ bucket: '', key: '' });
    expect(parsePath('/untitled.txt')).toEqual({
      bucket: 'untitled.txt',
      key: ''
    });
  });
});

describe('parseLocation', () => {
  it('takes an s3:// URI to the letter', () => {
    fc.assert(
      fc.property(buckets, keys, (bucket, key) => {
        const location = { bucket, key };
        expect(parseLocation(toUri(location), ENDPOINTS)).toEqual(location);
      })
    );
    expect(toUri({ bucket: 'b', key: 'a b%20é/' })).toBe('s3://b/a b%20é/');
  });

  it('decodes a URL of the store in path style', () => {
    fc.assert(
      fc.property(
        buckets,
        keys,
        fc.constantFrom(...ENDPOINTS),
        (bucket, key, endpoint) => {
          const base = endpoint.replace(/\/$/, '');
          const url = `${base}/${bucket}/${encodeKey(key)}?X-Amz-Date=1#x`;
          expect(parseLocation(url, ENDPOINTS)).toEqual({ bucket, key });
        }
      )
    );
  });

  it('decodes a URL of the store in virtual-host style', () => {
    fc.assert(
      fc.property(buckets, keys, (bucket, key) => {
        const url = `https://${bucket}.minio.example.org/${encodeKey(key)}`;
        expect(parseLocation(url, ENDPOINTS)).toEqual({ bucket, key });
      })
    );
  });

  it.each([
    ['bucket/diffusion/', 'bucket', 'diffusion/'],
    ['  bucket/a b ', 'bucket', 'a b'],
    ['/bucket/x', 'bucket', 'x'],
    ['s3:bucket/x', 'bucket', 'x'],
    ['S3A://bucket', 'bucket', ''],
    ['s3://bucket/', 'bucket', ''],
    ['HTTPS://MinIO.Example.org/b/k%2B', 'b', 'k+'],
    ['https://minio.example.org/b/100%', 'b', '100%']
  ])('reads %j', (text, bucket, key) => {
    expect(parseLocation(text, ENDPOINTS)).toEqual({ bucket, key });
  });

  it.each(['', '   ', 's3://', 'https://elsewhere.org/b/k', ENDPOINT])(
    'refuses %j',
    text => {
      const read = () => parseLocation(text, ENDPOINTS);
      expect(read).toThrow(
        expect.objectContaining({ code: 'InvalidLocation', status: 400 })
      );
    }
  );
});

describe('unaddressable', () => {
  it.each([
    ['a/../b', 'dot-segment'],
    ['..', 'dot-segment'],
    ['./a', 'dot-segment'],
    ['a/.', 'dot-segment'],
    ['a/../', 'dot-segment'],
    ['a//b', 'empty-segment'],
    ['a//', 'empty-segment'],
    ['/a', 'leading-slash'],
    ['/', 'leading-slash'],
    ['//', 'leading-slash'],
    ['', null],
    ['a', null],
    ['a/', null],
    ['a/.b/..c/d..', null],
    ['...', null],
    ['%2e%2e/x', null]
  ])('of %j is %j', (key, reason) => {
    expect(unaddressable(key)).toBe(reason);
  });

  it('lets through exactly what a URL parser leaves alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(names, fc.constantFrom('.', '..')), { minLength: 1 }),
        parts => {
          const key = parts.join('/');
          const path = `/base/s3-drive/api/b/${encodeKey(key)}`;
          const kept = new URL(path, 'http://localhost').pathname === path;
          expect(unaddressable(key) === null).toBe(kept);
        }
      ),
      { numRuns: 500 }
    );
  });
});

describe('encodeKey', () => {
  it('is undone by decodeURIComponent and leaves only unreserved characters', () => {
    fc.assert(
      fc.property(keys, key => {
        const encoded = encodeKey(key);
        expect(encoded).toMatch(/^[A-Za-z0-9_.~%/-]*$/);
        expect(encoded.split('/').map(decodeURIComponent).join('/')).toBe(key);
        expect(copySource({ bucket: 'b', key })).toBe(`b/${encoded}`);
      })
    );
  });

  it('refuses half a character', () => {
    expect(() => encodeKey('a/\ud800')).toThrow(
      expect.objectContaining({ code: 'InvalidKey' })
    );
  });
});

describe('requireAddressable', () => {
  it.each([
    ['bucket', 'a/../../../api/contents/x'],
    ['bucket', 'a//b'],
    ['bucket', '/a'],
    ['..', 'a'],
    ['', 'a'],
    ['a/b', 'c'],
    ['arn:aws:s3:::b', 'c'],
    ['..', undefined]
  ])('refuses %j, %j', (bucket, key) => {
    const failure = (() => {
      try {
        requireAddressable(bucket, key);
      } catch (error) {
        return error;
      }
    })();
    expect(problemOf(failure)).toBe('invalid-key');
  });

  it('lets every legal key pass', () => {
    fc.assert(
      fc.property(buckets, keys, (bucket, key) => {
        requireAddressable(bucket, key);
      })
    );
  });
});

describe('basename and parentPrefix', () => {
  it('put a key together again', () => {
    fc.assert(
      fc.property(keys, key => {
        const slash = key.endsWith('/') ? '/' : '';
        expect(parentPrefix(key) + basename(key) + slash).toBe(key);
      })
    );
    expect(basename('')).toBe('');
    expect(parentPrefix('')).toBe('');
  });
});

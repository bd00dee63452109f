// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { problemOf } from '../errors';
import {
  basename,
  encodeKey,
  parentPrefix,
  requireAddressable,
  unaddressable
} from '../keys';
import { connectionOf } from '../../names';
import {
  copySource,
  DEFAULT_CONNECTION,
  driveOf,
  S3Location
} from '../location';
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

const OTHER = 'other';
const at = (path: string) => S3Location.fromPath(path, OTHER);

/** Every bucket, with every key that a store may have. */
const locations = fc
  .tuple(buckets, fc.oneof(keys, fc.string()))
  .map(([bucket, key]) => new S3Location(bucket, key, OTHER));

describe('S3Location', () => {
  it.each([
    // path, bucket, key, parent, isFolder, name
    ['', '', '', '', true, ''],
    ['b', 'b', '', '', true, 'b'],
    ['b/k', 'b', 'k', 'b', false, 'k'],
    ['b/x/', 'b', 'x/', 'b', true, 'x'],
    ['b/x/k', 'b', 'x/k', 'b/x/', false, 'k'],
    ['b/x//y', 'b', 'x//y', 'b/x//', false, 'y'],
    ['b//k', 'b', '/k', 'b//', false, 'k'],
    ['b//', 'b', '/', 'b', true, ''],
    ['b/a%2Fb', 'b', 'a%2Fb', 'b', false, 'a%2Fb'],
    ['b/../k', 'b', '../k', 'b/../', false, 'k'],
    ['b/..', 'b', '..', 'b', false, '..'],
    ['b/e\u0301/日本', 'b', 'e\u0301/日本', 'b/e\u0301/', false, '日本'],
    ['b/s3://x', 'b', 's3://x', 'b/s3://', false, 'x']
  ])('takes the path %j to the letter', (path, bucket, key, parent, ...is) => {
    const location = at(path);
    expect(location).toMatchObject({ bucket, key, path });
    expect(location.parent.path).toBe(parent);
    expect([location.isFolder, location.name]).toEqual(is);
    expect(location.isRoot).toBe(path === '');
    expect(location.uri).toBe(`s3://${bucket}/${key}`);
  });

  it.each([
    ['b/', 'b'],
    ['/b/k', 'b/k'],
    ['/untitled.txt', 'untitled.txt']
  ])('reads the path %j as %j', (text, path) => {
    expect(at(text).path).toBe(path);
  });

  it('is what its path says, for every key', () => {
    fc.assert(
      fc.property(locations, location => {
        const same = S3Location.fromPath(location.path, OTHER);
        expect(same.equals(location)).toBe(true);
        expect(same).toEqual(location);
      })
    );
  });

  it.each([
    ['', 'b', 'b'],
    ['b', 'k', 'b/k'],
    ['b', 'x/', 'b/x/'],
    ['b/x', 'k', 'b/x/k'],
    ['b/x/', 'k', 'b/x/k'],
    ['b/x//', '%2F', 'b/x//%2F']
  ])('in %j has the child %j', (path, name, child) => {
    expect(at(path).child(name).path).toBe(child);
  });

  it('is the parent of its children, and its parent’s child', () => {
    const ends = fc.constantFrom('', '/');
    fc.assert(
      fc.property(locations, names, ends, (folder, name, end) => {
        const child = folder.child(name + end);
        expect(child.name).toBe(name);
        expect(child.parent.equals(folder.asFolder())).toBe(true);
        expect(child.parent.child(name + end).equals(child)).toBe(true);
      })
    );
  });

  it('as a folder ends in a slash, except for a bucket and the root', () => {
    const paths = ['', 'b', 'b/x', 'b/x/', 'b/x//'];
    expect(paths.map(path => at(path).asFolder().path)).toEqual([
      '',
      'b',
      'b/x/',
      'b/x/',
      'b/x//'
    ]);
    expect(paths.map(path => at(path).entryPath)).toEqual([
      '',
      'b',
      'b/x',
      'b/x',
      'b/x/'
    ]);
  });

  it('belongs to its connection, with all that is made from it', () => {
    expect(S3Location.fromPath('b').connection).toBe(DEFAULT_CONNECTION);
    expect(S3Location.typed('b', []).connection).toBe(DEFAULT_CONNECTION);
    const folder = S3Location.typed('s3://b/x', [], OTHER);
    const { parent } = folder;
    const made = [
      folder,
      parent,
      parent.parent,
      parent.parent.child('b'),
      folder.asFolder(),
      folder.child('k'),
      folder.withKey('k')
    ];
    made.forEach(({ connection }) => expect(connection).toBe(OTHER));
  });

  it('has an address that means it alone, and a path with its drive', () => {
    const bucket = '[a-z0-9]';
    const connections = fc.constantFrom(DEFAULT_CONNECTION, 'lab', 'a-1');
    fc.assert(
      fc.property(locations, connections, (location, connection) => {
        const made = S3Location.fromPath(location.path, connection);
        fc.pre(!made.isRoot && new RegExp(bucket).test(made.bucket[0]));
        const read = S3Location.typed(made.address, [], 'other');
        expect(read.id).toBe(
          connection === DEFAULT_CONNECTION
            ? S3Location.fromPath(location.path, 'other').id
            : made.id
        );
        expect(made.drivePath).toBe(`${driveOf(connection)}:${made.entryPath}`);
        expect(connectionOf(driveOf(connection))).toBe(connection);
      })
    );
    expect(S3Location.fromPath('b/x').drivePath).toBe('s3:b/x');
    expect(S3Location.fromPath('b/x', 'lab').address).toBe('s3-lab:b/x');
  });

  it('is another one in another connection, bucket or key', () => {
    const all = [
      at('b/k'),
      S3Location.fromPath('b/k'),
      at('b/k/'),
      at('b/K'),
      at('c/k')
    ];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.filter(other => other.equals(at('b/k')))).toEqual([all[0]]);
  });

  it('is made of a bare bucket and key, and else stays what it is', () => {
    const location = at('b/k');
    expect(S3Location.of(location)).toBe(location);
    const bare = S3Location.of({ bucket: 'b', key: 'k' });
    expect(bare.equals(S3Location.fromPath('b/k'))).toBe(true);
  });

  it('is its bucket and key in a request', () => {
    expect(JSON.stringify({ ...at('b/k') })).toBe('{"bucket":"b","key":"k"}');
  });
});

describe('S3Location.typed', () => {
  const typed = (text: string) => S3Location.typed(text, ENDPOINTS);

  it('takes an s3:// URI to the letter', () => {
    fc.assert(
      fc.property(buckets, keys, (bucket, key) => {
        const uri = `s3://${bucket}/${key}`;
        expect(typed(uri)).toEqual({ bucket, key });
        expect(typed(uri).uri).toBe(uri);
      })
    );
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
          expect(typed(url)).toEqual({ bucket, key });
        }
      )
    );
  });

  it('decodes a URL of the store in virtual-host style', () => {
    fc.assert(
      fc.property(buckets, keys, (bucket, key) => {
        const url = `https://${bucket}.minio.example.org/${encodeKey(key)}`;
        expect(typed(url)).toEqual({ bucket, key });
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
    ['s3://bucket/x//y%2F/../', 'bucket', 'x//y%2F/../'],
    ['HTTPS://MinIO.Example.org/b/k%2B', 'b', 'k+'],
    ['https://minio.example.org/b/100%', 'b', '100%']
  ])('reads %j', (text, bucket, key) => {
    expect(typed(text)).toEqual({ bucket, key });
  });

  it.each(['', '   ', 's3://', 'https://elsewhere.org/b/k', ENDPOINT])(
    'refuses %j',
    text => {
      expect(() => typed(text)).toThrow(
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

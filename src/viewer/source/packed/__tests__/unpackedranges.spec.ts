// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Compression } from '../../../../inspect/facts';
import { concat } from '../../../../s3/http/body';
import { fc, runs, withWrongBytes } from '../../../../testing/random';
import { keptRanges } from '../../ranges';
import { UnpackedRanges } from '../unpackedranges';
import { unpackerOf } from '../unpackers';
import { packed } from './packedfiles';

const PACKINGS: Compression[] = ['gzip', 'zstd', 'bz2'];

/** Text that packs as tables do. */
const TEXT = new TextEncoder().encode(
  Array.from(
    { length: 60_000 },
    (_, n) => `${n};l’été ${(n * n) % 997}\n`
  ).join('')
);

/** A packed file, and how often it was read from its beginning. */
async function open(bytes: Uint8Array, compression: Compression) {
  const reads: number[] = [];
  const ranges = keptRanges(bytes.length, [], async (first, end) => {
    reads.push(first);
    return bytes.slice(first, end);
  });
  const start = unpackerOf(compression)!;
  return { reads, unpacked: new UnpackedRanges(ranges, start) };
}

/** All that is in a packed file. */
async function all(bytes: Uint8Array, compression: Compression) {
  const { unpacked } = await open(bytes, compression);
  const found = await unpacked.read(0, 2 ** 30);
  return { found, unpacked };
}

describe.each(PACKINGS)('a file in %s', compression => {
  const file = packed(TEXT, compression);

  it('is unpacked byte by byte as it was', async () => {
    const { found, unpacked } = await all(file, compression);
    expect(Buffer.compare(found, TEXT)).toBe(0);
    expect([unpacked.isOpen, unpacked.size]).toEqual([false, TEXT.length]);
  });

  it('may have several parts, and be given in any pieces', async () => {
    const [one, other] = [TEXT.slice(0, 900), TEXT.slice(900, 1000)];
    const parts = [one, new Uint8Array(), other, Uint8Array.of(7)];
    const whole = concat(parts);
    const bytes = concat(parts.map(part => packed(part, compression)));
    const start = unpackerOf(compression)!;
    await fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 })), sizes => {
        const unpacker = start();
        const found: Uint8Array[] = [];
        let at = 0;
        for (const size of [...sizes, Infinity]) {
          const end = Math.min(at + size, bytes.length);
          const isLast = end === bytes.length;
          found.push(...unpacker.push(bytes.slice(at, end), isLast));
          at = end;
          if (isLast) {
            break;
          }
        }
        expect(Buffer.compare(concat(found), whole)).toBe(0);
      }),
      { numRuns: runs(30) }
    );
  });

  it('gives what is before the place where it is cut off', async () => {
    const { found, unpacked } = await all(
      file.slice(0, file.length - 30),
      compression
    );
    expect(Buffer.compare(found, TEXT.subarray(0, found.length))).toBe(0);
    expect(unpacked.isOpen).toBe(true);
    const rest = unpacked.read(found.length, found.length + 1);
    await expect(rest).rejects.toMatchObject({ problem: 'damaged' });
  });

  it('is damaged: whatever byte is wrong, nothing else is thrown', async () => {
    const small = packed(TEXT.subarray(0, 3000), compression);
    await fc.assert(
      fc.asyncProperty(withWrongBytes(small, 3), async bytes => {
        const { unpacked } = await open(bytes, compression);
        const found = await unpacked.read(0, 2 ** 20).catch(tableProblem);
        expect(found).toBeDefined();
      }),
      { numRuns: runs(60) }
    );
  });
});

function tableProblem(reason: { problem?: string }): string | undefined {
  return reason.problem;
}

describe('what is unpacked', () => {
  // 40 MiB, of which some are kept.
  const LINE = 64;
  const ROWS = 640 * 1024;
  const line = (row: number) => `${row}`.padEnd(LINE - 1) + '\n';
  const text = Array.from({ length: ROWS }, (_, row) => line(row)).join('');
  const file = packed(new TextEncoder().encode(text), 'gzip');

  it('is read from the beginning again for what is long before', async () => {
    const { reads, unpacked } = await open(file, 'gzip');
    const at = async (row: number) => {
      const bytes = await unpacked.read(row * LINE, (row + 1) * LINE);
      return new TextDecoder().decode(bytes);
    };
    for (const row of [0, 500_000, 499_000, 10, 600_000]) {
      expect(await at(row)).toBe(line(row));
    }
    expect(reads.filter(first => first === 0)).toHaveLength(2);
  });

  it('is approached for a moment at a time', async () => {
    const { unpacked } = await open(file, 'gzip');
    const first = 600_000 * LINE;
    expect(await unpacked.approach(first, Date.now() - 1)).toBe(false);
    expect(await unpacked.approach(first, Date.now() + 60_000)).toBe(true);
    const end = ROWS * LINE;
    expect(await unpacked.approach(2 * end, Date.now() + 60_000)).toBe(true);
    expect(unpacked.size).toBe(end);
  });

  it('has a size that is an estimate before its end', async () => {
    const { unpacked } = await open(file, 'gzip');
    const read = 2 ** 20;
    await unpacked.read(0, read);
    expect(unpacked.isOpen).toBe(true);
    expect(unpacked.size).toBeGreaterThan(read);
    expect(unpacked.size).toBeGreaterThan(0.5 * text.length);
    expect(unpacked.size).toBeLessThan(2 * text.length);
  });

  it('is nothing more once it is closed', async () => {
    const { reads, unpacked } = await open(file, 'gzip');
    await unpacked.read(0, 1);
    unpacked.close();
    const before = reads.length;
    await expect(unpacked.read(0, 1)).rejects.toMatchObject({
      code: 'Aborted'
    });
    expect(reads).toHaveLength(before);
  });
});

describe('a file that becomes much larger', () => {
  // 1 GiB of zeros in 1 MiB.
  const MEMBERS = 64;
  const member = packed(new Uint8Array(2 ** 24), 'gzip');
  const file = concat(Array.from({ length: MEMBERS }, () => member));

  it('is unpacked no further than what is asked for', async () => {
    const start = unpackerOf('gzip')!;
    const parts = start().push(file, true);
    let most = 0;
    for (let count = 0; count < 20; count++) {
      most = Math.max(most, (parts.next().value as Uint8Array).length);
    }
    expect(most).toBeLessThan(2 ** 23);
    const { unpacked } = await open(file, 'gzip');
    expect((await unpacked.read(0, 1000)).every(byte => byte === 0)).toBe(true);
    expect(unpacked.size).toBeGreaterThan(2 ** 29);
  });

  it('takes no window that does not fit into memory', async () => {
    // A frame with a window of 2 GiB (RFC 8878, 3.1.1.1.2).
    const frame = [0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3, 1, 0, 0, 0, 0];
    const { unpacked } = await open(Uint8Array.from(frame), 'zstd');
    await expect(unpacked.read(0, 1)).rejects.toMatchObject({
      problem: 'large'
    });
  });

  it('has no block of runs alone', async () => {
    const { unpacked } = await open(
      packed(new Uint8Array(2 ** 26), 'bz2'),
      'bz2'
    );
    await expect(unpacked.read(0, 1)).rejects.toMatchObject({
      problem: 'large'
    });
  });
});

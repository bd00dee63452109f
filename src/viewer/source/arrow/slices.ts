// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataType } from '@uwdata/flechette';
import { Type } from '@uwdata/flechette/src/constants.js';

import { concat } from '../../../s3/http/body';
import { TableError } from '../tableerror';
import type { BatchHeader } from './messages';

/**
 * Some rows of a column that is too large to be read whole.
 */
export interface ISlice {
  readonly header: Pick<BatchHeader, 'length' | 'nodes' | 'regions'>;
  readonly body: Uint8Array;
}

/**
 * How the values of a type are stored one after the other: how many bits each
 * takes, or how many bytes the place of each takes where they have any length.
 * `null` for types that have other columns in them, or views.
 */
export function layoutOf(
  type: DataType
): { readonly bits: number } | { readonly offset: 4 | 8 } | null {
  switch (type.typeId) {
    case Type.Bool:
      return { bits: 1 };
    case Type.Int:
    case Type.Decimal:
    case Type.Time:
      return { bits: type.bitWidth };
    case Type.Dictionary:
      return { bits: type.indices.bitWidth };
    case Type.Float:
      return { bits: 16 << type.precision };
    case Type.Date:
      return { bits: type.unit === 0 ? 32 : 64 };
    case Type.Timestamp:
    case Type.Duration:
      return { bits: 64 };
    case Type.FixedSizeBinary:
      return { bits: 8 * type.stride };
    case Type.Utf8:
    case Type.Binary:
      return { offset: 4 };
    case Type.LargeUtf8:
    case Type.LargeBinary:
      return { offset: 8 };
    default:
      return null;
  }
}

/**
 * Read some rows of a column that is not compressed: of each of its buffers the
 * bytes of these rows.
 *
 * @param header - Of the column.
 * @param first - The first row; a multiple of 8, as a byte has the bits of 8.
 * @param end - The row after the last one.
 * @param read - Reads bytes of the message's body.
 *
 * @returns `null` if the type is not stored so.
 *
 * @throws `TableError` if it is damaged, or the values of these rows are too
 * large; as `read`.
 */
export async function readSlice(
  type: DataType,
  { nodes, regions }: BatchHeader,
  first: number,
  end: number,
  read: (begin: number, end: number) => Promise<Uint8Array>
): Promise<ISlice | null> {
  const layout = layoutOf(type);
  const [node] = nodes;
  if (!layout || nodes.length !== 1) {
    return null;
  }
  const part = async (index: number, from: number, to: number) => {
    const region = regions[index];
    if (!region || to < from || to > region.length) {
      throw new TableError('damaged', `bytes ${from} to ${to} of a buffer`);
    }
    if (to - from > LARGEST) {
      throw new TableError('large', `${end - first} values`);
    }
    return to > from
      ? read(region.offset + from, region.offset + to)
      : new Uint8Array();
  };
  const bits = (count: number, width: number) => Math.ceil((count * width) / 8);
  const hasGaps = node.nullCount > 0 && (regions[0]?.length ?? 0) > 0;
  const validity = hasGaps
    ? await part(0, first / 8, bits(end, 1))
    : new Uint8Array();
  const parts =
    'bits' in layout
      ? [await part(1, bits(first, layout.bits), bits(end, layout.bits))]
      : await textParts(layout.offset, first, end, part);
  const length = end - first;
  return {
    header: {
      length,
      // How many of these are empty is not known: only that some may be.
      nodes: [{ length, nullCount: hasGaps ? length : 0 }],
      ...placed([validity, ...parts])
    },
    body: bodyOf([validity, ...parts])
  };
}

/** The places of values of any length, counted from the first one, and those. */
async function textParts(
  width: 4 | 8,
  first: number,
  end: number,
  part: (index: number, from: number, to: number) => Promise<Uint8Array>
): Promise<Uint8Array[]> {
  const bytes = (await part(1, first * width, (end + 1) * width)).slice();
  const view = new DataView(bytes.buffer);
  const at = (row: number) =>
    width === 4
      ? view.getInt32(row * width, true)
      : Number(view.getBigInt64(row * width, true));
  const begin = at(0);
  const values = await part(2, begin, at(end - first));
  for (let row = 0; row <= end - first; row++) {
    const place = at(row) - begin;
    if (place < 0 || place > values.length) {
      throw new TableError('damaged', 'a value outside of its buffer');
    }
    if (width === 4) {
      view.setInt32(row * width, place, true);
    } else {
      view.setBigInt64(row * width, BigInt(place), true);
    }
  }
  return [bytes, values];
}

/** Where buffers are one after the other, each at a multiple of 8 bytes. */
function placed(parts: readonly Uint8Array[]): Pick<BatchHeader, 'regions'> {
  let offset = 0;
  return {
    regions: parts.map(({ length }) => {
      const region = { offset, length };
      offset += length + padding(length);
      return region;
    })
  };
}

function bodyOf(parts: readonly Uint8Array[]): Uint8Array {
  return concat(
    parts.flatMap(part => [part, new Uint8Array(padding(part.length))])
  );
}

function padding(length: number): number {
  return (8 - (length % 8)) % 8;
}

/** How many bytes of a buffer are read for one slice. */
const LARGEST = 2 ** 24;

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The header before a page of a column.
 *
 * https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
export interface IPageHeader {
  readonly type: 'data' | 'dictionary' | 'other';
  /** How many bytes the header itself takes. */
  readonly length: number;
  /** How many bytes of the page follow it. */
  readonly compressed: number;
  /** How many bytes they unpack to. */
  readonly uncompressed: number;
  /** How many values the page has; those that are null count too. */
  readonly values: number;
  /**
   * How many bytes of the page come before what is compressed: the levels in a
   * data page of version 2.
   */
  readonly levels: number;
}

/**
 * Read the header at a position; `null` if its bytes are not all there.
 *
 * It is written in Thrift's compact protocol, of which it takes the few fields
 * that say where the page ends; the rest (statistics) is passed.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 *
 * @throws `RangeError` if it is no header.
 */
export function readPageHeader(
  bytes: Uint8Array,
  at: number
): IPageHeader | null {
  const reader = new CompactReader(bytes, at);
  try {
    const found = new Map<number, number>();
    reader.struct(0, (path, value) => found.set(path, value));
    const of = (...path: number[]) => found.get(pathOf(path)) ?? 0;
    const type = PAGES[of(TYPE)] ?? 'other';
    const values =
      type === 'dictionary'
        ? of(DICTIONARY, 1)
        : found.has(pathOf([DATA_2, 1]))
          ? of(DATA_2, 1)
          : of(DATA, 1);
    const header = {
      type,
      length: reader.at - at,
      compressed: of(COMPRESSED),
      uncompressed: of(UNCOMPRESSED),
      values,
      levels: of(DATA_2, 5) + of(DATA_2, 6)
    };
    const { compressed, levels, uncompressed } = header;
    if (Math.min(compressed, levels, uncompressed, values) < 0) {
      throw new RangeError('A page header has a negative size.');
    }
    return header;
  } catch (error) {
    if (error === ENDED) {
      return null;
    }
    throw error;
  }
}

/** The fields of a header. */
const [TYPE, UNCOMPRESSED, COMPRESSED, DATA, DICTIONARY, DATA_2] = [
  1, 2, 3, 5, 7, 8
];

/** The kinds of pages, by their number; a data page has two versions. */
const PAGES: { readonly [type: number]: IPageHeader['type'] } = {
  0: 'data',
  2: 'dictionary',
  3: 'data'
};

/** The path of a field, as one number: no field has a number above 255. */
function pathOf(path: readonly number[]): number {
  return path.reduce((all, field) => all * 256 + field, 0);
}

/** Thrown where the bytes end. */
const ENDED = new Error('ended');

/** How deep structs may be in each other: a header has three levels. */
const DEEPEST = 8;

/**
 * Reads the fields of a struct.
 */
class CompactReader {
  constructor(
    private readonly _bytes: Uint8Array,
    public at: number
  ) {}

  /**
   * Read a struct.
   *
   * @param path - Where it is.
   * @param found - Takes each number that is a field of it, by its path.
   */
  struct(
    path: number,
    found: (path: number, value: number) => void,
    depth = 0
  ): void {
    if (depth > DEEPEST) {
      throw new RangeError('A page header is too deep.');
    }
    let field = 0;
    for (;;) {
      const head = this._byte();
      const type = head & 15;
      if (type === 0) {
        return;
      }
      const step = head >> 4;
      field = step > 0 ? field + step : this._integer();
      const here = path * 256 + field;
      if (type === STRUCT) {
        this.struct(here, found, depth + 1);
      } else if (INTEGERS.includes(type)) {
        found(here, this._integer());
      } else {
        this._skip(type);
      }
    }
  }

  private _skip(type: number): void {
    switch (type) {
      case TRUE:
      case FALSE:
        return;
      case BYTE:
        this._move(1);
        return;
      case DOUBLE:
        this._move(8);
        return;
      case BINARY:
        this._move(this._varint());
        return;
      default:
        throw new RangeError(`A page header has a field of type ${type}.`);
    }
  }

  private _integer(): number {
    const value = this._varint();
    // Zigzag: 0, -1, 1, -2, …
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  private _varint(): number {
    let value = 0;
    for (let factor = 1; factor <= 2 ** 63; factor *= 128) {
      const byte = this._byte();
      value += (byte & 127) * factor;
      if (byte < 128) {
        return value;
      }
    }
    throw new RangeError('A page header has too long a number.');
  }

  private _byte(): number {
    if (this.at >= this._bytes.length) {
      throw ENDED;
    }
    return this._bytes[this.at++];
  }

  private _move(count: number): void {
    this.at += count;
    if (this.at > this._bytes.length) {
      throw ENDED;
    }
  }
}

/** The types of the compact protocol. */
const [TRUE, FALSE, BYTE, DOUBLE, BINARY, STRUCT] = [1, 2, 3, 7, 8, 12];
const INTEGERS: readonly number[] = [4, 5, 6];

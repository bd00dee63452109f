// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataType } from '@uwdata/flechette';
import { Type } from '@uwdata/flechette/src/constants.js';
import { createTable } from '@uwdata/flechette/src/decode/table-from-ipc.js';

import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';
import { setCodecs } from './codecs';
import {
  extentOf,
  readBatchHeader,
  readDictionaryHeader,
  type ArrowBlock,
  type BatchHeader,
  type DictionaryHeader,
  type IArrowFooter,
  type IExtent
} from './messages';
import { layoutOf, readSlice } from './slices';

/**
 * The values of one column in one record batch.
 */
export interface IArrowValues {
  at(row: number): unknown;
  /** How many bytes they take. */
  readonly size: number;
}

/**
 * Rows of a record batch, from 0 in it.
 */
export interface IRowSlice {
  readonly first: number;
  /** The row after the last one. */
  readonly end: number;
}

/**
 * Reads columns of record batches: of a batch, the bytes of one column, or of
 * some of its rows.
 */
export class ArrowReader {
  constructor(
    private readonly _ranges: () => IFileRanges,
    private readonly _footer: IArrowFooter
  ) {}

  /** The header of a record batch. */
  header(batch: number): Promise<BatchHeader> {
    const { batches, version } = this._footer;
    return (this._headers[batch] ??= readBatchHeader(
      this._ranges(),
      batches[batch],
      version
    ).catch(reason => {
      delete this._headers[batch];
      throw reason;
    }));
  }

  /**
   * Which rows of a column of a record batch are read together with one: all of
   * them, or some of a column that is too large.
   *
   * @param row - From 0 in the batch.
   */
  async sliceOf(
    batch: number,
    column: number,
    row: number
  ): Promise<IRowSlice> {
    const header = await this.header(batch);
    const { bodyLength } = this._footer.batches[batch];
    const part = orDamaged(() => this._part(header, column));
    const { begin, end } = orDamaged(() => extentIn(part, bodyLength));
    const isSliced =
      end - begin > LARGEST_WHOLE &&
      header.compression === null &&
      layoutOf(this._footer.fields[column].type) !== null;
    const first = isSliced ? row - (row % SLICE) : 0;
    const last = isSliced ? first + SLICE : header.length;
    return { first, end: Math.min(last, header.length) };
  }

  /**
   * Read rows of a column of a record batch, as `sliceOf` says.
   *
   * @throws `TableError` if it cannot be shown; as `IFileRanges.read`.
   */
  async values(
    batch: number,
    column: number,
    slice: IRowSlice
  ): Promise<IArrowValues> {
    const { batches, fields, version } = this._footer;
    const field = fields[column];
    const header = await this.header(batch);
    const part = orDamaged(() => this._part(header, column));
    const isWhole = slice.end - slice.first === header.length;
    const record = isWhole
      ? await this._body(batches[batch], part)
      : await this._slice(batches[batch], part, field.type, slice);
    const dictionaries = await this._dictionariesOf(field.type, batch);
    await setCodecs(header.compression?.codec ?? null);
    return orDamaged(() => {
      const schema = { version, fields: [field] };
      const data = { schema, dictionaries, records: [record] };
      const values = createTable(data, EXACT).getChildAt(0);
      return { at: row => values.at(row) as unknown, size: record.body.length };
    });
  }

  /** The part of a header that is about one column. */
  private _part(header: BatchHeader, column: number): BatchHeader {
    const { fields, version } = this._footer;
    let from: IExtent = { nodes: 0, regions: 0, variadic: 0 };
    let to = from;
    for (let index = 0; index <= column; index++) {
      from = to;
      const counts = header.variadic?.slice(from.variadic) ?? [];
      const extent = extentOf(fields[index].type, version, counts);
      to = {
        nodes: from.nodes + extent.nodes,
        regions: from.regions + extent.regions,
        variadic: from.variadic + extent.variadic
      };
    }
    return {
      ...header,
      nodes: header.nodes.slice(from.nodes, to.nodes),
      regions: header.regions.slice(from.regions, to.regions),
      variadic: header.variadic?.slice(from.variadic, to.variadic)
    };
  }

  /** Read the bytes of some rows of a column. */
  private async _slice(
    { metadataLength, offset }: ArrowBlock,
    part: BatchHeader,
    type: DataType,
    { end, first }: IRowSlice
  ): Promise<BatchHeader & { body: Uint8Array }> {
    const start = offset + metadataLength;
    const ranges = this._ranges();
    const read = (from: number, to: number) =>
      ranges.read(start + from, Math.min(start + to, ranges.size));
    const slice = await readSlice(type, part, first, end, read);
    if (!slice) {
      throw new TableError('large', `a column of ${part.length} values`);
    }
    return { ...part, ...slice.header, body: slice.body };
  }

  /** Read the bytes of some regions of a message. */
  private async _body<T extends BatchHeader>(
    { bodyLength, metadataLength, offset }: ArrowBlock,
    header: T
  ): Promise<T & { body: Uint8Array }> {
    const { begin, end } = orDamaged(() => extentIn(header, bodyLength));
    const body = offset + metadataLength;
    if (body + end > this._ranges().size) {
      throw new TableError('damaged', 'a message beyond the end of the file');
    }
    if (end - begin > LARGEST) {
      throw new TableError('large', `a column of ${end - begin} bytes`);
    }
    const bytes =
      end > begin
        ? await this._ranges().read(body + begin, body + end)
        : new Uint8Array();
    const regions = header.regions.map(region => ({
      offset: region.length > 0 ? region.offset - begin : 0,
      length: region.length
    }));
    // A buffer of its own: numbers of 8 bytes begin at its begin.
    return { ...header, regions, body: bytes.slice() };
  }

  /** The dictionaries that a type refers to in a batch. */
  private async _dictionariesOf(
    type: DataType,
    batch: number
  ): Promise<Private.IDictionary[]> {
    const ids = dictionaryIds(type);
    if (ids.length === 0) {
      return [];
    }
    const { dictionaries, dictionariesBefore } = this._footer;
    const count = dictionariesBefore?.[batch] ?? dictionaries.length;
    const found: Private.IDictionary[] = [];
    let size = 0;
    for (let at = 0; at < count; at++) {
      const dictionary = await this._dictionary(at);
      size += dictionary.body.length;
      if (size > LARGEST) {
        throw new TableError('large', `dictionaries of ${size} bytes`);
      }
      found.push(dictionary);
    }
    return found.filter(({ id }) => ids.includes(id));
  }

  private _dictionary(at: number): Promise<Private.IDictionary> {
    return (this._dictionaries[at] ??= this._readDictionary(at).catch(
      reason => {
        delete this._dictionaries[at];
        throw reason;
      }
    ));
  }

  private async _readDictionary(at: number): Promise<Private.IDictionary> {
    const { dictionaries, version } = this._footer;
    const block = dictionaries[at];
    const header = await readDictionaryHeader(this._ranges(), block, version);
    const data = await this._body(block, header.data);
    await setCodecs(data.compression?.codec ?? null);
    return { ...header, data, body: data.body };
  }

  private readonly _headers: Promise<BatchHeader>[] = [];
  private readonly _dictionaries: Promise<Private.IDictionary>[] = [];
}

/** Where the buffers of a header are in its message. */
function extentIn(
  { regions }: BatchHeader,
  bodyLength: number
): { begin: number; end: number } {
  const filled = regions.filter(({ length }) => length !== 0);
  const begin = Math.min(...filled.map(({ offset }) => offset), bodyLength);
  const ends = filled.map(({ length, offset }) => offset + length);
  const end = Math.max(...ends, begin);
  const isOdd = filled.some(({ length }) => length < 0);
  if (isOdd || begin < 0 || end > bodyLength) {
    throw new TableError('damaged', 'a buffer outside of its message');
  }
  return { begin, end };
}

/** The ids of the dictionaries in a type, and in those. */
function dictionaryIds(type: DataType): number[] {
  const isDictionary = type.typeId === Type.Dictionary;
  const inner = isDictionary ? type.dictionary : type;
  const children = 'children' in inner ? inner.children : [];
  const below = children.flatMap(child => dictionaryIds(child.type));
  return isDictionary ? [type.id, ...below] : below;
}

/** No value becomes a number that JavaScript would round. */
const EXACT = {
  useBigInt: true,
  useBigIntTimestamp: true,
  useDecimalInt: true
};

/** How many bytes of a column, or of dictionaries, are read. */
const LARGEST = 2 ** 24;

/** From which size on (bytes) a column is read by rows, if it can be. */
const LARGEST_WHOLE = 2 ** 20;

/** How many rows of a larger column are read together. */
const SLICE = 8192;

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** A dictionary that was read. */
  export type IDictionary = DictionaryHeader & { readonly body: Uint8Array };
}

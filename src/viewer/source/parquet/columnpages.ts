// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ArrayExt } from '@lumino/algorithm';
import type { ColumnChunk } from 'hyparquet';

import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';
import { readPageHeader, type IPageHeader } from './pageheader';
import { readPagePlaces, type IColumnPage } from './pageplaces';

/**
 * Where the pages of one column of a row group are. They are given by the file's
 * page index, or found one after the other, of which the headers alone are read.
 */
export class ColumnPages {
  /**
   * @param rows - How many rows the row group has.
   */
  constructor(
    private readonly _ranges: IFileRanges,
    private readonly _chunk: ColumnChunk,
    private readonly _rows: number
  ) {
    const { begin, end } = chunkRange(_chunk, _ranges.size);
    this._begin = this._next = begin;
    this._end = end;
  }

  /**
   * The bytes of the dictionary page, with its header; none if there is no
   * dictionary.
   */
  async dictionary(): Promise<Uint8Array> {
    if (!this._dictionaryBytes) {
      await this.page(0);
      const { first, end } = this._dictionary;
      this._dictionaryBytes =
        first === end
          ? new Uint8Array()
          : (await this._ranges.read(first, end)).slice();
    }
    return this._dictionaryBytes;
  }

  /**
   * The page that has a row of the row group.
   *
   * @throws `TableError` if there is none.
   */
  async page(row: number): Promise<IColumnPage> {
    if (!this._isOpen) {
      this._isOpen = true;
      await this._openIndex();
    }
    for (;;) {
      const last = this._pages[this._pages.length - 1];
      if (last && row < last.row + last.rows) {
        const after = ArrayExt.upperBound(
          this._pages,
          row,
          (page, wanted) => page.row - wanted
        );
        return this._pages[after - 1];
      }
      await this._step(row);
    }
  }

  /** Take the places of all pages from the page index, if there is one. */
  private async _openIndex(): Promise<void> {
    const { _chunk: chunk, _ranges: ranges, _rows: rows } = this;
    const pages = await readPagePlaces(ranges, chunk, rows);
    if (!pages) {
      return;
    }
    pages.forEach(page => this._check(page));
    this._pages.push(...pages);
    this._dictionary = {
      first: this._begin,
      end: Math.max(this._begin, pages[0]?.offset ?? this._begin)
    };
  }

  /**
   * Find the next page.
   *
   * @param wanted - The row that is looked for.
   */
  private async _step(wanted: number): Promise<void> {
    const at = this._next;
    const header = this._aheadHeader(at) ?? (await this._header(at, wanted));
    const size = header.length + header.compressed;
    this._next = at + size;
    if (header.type === 'dictionary') {
      this._dictionary = { first: at, end: this._next };
      this._check({ offset: at, size, row: 0, rows: 0 });
    } else if (header.type === 'data') {
      const last = this._pages[this._pages.length - 1];
      const row = last ? last.row + last.rows : 0;
      const page = { offset: at, size, row, rows: header.values };
      this._check(page);
      this._pages.push(page);
    }
  }

  /** The header at a place, if it was read ahead. */
  private _aheadHeader(at: number): IPageHeader | null {
    for (const { bytes, first } of this._ahead) {
      if (first <= at && at < first + bytes.length) {
        const header = orDamaged(() => readPageHeader(bytes, at - first));
        if (header) {
          return header;
        }
      }
    }
    return null;
  }

  /**
   * Read where the headers of the next pages are if these are as large as the
   * last one: one after the other, each would wait for the one before it.
   */
  private async _readAhead(wanted: number): Promise<void> {
    const last = this._pages[this._pages.length - 1];
    const left = last?.rows
      ? Math.floor((wanted - last.row) / last.rows) - 1
      : 0;
    const reads = [];
    for (let step = 1; step <= Math.min(left, AHEAD); step++) {
      const slack = SLACK * step;
      const first = this._next + step * last.size - slack;
      const end = Math.min(first + 2 * slack + PEEK, this._end);
      if (first < this._next + PEEK || first >= end) {
        break;
      }
      reads.push(
        this._ranges.read(first, end).then(bytes => ({ first, bytes }))
      );
    }
    this._ahead = await Promise.all(reads);
  }

  private async _header(at: number, wanted: number): Promise<IPageHeader> {
    const reads = [this._readHeader(at), this._readAhead(wanted)] as const;
    const [header] = await Promise.all(reads);
    return header;
  }

  private async _readHeader(at: number): Promise<IPageHeader> {
    const begin = at === this._begin ? this._firstLength() : PEEK;
    for (let length = begin; ; length *= 16) {
      const end = Math.min(at + length, this._end);
      if (end <= at) {
        throw new TableError('damaged', `no page at ${at}`);
      }
      const bytes = await this._ranges.read(at, end);
      const header = orDamaged(() => readPageHeader(bytes, 0));
      if (header) {
        return header;
      }
      if (end === this._end || length > LONGEST_HEADER) {
        throw new TableError('damaged', `no page header at ${at}`);
      }
    }
  }

  /**
   * How many bytes are read first: the dictionary with the header of the first
   * page of data, or all of a small column.
   */
  private _firstLength(): number {
    const all = this._end - this._begin;
    const data = Number(this._chunk.meta_data!.data_page_offset) - this._begin;
    return all <= SMALL || data < 0 || data >= all
      ? Math.min(all, SMALL)
      : data + PEEK;
  }

  private _check({ offset, rows, row, size }: IColumnPage): void {
    const isInside =
      offset >= this._begin && size > 0 && offset + size <= this._end;
    if (!isInside || rows < 0 || row < 0 || row + rows > this._rows) {
      throw new TableError('damaged', `a page at ${offset} of ${size} bytes`);
    }
  }

  private readonly _begin: number;
  private readonly _end: number;
  private readonly _pages: IColumnPage[] = [];
  private _dictionary = { first: 0, end: 0 };
  /** Kept, as each page needs it. */
  private _dictionaryBytes: Uint8Array | null = null;
  /** What was read where next headers may be. */
  private _ahead: readonly { first: number; bytes: Uint8Array }[] = [];
  /** Where the next header begins that was not read. */
  private _next: number;
  private _isOpen = false;
}

/**
 * Where a column of a row group is in the file.
 *
 * @throws `TableError` if it is encrypted, in another file or nowhere.
 */
export function chunkRange(
  { crypto_metadata, file_path, meta_data }: ColumnChunk,
  size: number
): { readonly begin: number; readonly end: number } {
  if (!meta_data || crypto_metadata) {
    throw new TableError('encrypted', 'a column is encrypted');
  }
  const data = Number(meta_data.data_page_offset);
  const dictionary = Number(meta_data.dictionary_page_offset ?? 0);
  const begin = dictionary > 0 ? Math.min(dictionary, data) : data;
  const end = begin + Number(meta_data.total_compressed_size);
  if (file_path || begin <= 0 || end <= begin || end > size) {
    throw new TableError('damaged', `a column from ${begin} to ${end}`);
  }
  return { begin, end };
}

/** A column that is read at once (bytes). */
const SMALL = 64 * 2 ** 10;

/** How many bytes are read where a header is looked for. */
const PEEK = 1024;

/**
 * How many headers are read ahead, and how many bytes more around each: the sizes
 * of pages differ a little, and the differences add up.
 */
const AHEAD = 12;
const SLACK = 64;

/** Headers have statistics, which writers cut. */
const LONGEST_HEADER = 2 ** 20;

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  ColumnChunk,
  RowGroup,
  SchemaElement,
  SchemaTree
} from 'hyparquet';

import { concat } from '../../../s3/http/body';
import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';
import { isNested } from './columns';
import { ColumnPages, chunkRange } from './columnpages';
import { decodeRows, type IColumnPart } from './decode';
import { cellWriter } from './values';

/**
 * A column of a Parquet file.
 */
export interface IParquetColumn {
  readonly tree: SchemaTree;
  /** The root of the schema, and the column. */
  readonly schema: readonly SchemaElement[];
  /** Which of the columns of a row group are parts of it. */
  readonly chunks: readonly number[];
}

/**
 * A part of a column, and which rows of the row group it has.
 */
interface IPlacedPart extends IColumnPart {
  /** Its first row, from 0 in the row group. */
  readonly row: number;
}

/**
 * Reads rows of one column of one row group.
 */
export class ColumnReader {
  /**
   * @param ranges - For this reader alone: it keeps what was read last.
   */
  constructor(
    private readonly _ranges: IFileRanges,
    private readonly _column: IParquetColumn,
    private readonly _group: RowGroup
  ) {
    const rows = Number(_group.num_rows);
    this._chunks = _column.chunks.map(index => {
      const chunk = _group.columns[index];
      if (!chunk) {
        throw new TableError('damaged', `no column ${index} in a row group`);
      }
      return chunk;
    });
    if (!isNested(_column.tree)) {
      this._pages = new ColumnPages(_ranges, this._chunks[0], rows);
    }
  }

  /** How many bytes it keeps. */
  get size(): number {
    // The part, its dictionary apart, and what the ranges have read last.
    return 3 * (this._part?.bytes.length ?? 0);
  }

  /**
   * The texts of some cells.
   *
   * @param first - The first row, from 0 in the row group.
   * @param end - The one after the last row.
   *
   * @throws `TableError` if they cannot be shown; as `IFileRanges.read`.
   */
  texts(first: number, end: number): Promise<string[]> {
    // One after the other: the pages are found from the first one on.
    const texts = this._turn.then(() => this._read(first, end));
    this._turn = texts.catch(() => undefined);
    return texts;
  }

  private async _read(first: number, end: number): Promise<string[]> {
    const write = cellWriter(this._column.tree);
    const texts: string[] = [];
    while (first + texts.length < end) {
      const row = first + texts.length;
      const part = await this._partOf(row);
      const from = row - part.row;
      const to = Math.min(end - part.row, part.rows);
      const values = await decodeRows(part, from, to);
      orDamaged(() => values.forEach(value => texts.push(write(value))));
    }
    return texts;
  }

  private async _partOf(row: number): Promise<IPlacedPart> {
    const known = this._part;
    if (known && row >= known.row && row < known.row + known.rows) {
      return known;
    }
    return (this._part = this._pages
      ? await this._pagePart(this._pages, row)
      : await this._wholePart());
  }

  /** A page with its dictionary, as if the column had no other. */
  private async _pagePart(
    pages: ColumnPages,
    row: number
  ): Promise<IPlacedPart> {
    const dictionary = await pages.dictionary();
    const page = await pages.page(row);
    const end = page.offset + page.size;
    const bytes = concat([
      dictionary,
      await this._ranges.read(page.offset, end)
    ]);
    const [chunk] = this._chunks;
    const hasDictionary = dictionary.length > 0;
    const meta_data = {
      ...chunk.meta_data!,
      num_values: BigInt(page.rows),
      total_compressed_size: BigInt(bytes.length),
      dictionary_page_offset: hasDictionary ? BigInt(ORIGIN) : undefined,
      data_page_offset: BigInt(ORIGIN + dictionary.length)
    };
    return {
      schema: this._column.schema,
      chunks: [{ ...chunk, meta_data }],
      first: ORIGIN,
      bytes,
      row: page.row,
      rows: page.rows
    };
  }

  /** The whole column: rows of lists may go over the end of a page. */
  private async _wholePart(): Promise<IPlacedPart> {
    const places = this._chunks.map(chunk =>
      chunkRange(chunk, this._ranges.size)
    );
    const first = Math.min(...places.map(({ begin }) => begin));
    const end = Math.max(...places.map(each => each.end));
    if (end - first > LARGEST_WHOLE) {
      throw new TableError('large', `a nested column of ${end - first} bytes`);
    }
    return {
      schema: this._column.schema,
      chunks: this._chunks,
      first,
      bytes: await this._ranges.read(first, end),
      row: 0,
      rows: Number(this._group.num_rows)
    };
  }

  private _turn: Promise<unknown> = Promise.resolve();
  private readonly _chunks: readonly ColumnChunk[];
  private readonly _pages: ColumnPages | null = null;
  private _part: IPlacedPart | null = null;
}

/** Where a part begins: no column begins at 0, where the magic is. */
const ORIGIN = 4;

/** The largest column that is read whole (bytes). */
const LARGEST_WHOLE = 8 * 2 ** 20;

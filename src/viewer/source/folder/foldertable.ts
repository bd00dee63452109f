// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { ArrayExt } from '@lumino/algorithm';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { LastUsed } from '../lastused';
import type {
  IOtherColumns,
  IRowBlock,
  IRowCount,
  ITableColumn,
  ITableFiles,
  ITableSource
} from '../source';
import { TableError } from '../tableerror';
import { matchColumns, type IColumnMatch } from './columnmatch';
import { shiftedBlock } from './shiftedblock';

/**
 * A file that is a part of a table.
 */
export interface ITableFile {
  /** Its name below the folder. */
  readonly name: string;
  /** In bytes: by it the number of its rows is estimated. */
  readonly size: number;
  /** Its cells in the columns that come from its path. */
  readonly values: readonly string[];
}

/**
 * A table that is open, and how much memory it takes.
 */
export interface IMeasuredTable extends ITableSource {
  /** In bytes, about. */
  readonly memory: number;
}

/**
 * One table in several files, one after the other. A file is opened when its rows
 * are wanted; until then the number of its rows is an estimate.
 *
 * Its columns are those of the first file, and behind them those that come from
 * the paths (Hive partitions). Columns of other files are found by their names.
 */
export class FolderTable implements ITableSource {
  constructor(private readonly _options: FolderTable.IOptions) {
    const { files, first, most, partitions } = _options;
    this._tables = new LastUsed(most, ({ memory }) => memory);
    this._own = first.columns;
    this.columns = [...first.columns, ...partitions];
    this._rows = files.map(() => null);
    this._matches = files.map(() => null);
    this._measured(0, first);
    this._place();
  }

  readonly columns: readonly ITableColumn[];
  readonly isByColumn = true;

  get count(): IRowCount {
    return this._count;
  }

  /** How many bytes the files that are open take together. */
  get memory(): number {
    return this._tables.size;
  }

  get files(): ITableFiles {
    const { files, isCut } = this._options;
    return { count: files.length, isCut, other: this._other };
  }

  get recounted(): ISignal<this, void> {
    return this._recounted;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._tables.clear();
    Signal.clearData(this);
  }

  cell(row: number, column: number): string | undefined {
    const { at, file } = this._placeOf(row);
    const rows = this._rows[file];
    if (row < 0 || rows === undefined || rows === null || at >= rows) {
      return undefined;
    }
    const own = this._columnIn(file, column);
    return typeof own === 'string'
      ? own
      : this._tables.peek(`${file}`)?.cell(at, own);
  }

  rowNumber(row: number): { number: number; isExact: boolean } {
    return { number: row + 1, isExact: row < this._exactRows };
  }

  async load(
    first: number,
    last: number,
    firstColumn = 0,
    lastColumn = this.columns.length - 1
  ): Promise<void> {
    for (let row = first; row <= last && row < this._count.rows;) {
      const { file } = this._placeOf(row);
      const table = await this._open(file);
      // Where the file begins is as before; how long it is, is known now.
      const at = row - this._starts[file];
      const rows = table.count.rows;
      if (at < rows) {
        const end = Math.min(rows - 1, at + last - row);
        for (let column = firstColumn; column <= lastColumn; column++) {
          const own = this._columnIn(file, column);
          if (typeof own === 'number') {
            await named(this._options.files[file], () =>
              table.load(at, end, own, own)
            );
          }
        }
        this._keep(file, table);
        row += end - at + 1;
      } else if (this._placeOf(row).file === file) {
        return;
      }
    }
  }

  /**
   * The blocks of all files, in their order: each file is opened when its turn
   * has come, and a few are opened ahead.
   */
  async *eachBlock(): AsyncGenerator<IRowBlock> {
    const { files } = this._options;
    const opening: Promise<IMeasuredTable>[] = [];
    for (let file = 0; file < files.length && !this._isDisposed; file++) {
      while (opening.length < Math.min(files.length, file + AHEAD)) {
        const next = this._open(opening.length);
        // It is reported when its turn has come.
        next.catch(() => undefined);
        opening.push(next);
      }
      const table = await opening[file];
      delete opening[file];
      const first = this._starts[file];
      const columnIn = (column: number) => this._columnIn(file, column);
      const isSame = (column: number) => this._isSame(file, column);
      for (const block of table.blocks ?? []) {
        yield shiftedBlock(block, first, columnIn, isSame);
      }
    }
  }

  /** The column of a file, or what its path says in its place. */
  private _columnIn(file: number, column: number): number | string {
    if (column >= this._own.length) {
      return this._options.files[file].values[column - this._own.length];
    }
    const own = this._matches[file]?.places[column] ?? column;
    return own < 0 ? '' : own;
  }

  private _isSame(file: number, column: number): boolean {
    return !this._matches[file]?.otherTypes.has(column);
  }

  /**
   * Open a file, unless it is open.
   *
   * @throws As `ITableSource.load`; a `TableError` names the file.
   */
  private _open(file: number): Promise<IMeasuredTable> {
    const known = this._tables.get(`${file}`);
    if (known) {
      return Promise.resolve(known);
    }
    const opening = this._opening.get(file) ?? this._openAnew(file);
    this._opening.set(file, opening);
    return opening;
  }

  private async _openAnew(file: number): Promise<IMeasuredTable> {
    try {
      const { files, open } = this._options;
      const table = await named(files[file], () => open(file));
      if (this._measured(file, table)) {
        this._place();
        this._recounted.emit();
      }
      return table;
    } finally {
      this._opening.delete(file);
    }
  }

  /**
   * Take what the footer of a file says.
   *
   * @returns Whether that was not known before.
   */
  private _measured(file: number, table: IMeasuredTable): boolean {
    this._keep(file, table);
    if (this._isDisposed || this._rows[file] !== null) {
      return false;
    }
    this._rows[file] = table.count.rows;
    const match = matchColumns(this._own, table.columns);
    this._matches[file] = match;
    if (match?.names && this._other.length < MOST_OTHER) {
      const { name } = this._options.files[file];
      this._other = [...this._other, { file: name, ...match.names }];
    }
    return true;
  }

  private _keep(file: number, table: IMeasuredTable): void {
    if (!this._isDisposed) {
      this._tables.set(`${file}`, table);
    }
  }

  /** Find where each file begins. */
  private _place(): void {
    const { files } = this._options;
    let [bytes, known] = [0, 0];
    this._rows.forEach((count, file) => {
      if (count !== null) {
        known += count;
        bytes += files[file].size;
      }
    });
    const perByte = bytes > 0 ? known / bytes : 0;
    let rows = 0;
    this._starts = this._rows.map((count, file) => {
      const start = rows;
      rows += count ?? Math.max(1, Math.round(files[file].size * perByte));
      return start;
    });
    const unknown = this._rows.indexOf(null);
    const isExact = unknown < 0;
    this._exactRows = isExact ? Infinity : this._starts[unknown];
    this._count = { rows, isExact };
  }

  /** Which file a row is in, and which row of it that is. */
  private _placeOf(row: number): { file: number; at: number } {
    const compare = (start: number, wanted: number) => start - wanted;
    const after = ArrayExt.upperBound(this._starts, row, compare);
    const file = Math.max(0, after - 1);
    return { file, at: row - this._starts[file] };
  }

  /** The columns that are in the files. */
  private readonly _own: readonly ITableColumn[];
  /** How many rows each file has; `null` where that is not known. */
  private readonly _rows: (number | null)[];
  /** How the columns of each file differ; `null` where they do not. */
  private readonly _matches: (IColumnMatch | null)[];
  private readonly _tables: LastUsed<IMeasuredTable>;
  private readonly _opening = new Map<number, Promise<IMeasuredTable>>();
  private readonly _recounted = new Signal<this, void>(this);
  private _other: readonly IOtherColumns[] = [];
  private _starts: number[] = [];
  /** How many rows have a number that is known. */
  private _exactRows = 0;
  private _count: IRowCount = { rows: 0, isExact: true };
  private _isDisposed = false;
}

/** Say in which file a table cannot be shown. */
async function named<T>(
  { name }: ITableFile,
  read: () => Promise<T>
): Promise<T> {
  try {
    return await read();
  } catch (reason) {
    throw reason instanceof TableError
      ? new TableError(reason.problem, `${name}: ${reason.details}`)
      : reason;
  }
}

/** How many files are opened ahead. */
const AHEAD = 4;

/** How many files with other columns are named. */
const MOST_OTHER = 100;

/**
 * The namespace of `FolderTable` statics.
 */
export namespace FolderTable {
  /** The options of a table in several files. */
  export interface IOptions {
    /** In their order; at least one. */
    readonly files: readonly ITableFile[];
    /** Whether the folder has more files than these. */
    readonly isCut: boolean;
    /** The first file, which is open. */
    readonly first: IMeasuredTable;
    /** The columns that come from the paths of the files. */
    readonly partitions: readonly ITableColumn[];
    /** How many bytes the files that are open take together; one is always kept. */
    readonly most: number;
    /** Open a file. */
    open(file: number): Promise<IMeasuredTable>;
  }
}

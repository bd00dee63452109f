// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * How much texts take, in letters: each also takes what a reference to it does.
 */
export function sizeOfTexts(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 8, 0);
}

/**
 * Keeps what was used last, up to a size; one entry is kept whatever its size.
 */
export class LastUsed<T> {
  /**
   * @param most - How much the entries take together at most.
   * @param sizeOf - How much an entry takes.
   */
  constructor(
    private readonly _most: number,
    private readonly _sizeOf: (entry: T) => number
  ) {}

  /** How much the entries take together. */
  get size(): number {
    return this._size;
  }

  /** An entry, without a use of it. */
  peek(id: string): T | undefined {
    return this._entries.get(id)?.entry;
  }

  /** An entry, which is the one that was used last then. */
  get(id: string): T | undefined {
    const found = this._entries.get(id);
    if (found) {
      this._entries.delete(id);
      this._entries.set(id, found);
    }
    return found?.entry;
  }

  /**
   * Keep an entry, with its size as it is then, and forget those
   * that were not used for longest.
   */
  set(id: string, entry: T): void {
    const size = this._sizeOf(entry);
    this._size += size - (this._entries.get(id)?.size ?? 0);
    this._entries.delete(id);
    this._entries.set(id, { entry, size });
    for (const [oldest, old] of this._entries) {
      if (this._size <= this._most || oldest === id) {
        break;
      }
      this._entries.delete(oldest);
      this._size -= old.size;
    }
  }

  /** Forget all. */
  clear(): void {
    this._entries.clear();
    this._size = 0;
  }

  private readonly _entries = new Map<string, { entry: T; size: number }>();
  private _size = 0;
}

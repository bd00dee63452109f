// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A variable of the set-up, and its assignment.
 */
export interface ISettled {
  readonly name: string;
  readonly statement: string;
}

/**
 * Provides the names of one snippet. None is a name of the notebook, and all
 * are different.
 */
export class Names {
  /**
   * @param key - The key of the object or folder.
   * @param taken - The names that the notebook uses.
   * @param known - The lines of the notebook's code, in order.
   */
  constructor(
    key: string,
    taken: readonly string[],
    known: readonly string[] = []
  ) {
    this._key = key;
    this._used = new Set(taken);
    this._known = known.map(line => line.trimEnd());
    this._lines = new Set(this._known);
  }

  /**
   * A name for a new variable: the preferred one, or with the file's name
   * appended, or also with a number.
   *
   * @param wish - The preferred name, such as `df`.
   */
  free(wish: string): string {
    const found = this._choose(wish, () => false);
    this._used.add(found);
    return found;
  }

  /**
   * A variable shared by many snippets. The notebook's own is reused if it was
   * last assigned by the same statement.
   *
   * @param statement - Writes the assignment, given the name.
   */
  settled(wish: string, statement: (name: string) => string): ISettled {
    const name = this._choose(wish, each => this._isMade(each, statement));
    this._used.add(name);
    return { name, statement: statement(name) };
  }

  /**
   * The last assignment to a name, as lines of the notebook; `null` if there is
   * none.
   */
  lastAssignment(name: string): string | null {
    const start = this._known
      .map(line => assigned(line) === name)
      .lastIndexOf(true);
    if (start < 0) {
      return null;
    }
    // A call may continue, indented, until its bracket closes.
    const length = this._known
      .slice(start + 1)
      .findIndex(line => !/^(\s|[)\]}]|$)/.test(line));
    const end = length < 0 ? undefined : start + 1 + length;
    return this._known.slice(start, end).join('\n');
  }

  /** All names that the notebook's lines assign, without duplicates. */
  get assigned(): readonly string[] {
    const names = this._known.map(assigned).filter(name => name !== null);
    return [...new Set(names)];
  }

  private _isMade(name: string, statement: (name: string) => string): boolean {
    const lines = statement(name).split('\n');
    return (
      lines.every(line => this._lines.has(line)) &&
      this.lastAssignment(name)?.split('\n')[0] === lines[0]
    );
  }

  private _choose(wish: string, isOwn: (name: string) => boolean): string {
    const own = stem(this._key);
    const longer = own ? `${wish}_${own}` : wish;
    const candidates = [wish, longer];
    for (let number = 2; ; number++) {
      const found = candidates.find(
        name => !this._used.has(name) || isOwn(name)
      );
      if (found) {
        return found;
      }
      candidates.splice(0, candidates.length, `${longer}_${number}`);
    }
  }

  private readonly _key: string;
  private readonly _used: Set<string>;
  private readonly _known: readonly string[];
  private readonly _lines: ReadonlySet<string>;
}

/**
 * The name of a key in letters, digits and underscores: `été 1.csv.gz` gives
 * `ete_1`.
 */
export function stem(key: string): string {
  const name = key.replace(/\/$/, '').split('/').pop() ?? '';
  return name
    .replace(/(?<=.)\..*$/s, '')
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, (run, at: number) =>
      /^[\u0300-\u036f]+$/.test(run) ? '' : at ? '_' : ''
    )
    .replace(/_+$/, '')
    .toLowerCase()
    .slice(0, LONGEST);
}

/** The name that a line assigns, if the line is not indented. */
function assigned(line: string): string | null {
  return /^([A-Za-z_.][\w.]*)\s*(?:=(?!=)|<-)/.exec(line)?.[1] ?? null;
}

/** The maximum length, as the name is typed repeatedly. */
const LONGEST = 24;

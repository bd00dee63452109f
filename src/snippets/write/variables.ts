// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A variable of the set-up, and the statement that makes it.
 */
export interface ISettled {
  readonly name: string;
  readonly statement: string;
}

/**
 * The names that one snippet gives. None is a name of the notebook, and none
 * is given twice.
 */
export class Names {
  /**
   * @param key - Of the object or the folder.
   * @param taken - The names that the notebook uses.
   * @param known - The lines of the notebook's code, in their order.
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
   * A name for something new: the one wished for, else the same with the
   * file's own name, else with a number.
   *
   * @param wish - For instance `df`.
   */
  free(wish: string): string {
    const found = this._choose(wish, () => false);
    this._used.add(found);
    return found;
  }

  /**
   * A variable that many snippets share: the notebook's own where it has been
   * made by the very same statement, and is still that; else a new one.
   *
   * @param statement - Writes it, given the name.
   */
  settled(wish: string, statement: (name: string) => string): ISettled {
    const name = this._choose(wish, each => this._isMade(each, statement));
    this._used.add(name);
    return { name, statement: statement(name) };
  }

  /**
   * The statement that last gave a value to a name, as lines of the notebook
   * from the one that begins it; `null` where there is none.
   */
  lastAssignment(name: string): string | null {
    const start = this._known
      .map(line => assigned(line) === name)
      .lastIndexOf(true);
    if (start < 0) {
      return null;
    }
    // A call may go on, indented, until its bracket closes.
    const length = this._known
      .slice(start + 1)
      .findIndex(line => !/^(\s|[)\]}]|$)/.test(line));
    const end = length < 0 ? undefined : start + 1 + length;
    return this._known.slice(start, end).join('\n');
  }

  /** All names that the notebook's lines give a value to, each once. */
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
 * What a key is called, in letters, digits and underscores: `été 1.csv.gz`
 * gives `ete_1`.
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

/** The name that a line gives a value to, at the outermost level. */
function assigned(line: string): string | null {
  return /^([A-Za-z_.][\w.]*)\s*(?:=(?!=)|<-)/.exec(line)?.[1] ?? null;
}

/** Of a name that is typed again and again. */
const LONGEST = 24;

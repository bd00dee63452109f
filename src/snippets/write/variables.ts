// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A name that no variable of the notebook has: the one wished for, else the
 * same with the file's own name, else with a number.
 *
 * @param wish - For instance `df`.
 * @param key - The object's key, or the folder's.
 * @param taken - The names that the notebook uses.
 */
export function freeName(
  wish: string,
  key: string,
  taken: readonly string[]
): string {
  const used = new Set(taken);
  const longer = `${wish}_${stem(key)}`;
  const candidates = stem(key) ? [wish, longer] : [wish];
  const last = candidates[candidates.length - 1];
  for (let number = 2; ; number++) {
    const found = candidates.find(name => !used.has(name));
    if (found) {
      return found;
    }
    candidates.splice(0, candidates.length, `${last}_${number}`);
  }
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

/** Of a name that is typed again and again. */
const LONGEST = 24;

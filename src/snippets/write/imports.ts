// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The single imports of a line of Python or Julia: `import a.b as c, d` gives
 * `import a.b as c` and `import d`. Empty for other lines, and for indented
 * ones: imports inside a function are not available outside.
 */
export function imported(line: string): string[] {
  const code = line.replace(/\s+#.*$/, '').trimEnd();
  const from = /^from\s+([\w.]+)\s+import\s+\(?([^()]+)\)?$/.exec(code);
  if (from) {
    return parts(from[2]).map(name => `from ${from[1]} import ${name}`);
  }
  const plain = /^(import|using)\s+([\w., ]+)$/.exec(code);
  return plain ? parts(plain[2]).map(name => `${plain[1]} ${name}`) : [];
}

/**
 * The import lines without what the notebook already imports.
 *
 * @param lines - Lines with one import each, or Julia's `using` with several.
 * @param known - The lines of the notebook.
 */
export function missingImports(
  lines: readonly string[],
  known: readonly string[]
): string[] {
  const there = new Set(
    known.flatMap(line => line.split(/;\s*/)).flatMap(imported)
  );
  return lines.filter(line => !imported(line).every(each => there.has(each)));
}

/**
 * Sort import lines without duplicates, Python's standard library first.
 */
export function sortedImports(lines: readonly string[]): string[] {
  const rank = (line: string) => (STANDARD.has(line) ? 0 : 1);
  return [...new Set(lines)].sort(
    (one, other) => rank(one) - rank(other) || (one < other ? -1 : 1)
  );
}

const STANDARD = new Set(
  [
    'bz2',
    'datetime',
    'decimal',
    'gzip',
    'io',
    'json',
    'lzma',
    'os',
    'pickle',
    'shutil',
    'sqlite3',
    'tarfile',
    'tempfile',
    'zipfile'
  ].map(name => `import ${name}`)
);

function parts(names: string): string[] {
  return names
    .split(',')
    .map(name => name.trim().replace(/\s+/g, ' '))
    .filter(name => name);
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * The names for a copy whose own name is taken, as in Jupyter Server:
 * `a.tar.gz` is copied as `a-Copy1.tar.gz`, `a-Copy1.py` as `a-Copy2.py`.
 *
 * @returns A function from a number, starting at 0, to a name.
 */
export function copyNames(
  name: string,
  isFile: boolean
): (number: number) => string {
  const plain = name.replace(/-Copy\d*(?=\.|$)/, '');
  const dot = plain.endsWith('.ipynb')
    ? plain.lastIndexOf('.')
    : plain.indexOf('.', 1);
  const [stem, ext] =
    isFile && dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  return number => `${stem}-Copy${number + 1}${ext}`;
}

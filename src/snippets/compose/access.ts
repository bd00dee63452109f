// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFound, ISnippetChoice } from './types';

/**
 * Whether there is a choice between reading with keys and without: of what is
 * public, and can be read with the person's own keys too.
 */
export function isAccessChosen(
  found: IFound,
  wish: Pick<ISnippetChoice, 'library' | 'operation'>
): boolean {
  const needsKeys = found.trouble === undefined && wish.library !== 'curl';
  return (
    needsKeys && publicUrlFor(found, { ...wish, isAnonymous: true }) !== null
  );
}

/**
 * The public URL if it is used: where the person says so, where their own keys
 * do not read it, and by `curl`, which has no keys. Code with keys still runs
 * when the file is made private. Writing needs credentials, and a public file
 * does not mean that its folder can be listed.
 */
export function publicUrlFor(
  { kind, publicUrl, trouble }: IFound,
  {
    isAnonymous,
    library,
    operation
  }: Pick<ISnippetChoice, 'isAnonymous' | 'operation'> &
    Partial<Pick<ISnippetChoice, 'library'>>
): string | null {
  const helps =
    operation === 'read' || (operation === 'list' && kind === 'folder');
  const isUsed = isAnonymous || trouble !== undefined || library === 'curl';
  return helps && isUsed ? publicUrl : null;
}

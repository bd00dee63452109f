// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

import { downloadBlob } from '../../dialogs/browserdownloads';
import { numberedName } from '../../dialogs/nameconflicts';

/**
 * How many numbers are tried to find a free name.
 */
const TRIES = 100;

/**
 * Have the browser download a document as it is on the screen.
 */
export function downloadCopy(
  name: string,
  content: Partial<Contents.IModel>
): void {
  downloadBlob(blobOf(content), name);
}

/**
 * Save a document in the workspace, under a name that is free there.
 *
 * @param dir - The folder; `''` is the root.
 *
 * @returns The path of the copy.
 *
 * @throws The error of the Jupyter server.
 */
export async function saveCopy(
  contents: Contents.IManager,
  dir: string,
  name: string,
  content: Partial<Contents.IModel>
): Promise<string> {
  for (let n = 0; ; n++) {
    const path = PathExt.join(dir, n === 0 ? name : numberedName(name, n));
    if (n > TRIES || !(await isInWorkspace(contents, path))) {
      return (await contents.save(path, content)).path;
    }
  }
}

/**
 * Whether something exists at a path of the workspace.
 *
 * @throws When that cannot be found out.
 */
export async function isInWorkspace(
  contents: Contents.IManager,
  path: string
): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch (error) {
    const { response } = error as { response?: { status?: number } };
    if (response?.status === 404) {
      return false;
    }
    throw error;
  }
}

/**
 * The content of a model as a blob.
 */
export function blobOf({ content, format }: Partial<Contents.IModel>): Blob {
  if (format === 'base64') {
    const text = atob(String(content));
    return new Blob([Uint8Array.from(text, char => char.charCodeAt(0))]);
  }
  // Formatted as nbformat writes a notebook.
  return new Blob([
    format === 'json'
      ? `${JSON.stringify(content, null, 1)}\n`
      : String(content)
  ]);
}

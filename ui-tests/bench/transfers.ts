// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ElementHandle } from '@playwright/test';

import type { Lab } from './lab';

/**
 * What a download gave.
 */
export interface IDownloaded {
  seconds: number;
  bytes: number;
  /** The origin of the address. */
  origin: string;
}

/**
 * Read an object by the address that JupyterLab's download takes.
 *
 * @param path - The drive's path.
 */
export async function download(lab: Lab, path: string): Promise<IDownloaded> {
  const url = await lab.page.evaluate(
    path => window.jupyterapp.serviceManager.contents.getDownloadUrl(path),
    path
  );
  return fetchUrl(lab, url);
}

/**
 * Read an address to its end, and throw the bytes away.
 */
export async function fetchUrl(lab: Lab, url: string): Promise<IDownloaded> {
  return lab.page.evaluate(async url => {
    const started = performance.now();
    const answer = await fetch(url, { cache: 'no-store' });
    if (!answer.ok || !answer.body) {
      throw new Error(`The download was answered with ${answer.status}.`);
    }
    const reader = answer.body.getReader();
    let bytes = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        break;
      }
      bytes += value.length;
    }
    const seconds = (performance.now() - started) / 1000;
    return { seconds, bytes, origin: new URL(url, location.href).origin };
  }, url);
}

/**
 * Upload a file by the command.
 *
 * @param path - The folder in the drive.
 * @param file - The file's path on this machine.
 *
 * @returns How many seconds it took.
 */
export async function upload(
  lab: Lab,
  path: string,
  file: string
): Promise<number> {
  const input = await choose(lab, file);
  return lab.page.evaluate(
    async ([input, path]) => {
      const files = Array.from((input as HTMLInputElement).files!);
      const started = performance.now();
      await window.jupyterapp.commands.execute('s3-drive:upload', {
        path: path as string,
        // The command takes what no JSON can hold.
        files: files as unknown as []
      });
      return (performance.now() - started) / 1000;
    },
    [input, path] as const
  );
}

/**
 * Send a file to a presigned address.
 *
 * @returns How many seconds it took.
 */
export async function putUrl(
  lab: Lab,
  url: string,
  file: string
): Promise<number> {
  const input = await choose(lab, file);
  return lab.page.evaluate(
    async ([input, url]) => {
      const [body] = Array.from((input as HTMLInputElement).files!);
      const started = performance.now();
      const answer = await fetch(url as string, { method: 'PUT', body });
      if (!answer.ok) {
        throw new Error(`The upload was answered with ${answer.status}.`);
      }
      return (performance.now() - started) / 1000;
    },
    [input, url] as const
  );
}

/**
 * Delete or rename through the drive, as the panel and JupyterLab do.
 *
 * @returns How many seconds it took.
 */
export async function change(
  lab: Lab,
  what: 'delete' | 'rename',
  path: string,
  target = ''
): Promise<number> {
  return lab.page.evaluate(
    async ([what, path, target]) => {
      const { contents } = window.jupyterapp.serviceManager;
      const started = performance.now();
      await (what === 'delete'
        ? contents.delete(path)
        : contents.rename(path, target));
      return (performance.now() - started) / 1000;
    },
    [what, path, target]
  );
}

/**
 * Choose a file as a person does: the page gets a `File` that lies on the disk.
 */
async function choose(lab: Lab, file: string): Promise<ElementHandle> {
  const input = await lab.page.evaluateHandle(() => {
    const node = document.createElement('input');
    node.type = 'file';
    return node;
  });
  const element = input.asElement()!;
  await element.setInputFiles(file);
  return element;
}

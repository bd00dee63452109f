// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ElementHandle } from '@playwright/test';

import type { Lab } from './lab';
import { findModel, type BenchWindow } from './listing';

/** How long the browser may take to begin to save, in ms. */
const DOWNLOAD_WAIT = 60_000;

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
 * Download an object as the panel does. What the browser would then save is read
 * by `fetchUrl`, so that no disk is measured.
 *
 * @param path - The drive's path.
 */
export async function download(lab: Lab, path: string): Promise<IDownloaded> {
  await lab.panel.open();
  await findModel(lab);
  const began = lab.page.waitForEvent('download', { timeout: DOWNLOAD_WAIT });
  // It comes before the answer to the next call.
  began.catch(() => undefined);
  await lab.page.evaluate(
    path => (window as BenchWindow).benchModel.download(path),
    path
  );
  const saved = await began;
  const url = saved.url();
  await saved.cancel();
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
 * Upload files by the command.
 *
 * @param path - The folder in the drive.
 * @param files - The files' paths on this machine.
 *
 * @returns How many seconds it took.
 */
export async function upload(
  lab: Lab,
  path: string,
  files: string[]
): Promise<number> {
  const input = await choose(lab, files);
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
  const input = await choose(lab, [file]);
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
 * Do something with all files of a folder, as with a selection of them.
 *
 * @param path - The folder in the drive, which is shown.
 * @param target - The folder that they are moved or copied to.
 *
 * @returns How many seconds it took.
 */
export async function select(
  lab: Lab,
  what: 'move' | 'copy' | 'delete',
  path: string,
  names: string[],
  target: string
): Promise<number> {
  await lab.panel.open();
  await findModel(lab);
  return lab.page.evaluate(
    async ({ what, path, names, target }) => {
      const { tasks } = (window as BenchWindow).benchModel.actions;
      const paths = names.map(name => `${path}/${name}`);
      const count = { objects: names.length, bytes: 0, more: false };
      const moves = paths.map(from => ({ from, dir: target }));
      const asker = { ask: async () => 'skip' as const };
      const started = performance.now();
      const outcomes = await (what === 'delete'
        ? tasks.delete(paths, count)
        : tasks.bring(moves, what === 'move' ? asker : null, count));
      const seconds = (performance.now() - started) / 1000;
      const undone = outcomes.filter(({ done }) => !done).length;
      if (undone > 0) {
        throw new Error(`${undone} of ${names.length} files were not done.`);
      }
      return seconds;
    },
    { what, path, names, target }
  );
}

/**
 * Choose files as a person does: the page gets each as a `File` that lies on the
 * disk.
 */
async function choose(lab: Lab, files: string[]): Promise<ElementHandle> {
  const input = await lab.page.evaluateHandle(() => {
    const node = document.createElement('input');
    node.type = 'file';
    node.multiple = true;
    return node;
  });
  const element = input.asElement()!;
  await element.setInputFiles(files);
  return element;
}

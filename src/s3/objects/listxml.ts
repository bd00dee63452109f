// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ListObjectsV2Command } from '@aws-sdk/client-s3';

import { quoted } from '../http/headers';
import { referenced } from './keytext';

/**
 * An object in a listing's XML, with its key still encoded.
 */
export interface IListedObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  readonly lastModified: Date;
  /** `''` if the store reports none. */
  readonly storageClass: string;
}

/**
 * Read the objects of a listing's response before the SDK parses it, which
 * takes 20 to 50 ms for a thousand of them: a quarter of the time for a large
 * folder, in tasks that block the page. The SDK parses the rest.
 *
 * @param command - The command that is about to be sent.
 *
 * @returns An array that is filled with the objects when the response has
 * arrived. It stays empty for a body of another form: then the SDK has parsed
 * them.
 */
export function takeContents(command: ListObjectsV2Command): IListedObject[] {
  const objects: IListedObject[] = [];
  command.middlewareStack.add(
    next => async args => {
      const result = await next(args);
      // Another attempt starts from scratch.
      objects.length = 0;
      const answer = result.response as { statusCode: number; body: unknown };
      if (answer.statusCode === 200 && answer.body instanceof Uint8Array) {
        const text = new TextDecoder().decode(answer.body);
        const rest = text.replace(CONTENTS, (_, entry: string) => {
          objects.push(read(entry));
          return '';
        });
        answer.body = new TextEncoder().encode(rest);
      }
      return result;
    },
    // Closest to the network: before the SDK's own parser.
    { step: 'deserialize', priority: 'low', name: 'takeContents' }
  );
  return objects;
}

const CONTENTS = /<Contents>(.*?)<\/Contents>/gs;

function read(entry: string): IListedObject {
  const date = new Date(valueOf(entry, 'LastModified'));
  return {
    key: valueOf(entry, 'Key'),
    size: sizeOf(valueOf(entry, 'Size')),
    etag: quoted(valueOf(entry, 'ETag')),
    lastModified: Number.isNaN(date.getTime()) ? new Date(0) : date,
    storageClass: valueOf(entry, 'StorageClass')
  };
}

function sizeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/**
 * The text of an element without children; `''` when there is none.
 */
function valueOf(entry: string, tag: string): string {
  const start = entry.indexOf(`<${tag}>`);
  const end = entry.indexOf(`</${tag}>`, start);
  if (start < 0 || end < 0) {
    return '';
  }
  const text = entry.slice(start + tag.length + 2, end);
  return text.includes('&') ? unescaped(text) : text;
}

const NAMED: { [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'"
};

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/gi,
    (whole: string, hex?: string, decimal?: string, name?: string) =>
      name
        ? NAMED[name.toLowerCase()]
        : referenced(whole, hex ? parseInt(hex, 16) : Number(decimal))
  );
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { createHash } from 'crypto';

import { CHECKPOINTS } from '../../drive/lookup/checkpointkeys';
import type { IForeignBucket } from '../clients/foreignbucket';
import type { IChange, ITexts } from './changes';

/**
 * What is stored below the folder of a point, but for what is only ours, and
 * folders' own markers, which are neither missed nor too much.
 *
 * @param name - The name of the point's folder.
 */
export async function storedIn(
  bucket: IForeignBucket,
  name: string
): Promise<ITexts> {
  const keys = (await bucket.keys(`${name}/`)).filter(
    key => !key.includes(CHECKPOINTS) && !/\.s3-drive-/.test(key)
  );
  const texts = await Promise.all(
    keys.map(async key => [
      key.slice(name.length + 1),
      textOf(await bucket.read(key))
    ])
  );
  return withoutMarkers(Object.fromEntries(texts));
}

/**
 * Bytes as a text; those of a large object by their number and digest.
 */
export function textOf(bytes: Uint8Array): string {
  return bytes.length < 1000
    ? new TextDecoder().decode(bytes)
    : `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * Whether a change is done: all is as wanted, and nothing else is there.
 */
export function isDone({ after }: IChange, found: ITexts): boolean {
  return sorted(found) === sorted(withoutMarkers(after));
}

/**
 * What was lost, or is neither as it was nor as it is wanted.
 */
export function faultsIn(change: IChange, found: ITexts): string[] {
  const before = withoutMarkers(change.before);
  const after = withoutMarkers(change.after);
  const wrong = Object.entries(found)
    .filter(([key, text]) => text !== before[key] && text !== after[key])
    .map(([key, text]) => `${key} holds "${text}"`);
  const texts = Object.values(found);
  const wanted = Object.values(after);
  const lost = Object.entries(before)
    .filter(([, text]) => wanted.includes(text) && !texts.includes(text))
    .map(([key, text]) => `"${text}" of ${key} is lost`);
  const gone = Object.keys(before)
    .filter(key => key in after && !(key in found))
    .map(key => `${key} is gone`);
  return [...wrong, ...lost, ...gone];
}

const sorted = (texts: ITexts) => JSON.stringify(Object.entries(texts).sort());

const withoutMarkers = (texts: ITexts): ITexts =>
  Object.fromEntries(
    Object.entries(texts).filter(([key]) => !/(^|\/)$/.test(key))
  );

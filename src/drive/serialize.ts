// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import type { IObjectInfo } from '../s3/objects';
import { toPath, toUri } from '../s3/path';
import type { IS3Location } from '../s3/path';
import { refusal } from './messages';
import type { Notebooks } from './notebooks';
import { encodeText, fromBase64 } from './text';
import type { IRoom } from './types';

/**
 * The bytes to store for a model of JupyterLab.
 *
 * @returns `sign`: what is to be done once they are stored.
 *
 * @throws `DriveError` 400 when the model has no content that can be stored.
 */
export function serialize(
  room: IRoom,
  notebooks: Notebooks,
  place: IS3Location,
  model: Partial<Contents.IModel>
): { bytes: Uint8Array; sign: () => Promise<void> } {
  const { content, format, type } = model;
  if (type === 'notebook' || format === 'json') {
    const path = toPath(place.bucket, place.key);
    const { text, sign } = notebooks.write(path, content);
    return { bytes: encodeText(text), sign };
  }
  const sign = () => Promise.resolve();
  if (typeof content === 'string' && format === 'text') {
    return { bytes: encodeText(content), sign };
  }
  if (typeof content === 'string' && format === 'base64') {
    try {
      return { bytes: fromBase64(content), sign };
    } catch {
      // Told below.
    }
  }
  throw refusal(
    400,
    'InvalidContent',
    room.trans.__(
      'What was to be saved as %1 is neither text nor base64 nor a notebook; nothing was changed.',
      toUri(place)
    ),
    place
  );
}

/**
 * Refuse a save that would destroy what is shown but not as it is stored.
 *
 * @param info - The object as the check before has found it.
 * @param locked - Why the document is read-only, if it is.
 *
 * @throws `DriveError` 400 or 403.
 */
export function requireWritable(
  room: IRoom,
  place: IS3Location,
  model: Partial<Contents.IModel>,
  info: IObjectInfo | null,
  locked: string | null
): void {
  const { trans } = room;
  if (model.chunk !== undefined) {
    throw refusal(
      400,
      'ChunkRefused',
      trans.__(
        '%1 was not uploaded: the S3 drive takes whole files. Upload it with the button of the S3 panel.',
        toUri(place)
      ),
      place
    );
  }
  const encoding = info && encodingOf(info);
  if (encoding) {
    throw refusal(
      403,
      'EncodedObject',
      trans.__(
        '%1 is stored compressed (%2) and is only shown here; saving would change that. Save it under another name.',
        toUri(place),
        encoding
      ),
      place
    );
  }
  if (locked && model.format !== 'base64') {
    throw refusal(403, 'ReadOnlyDocument', locked, place);
  }
}

/**
 * The encoding that an object is stored with, or `null` for none. `aws-chunked`
 * is an encoding of the transfer that some clients leave behind.
 */
export function encodingOf(info: IObjectInfo): string | null {
  const encodings = (info.contentEncoding ?? '')
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name && name !== 'aws-chunked' && name !== 'identity');
  return encodings.join(', ') || null;
}

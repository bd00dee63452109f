// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { fromBase64 } from '../../s3/http/base64';
import { compressionIn } from '../../s3/metadata/encoding';
import type { IObjectInfo } from '../../s3/metadata/objectinfo';
import type { S3Location } from '../../s3/location';
import { refusal } from '../messages/messages';
import type { Notebooks } from '../notebooks/notebooks';
import { encodeText } from './text';
import type { IDriveContext } from '../context';

/**
 * The bytes to store for a model of JupyterLab.
 *
 * @returns `sign`: what is to be done once they are stored, with their ETag. It
 * goes on by itself, and never fails.
 *
 * @throws `DriveError` 400 when the model has no content that can be stored.
 */
export function serialize(
  context: IDriveContext,
  notebooks: Notebooks,
  location: S3Location,
  model: Partial<Contents.IModel>
): { bytes: Uint8Array; sign: (etag: string) => void } {
  const { content, format, type } = model;
  if (type === 'notebook' || format === 'json') {
    const { text, isTrusted } = notebooks.write(location, content);
    const bytes = encodeText(text);
    const sign = (etag: string) => {
      if (isTrusted) {
        notebooks.sign(location, etag, bytes.length);
      }
    };
    return { bytes, sign };
  }
  const sign = () => undefined;
  if (typeof content === 'string' && format === 'text') {
    return { bytes: encodeText(content), sign };
  }
  if (typeof content === 'string' && format === 'base64') {
    try {
      return { bytes: fromBase64(content), sign };
    } catch {
      // The error is thrown below.
    }
  }
  const { trans } = context;
  throw refusal(
    400,
    'InvalidContent',
    trans.__(
      'What was to be saved as %1 is neither text nor base64 nor a notebook; nothing was changed.',
      location.uri
    ),
    location
  );
}

/**
 * Refuse a save that would destroy an object that is not shown as it is stored.
 *
 * @param info - The object as found by the check before.
 * @param locked - Why the document is read-only, if it is.
 *
 * @throws `DriveError` 400 or 403.
 */
export function requireWritable(
  context: IDriveContext,
  location: S3Location,
  model: Partial<Contents.IModel>,
  info: IObjectInfo | null,
  locked: string | null
): void {
  const { trans } = context;
  if (model.chunk !== undefined) {
    throw refusal(
      400,
      'ChunkRefused',
      trans.__(
        '%1 was not uploaded: the S3 drive takes whole files. Upload it with the button of the S3 panel.',
        location.uri
      ),
      location
    );
  }
  const encoding = compressionIn(info?.contentEncoding);
  if (encoding) {
    throw refusal(
      403,
      'EncodedObject',
      trans.__(
        '%1 is stored compressed (%2) and is only shown here; saving would change that. Save it under another name.',
        location.uri,
        encoding
      ),
      location
    );
  }
  if (locked && model.format !== 'base64') {
    throw refusal(403, 'ReadOnlyDocument', locked, location);
  }
}

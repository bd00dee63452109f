// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { PathExt } from '@jupyterlab/coreutils';

import type { S3Location } from '../../s3/location';

/**
 * The folder of checkpoints, as Jupyter names it.
 */
export const CHECKPOINTS = '.ipynb_checkpoints/';

/**
 * The length of the longest name that stores on file systems (MinIO, SeaweedFS)
 * accept, in bytes of UTF-8.
 */
const NAME_BYTES = 255;

/**
 * How many bytes of a longer name its first part holds.
 */
const PART_BYTES = 200;

/**
 * The location of an object's checkpoint: in a folder beside it, as Jupyter
 * names it.
 *
 * A name that would be too long is cut into two, a folder and a name in it, so
 * that different names stay different. By Jupyter's rule no checkpoint is
 * called `~`.
 */
export function checkpointOf(location: S3Location): S3Location {
  const plain = plainCheckpointOf(location);
  const { name, parent } = plain;
  if (Private.bytesOf(name) <= NAME_BYTES) {
    return plain;
  }
  const head = Private.start(name, PART_BYTES);
  return parent.child(`~/${head}/${name.slice(head.length)}`);
}

/**
 * Where Jupyter would keep the checkpoint of an object, however long its name.
 */
export function plainCheckpointOf(location: S3Location): S3Location {
  const { name, parent } = location;
  const extension = PathExt.extname(name);
  const stem = name.slice(0, name.length - extension.length);
  return parent.child(`${CHECKPOINTS}${stem}-checkpoint${extension}`);
}

/**
 * Whether the checkpoint of an object can only be directly in the folder of
 * checkpoints: then a listing of that folder shows whether it exists.
 */
export function isPlainCheckpoint(location: S3Location): boolean {
  return checkpointOf(location).key === plainCheckpointOf(location).key;
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  export function bytesOf(text: string): number {
    return new TextEncoder().encode(text).length;
  }

  /**
   * The longest beginning of a text, in whole characters, within a number of
   * bytes.
   */
  export function start(text: string, bytes: number): string {
    let length = 0;
    let left = bytes;
    for (const char of text) {
      left -= bytesOf(char);
      if (left < 0) {
        break;
      }
      length += char.length;
    }
    return text.slice(0, length);
  }
}

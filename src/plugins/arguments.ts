// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * What describes a command without arguments.
 */
export const NO_ARGS = { args: { type: 'object', properties: {} } };

/**
 * What describes a command on one path.
 */
export function pathArgs(trans: TranslationBundle) {
  return {
    args: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          description: trans.__(
            'A path in the drive (s3:bucket/key); by default what is selected in the panel.'
          )
        }
      }
    }
  };
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import { LANGUAGES, OPERATIONS } from '../snippets/languages';

/**
 * What describes a command without arguments.
 */
export const NO_ARGS = { args: { type: 'object', properties: {} } };

/**
 * The paths that a command is given: `path`, or the texts in `paths`.
 *
 * @returns `null` for none: it is about what is selected.
 */
export function pathsIn({
  path,
  paths
}: ReadonlyPartialJSONObject): string[] | null {
  return typeof path === 'string'
    ? [path]
    : Array.isArray(paths)
      ? paths.filter((each): each is string => typeof each === 'string')
      : null;
}

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

/**
 * What describes a command that copies between the workspace and S3.
 *
 * @param target - Describes the folder that receives it.
 */
export function exchangeArgs(target: string, trans: TranslationBundle) {
  return {
    args: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          description: trans.__(
            'What is copied; by default what is selected in its file browser.'
          )
        },
        paths: {
          type: 'array',
          items: { type: 'string' },
          description: trans.__('Several entries instead of one.')
        },
        target: { type: 'string', description: target }
      }
    }
  };
}

/**
 * What describes the command that publishes and takes back.
 */
export function visibilityArgs(trans: TranslationBundle) {
  const { type, properties } = pathArgs(trans).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
        visibility: {
          type: 'string',
          enum: ['public', 'private'],
          description: trans.__('Who is to read it.')
        }
      },
      required: ['visibility']
    }
  };
}

/**
 * What describes the command that makes temporary links.
 */
export function linkArgs(trans: TranslationBundle) {
  const { type, properties } = pathArgs(trans).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
        expiresIn: {
          type: 'number',
          description: trans.__(
            'Seconds, at most 7 days; a day by default. The answer tells the true end.'
          )
        },
        operation: {
          type: 'string',
          enum: ['read', 'upload'],
          description: trans.__(
            'Reading the file, or creating it by one upload.'
          )
        }
      }
    }
  };
}

/**
 * What describes a command that writes a snippet.
 */
export function snippetArgs(trans: TranslationBundle) {
  const { type, properties } = pathArgs(trans).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
        paths: {
          type: 'array',
          items: { type: 'string' },
          description: trans.__('Several entries instead of one.')
        },
        language: {
          type: 'string',
          enum: [...LANGUAGES],
          description: trans.__(
            'By default that of the active notebook, console or editor.'
          )
        },
        library: {
          type: 'string',
          description: trans.__(
            'For instance pandas or polars; by default that of the settings.'
          )
        },
        operation: {
          type: 'string',
          enum: [...OPERATIONS],
          description: trans.__('Reading is the default.')
        }
      }
    }
  };
}

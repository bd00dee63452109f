// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

import { LANGUAGES, OPERATIONS } from '../snippets/write/languages';

/**
 * The schema of a command on one path.
 */
export function pathSchema(trans: TranslationBundle) {
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
 * The schema of a command on one path or several.
 *
 * @param path - The description of the one; by default of a path in the drive.
 */
export function pathsSchema(trans: TranslationBundle, path?: string) {
  const { type, properties } = pathSchema(trans).args;
  return {
    args: {
      type,
      properties: {
        path: path ? { type: 'string', description: path } : properties.path,
        paths: {
          type: 'array',
          items: { type: 'string' },
          description: trans.__('Several entries instead of one.')
        }
      }
    }
  };
}

/**
 * The schema of a command that copies between the workspace and S3.
 *
 * @param target - The description of the destination folder.
 */
export function exchangeSchema(target: string, trans: TranslationBundle) {
  const { type, properties } = pathsSchema(
    trans,
    trans.__('What is copied; by default what is selected in its file browser.')
  ).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
        target: { type: 'string', description: target }
      }
    }
  };
}

/**
 * The schema of the command that changes visibility.
 */
export function visibilitySchema(trans: TranslationBundle) {
  const { type, properties } = pathSchema(trans).args;
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
 * The schema of the command that creates temporary links.
 */
export function linkSchema(trans: TranslationBundle) {
  const { type, properties } = pathSchema(trans).args;
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
 * The schema of the command that adds and removes bookmarks.
 */
export function bookmarkSchema(trans: TranslationBundle) {
  const { type, properties } = pathSchema(trans).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
        toolbar: {
          type: 'boolean',
          description: trans.__(
            "The panel's folder, whatever is selected in it."
          )
        }
      }
    }
  };
}

/**
 * The schema of a command that writes a snippet.
 */
export function snippetSchema(trans: TranslationBundle) {
  const { type, properties } = pathsSchema(trans).args;
  return {
    args: {
      type,
      properties: {
        ...properties,
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

/**
 * The schema of the command that uploads files.
 */
export function filesSchema(trans: TranslationBundle) {
  return {
    args: {
      type: 'object',
      properties: {
        path: {
          type: 'string',
          description: trans.__(
            'The folder in the drive (s3:bucket/prefix); by default that of the panel.'
          )
        },
        files: {
          type: 'array',
          description: trans.__(
            'The files (File objects); asked for when they are absent.'
          )
        }
      }
    }
  };
}

/**
 * The schema of the command that opens a launcher for a folder.
 */
export function folderSchema(trans: TranslationBundle) {
  return {
    args: {
      type: 'object',
      properties: {
        cwd: {
          type: 'string',
          description: trans.__(
            'The folder for new files (s3:bucket/prefix); by default that of the panel.'
          )
        }
      }
    }
  };
}

/**
 * The schema of the command that opens an address.
 */
export function addressSchema(trans: TranslationBundle) {
  return {
    args: {
      type: 'object',
      properties: {
        uri: {
          type: 'string',
          description: trans.__(
            's3://bucket/key, an https URL of the store, or bucket/prefix; asked for when it is absent.'
          )
        }
      }
    }
  };
}

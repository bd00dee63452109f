// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';

/**
 * The `describedBy` of a command without arguments.
 */
export const NO_ARGS = { args: { type: 'object', properties: {} } };

/**
 * The `describedBy` of a command on one path, loaded on request.
 */
export const pathArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).pathSchema(trans);

/**
 * The `describedBy` of a command on one path or several.
 *
 * @param path - The description of the one; by default of a path in the drive.
 */
export const pathsArgs =
  (trans: TranslationBundle, path?: string) => async () =>
    (await import('./descriptions')).pathsSchema(trans, path);

/**
 * The `describedBy` of the command that adds and removes bookmarks.
 */
export const bookmarkArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).bookmarkSchema(trans);

/**
 * The `describedBy` of a command that copies between the workspace and S3.
 *
 * @param target - The description of the destination folder.
 */
export const exchangeArgs =
  (target: string, trans: TranslationBundle) => async () =>
    (await import('./descriptions')).exchangeSchema(target, trans);

/**
 * The `describedBy` of the command that changes visibility.
 */
export const visibilityArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).visibilitySchema(trans);

/**
 * The `describedBy` of the command that creates temporary links.
 */
export const linkArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).linkSchema(trans);

/**
 * The `describedBy` of a command that writes a snippet.
 */
export const snippetArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).snippetSchema(trans);

/**
 * The `describedBy` of the command that uploads files.
 */
export const filesArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).filesSchema(trans);

/**
 * The `describedBy` of the command that opens a launcher for a folder.
 */
export const folderArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).folderSchema(trans);

/**
 * The `describedBy` of the command that opens an address.
 */
export const addressArgs = (trans: TranslationBundle) => async () =>
  (await import('./descriptions')).addressSchema(trans);

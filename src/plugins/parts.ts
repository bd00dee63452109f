// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Token } from '@lumino/coreutils';

import type { Bookmarks } from '../bookmarks/bookmarks';
import type { S3Panel } from '../browser/panel';
import type { LazyDrive } from '../drive/lazy';
import type { ISharingService } from '../sharing/service';
import type { Documents } from '../snippets/insertion/documents';
import type { ISnippetService } from '../snippets/service';
import type { Tasks } from '../transfers/tasks/tasks';
import {
  IS3Bookmarks,
  IS3Drive,
  IS3Panel,
  IS3Sharing,
  IS3Snippets,
  IS3Tasks
} from '../tokens';

/*
 * The tokens, as our own plugins use them: with all members of what is provided,
 * not only with those that `tokens.ts` promises to others.
 */

/**
 * The drive, before and after it is loaded.
 */
export const IOwnDrive = IS3Drive as Token<IOwnDrive>;
export type IOwnDrive = LazyDrive;

/**
 * The panel, before and after its file browser is loaded.
 */
export const IOwnPanel = IS3Panel as Token<IOwnPanel>;
export type IOwnPanel = S3Panel;

/**
 * The tasks.
 */
export const IOwnTasks = IS3Tasks as Token<IOwnTasks>;
export type IOwnTasks = Tasks;

/**
 * The bookmarks.
 */
export const IOwnBookmarks = IS3Bookmarks as Token<IOwnBookmarks>;
export interface IOwnBookmarks extends IS3Bookmarks {
  get(): Promise<Bookmarks>;
}

/**
 * Sharing.
 */
export const IOwnSharing = IS3Sharing as Token<IOwnSharing>;
export interface IOwnSharing extends IS3Sharing {
  /** Load the service of a connection on the first call. */
  get(connection?: string): Promise<ISharingService>;
}

/**
 * Snippets.
 */
export const IOwnSnippets = IS3Snippets as Token<IOwnSnippets>;
export interface IOwnSnippets extends IS3Snippets {
  /** Load the service of a connection on the first call. */
  get(connection?: string): Promise<ISnippetService>;

  /** The documents that code can be inserted into. */
  readonly documents: Documents;
}

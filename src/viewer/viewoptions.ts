// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ISignal } from '@lumino/signaling';

import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';

/**
 * What a view needs.
 */
export interface IViewOptions {
  readonly connection: IS3Connection;
  /** The location of the file now: it may be renamed while it is shown. */
  location(): S3Location;
  /** Emitted when JupyterLab has another theme. */
  readonly themeChanged: ISignal<unknown, unknown> | null;
  readonly trans: TranslationBundle;
  /** JupyterLab's language, as `fr_FR`. */
  readonly language: string;
  /** Do what can be done with a file that cannot be shown. */
  readonly commands: CommandRegistry;
  readonly context: DocumentRegistry.Context;
}

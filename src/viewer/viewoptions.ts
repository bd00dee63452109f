// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';

import type { IS3Connection } from '../s3/http/types';
import type { S3Location } from '../s3/location';
import type { IViewAction } from './lines';

/**
 * What a view needs.
 */
export interface IViewOptions {
  readonly connection: IS3Connection;
  /** The location of the file now: it may be renamed while it is shown. */
  place(): S3Location;
  /** Emitted when JupyterLab has another theme. */
  readonly themeChanged: ISignal<unknown, unknown> | null;
  readonly trans: TranslationBundle;
  /** JupyterLab's language, as `fr_FR`. */
  readonly language: string;
  /** What can be done with a file that cannot be shown. */
  readonly actions: readonly IViewAction[];
}

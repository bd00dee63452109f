// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import {
  IS3Panel,
  IS3Drive,
  REQUIRED_SERVER_VERSION,
  TRANSLATION_DOMAIN
} from '../tokens';

/**
 * Says so when the server extension is older than this frontend needs. That it
 * is missing is said by the panel, in place of the buckets.
 */
export const serverPlugin: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-s3-drive:server',
  description: 'Tells when the server extension of the S3 drive is too old.',
  autoStart: true,
  requires: [IS3Panel, IS3Drive],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    panel: IS3Panel,
    drive: IS3Drive,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
    const check = async () => {
      // Where it cannot be asked, listing fails too, and the panel says why.
      const status = await drive.status().catch(() => null);
      if (status && isOlder(status.version, REQUIRED_SERVER_VERSION)) {
        Notification.warning(
          trans.__(
            'The server part of the S3 drive (%1) is too old for its panel. Run "pip install --upgrade jupyterlab-s3-drive", then restart Jupyter.',
            status.version
          ),
          { autoClose: false }
        );
      }
    };
    panel.loaded.connect(() => void check());
  }
};

/**
 * Whether a version is older than another. What is not a version is not.
 */
export function isOlder(version: string, than: string): boolean {
  const numbers = (text: string) =>
    text.split('.').slice(0, 3).map(Number.parseFloat);
  const [a, b] = [numbers(version), numbers(than)];
  const index = a.findIndex((number, i) => number !== b[i]);
  return index >= 0 && a[index] < b[index];
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Notification } from '@jupyterlab/apputils';
import type { Contents } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { confirmCost } from '../usage/costdialog';
import { countBelow } from '../usage/count';
import { showMessage } from '../dialogs/errordialog';
import { STAYS } from '../dialogs/stays';
import type { IS3Connection } from '../s3/http/types';
import { listPage } from '../s3/objects/list';
import { basename } from '../s3/keys';
import { driveOf, S3Location } from '../s3/location';
import { CommandIDs } from '../names';
import type { ICopyResult } from '../workspace/copies';

/**
 * Where counting stops: there is one request per thousand objects.
 */
const COUNT_LIMIT = 100_000;

/**
 * Whether there is anything else in a file's folder: one small request.
 *
 * @throws `S3Error`.
 */
export async function hasBeside(
  connection: IS3Connection,
  localPath: string
): Promise<boolean> {
  const location = S3Location.fromPath(localPath, connection.name);
  const { bucket, key } = location;
  const prefix = location.parent.key;
  // The folder's marker, the file and its checkpoints may be among them.
  const page = await listPage(connection, bucket, prefix, {
    delimiter: '/',
    maxKeys: 4,
    priority: 'background'
  });
  return (
    page.objects.some(object => object.key !== key && object.key !== prefix) ||
    page.prefixes.some(each => each !== `${prefix}.ipynb_checkpoints/`)
  );
}

/**
 * Explain what to do when a kernel does not find the files beside its notebook;
 * the user guide says the same.
 */
export function explainKernels(trans: TranslationBundle): Promise<void> {
  return showMessage(
    trans.__('Files beside a notebook in a bucket'),
    [
      trans.__(
        'A kernel is a program in your workspace. Relative paths in its code mean files there: open("data.csv"), import and %run do not look into the bucket.'
      ),
      trans.__(
        'To read a file from the bucket, insert its snippet: its menu in the panel has "Insert Snippet". The code names the file by its address, s3://bucket/key.'
      ),
      trans.__(
        'Where code needs its whole folder, bring that to the workspace, work on the copy, and copy back what you want to keep.'
      )
    ].join('\n'),
    '',
    trans
  );
}

/**
 * Copy the folder of a document to the workspace, if the person agrees to what
 * it costs, and offer to open the copy of the document.
 *
 * @param localPath - The document. It must be in a folder of the bucket.
 */
export async function bringFolder(
  localPath: string,
  connection: IS3Connection,
  commands: CommandRegistry,
  trans: TranslationBundle
): Promise<void> {
  const folder = localPath.slice(0, localPath.lastIndexOf('/'));
  const item = { type: 'directory', path: folder, name: basename(folder) };
  const counted = await confirmCost(
    'bring',
    [item as Contents.IModel],
    (path, signal, onCount) =>
      countBelow(
        connection,
        S3Location.fromPath(path, connection.name),
        COUNT_LIMIT,
        signal,
        onCount
      ),
    trans
  );
  if (!counted) {
    return;
  }
  const [result]: ICopyResult[] = await commands.execute(
    CommandIDs.copyToWorkspace,
    { path: `${driveOf(connection.name)}:${folder}` }
  );
  // The task shows what went wrong.
  if (result?.target !== undefined) {
    const path = `${result.target}/${basename(localPath)}`;
    Notification.success(
      trans.__('The folder is in your workspace: /%1', result.target),
      {
        autoClose: STAYS.choice,
        actions: [
          {
            label: trans.__('Open the Copy'),
            displayType: 'accent',
            callback: () => void commands.execute('docmanager:open', { path })
          }
        ]
      }
    );
  }
}

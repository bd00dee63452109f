// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { Policies } from '../s3/policy/policycache';
import type { IServerStatus } from '../s3/server/status';
import { DirectAccess } from '../s3/uploads/direct';
import type { IDriveContext, IS3DriveOptions } from './context';
import { folderModel, mimetypeOf, modelLocation } from './lookup/models';
import { VanishedFolders } from './vanishedfolders';

/**
 * What the drive itself gives to its parts.
 */
export interface IDriveMembers extends Pick<IDriveContext, 'emit' | 'notify'> {
  /** The status of the server; asked once. */
  status(): Promise<IServerStatus>;
}

/**
 * Create what the parts of a drive share.
 */
export function createContext(
  given: IS3DriveOptions,
  drive: IDriveMembers
): IDriveContext {
  const { connection, fileTypes, options } = given;
  const { translator = nullTranslator } = given;
  const vanished = new VanishedFolders(connection, folder =>
    context.emit({
      type: 'new',
      oldValue: null,
      newValue: folderModel(folder)
    })
  );
  const context: IDriveContext = {
    connection,
    trans: translator.load('jupyterlab_s3_drive'),
    options,
    direct:
      given.direct ??
      new DirectAccess(connection, {
        isWanted: () => options.directTransfers !== 'never'
      }),
    policies: new Policies(connection),
    vanished,
    sharing: () =>
      drive.status().then(
        ({ sharing }) => sharing ?? null,
        () => null
      ),
    documents: given.documents ?? (() => options.documents?.() ?? null),
    mimetype: (path: string) => mimetypeOf(fileTypes(path)),
    notify: notice => drive.notify(notice),
    emit: (change: Contents.IChangedArgs) => {
      const { path, type = '' } = change.newValue ?? {};
      if (path) {
        vanished.put(modelLocation(context, { path, type }));
      }
      drive.emit(change);
    }
  };
  return context;
}

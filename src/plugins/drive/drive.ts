// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { LazyDrive } from '../../drive/lazy';
import type { IDriveOptions } from '../../drive/context';
import { loadedOnce } from '../../loadedonce';
import { DRIVE_NAME, PluginIDs, TRANSLATION_DOMAIN } from '../../names';
import { IOwnDrive, IOwnBookmarks, IOwnTasks } from '../parts';

const MIB = 1024 * 1024;

/**
 * The maximum size for editing if the settings cannot be read.
 */
const DEFAULT_MAX_MIB = 50;

/**
 * Registers the drive.
 *
 * The drive is registered at startup, as restored tabs and recent documents use
 * its paths before any panel is shown. It makes no requests before it is used.
 */
export const drivePlugin: JupyterFrontEndPlugin<IOwnDrive> = {
  id: PluginIDs.drive,
  description: 'Registers the S3 drive with the contents manager.',
  autoStart: true,
  provides: IOwnDrive,
  requires: [IOwnBookmarks],
  optional: [ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    places: IOwnBookmarks,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): IOwnDrive => {
    const { contents, serverSettings } = app.serviceManager;
    const make = (name: string): LazyDrive => {
      const options: IDriveOptions = {
        maxEditableSize: DEFAULT_MAX_MIB * MIB,
        checkpoints: true
      };
      const drive: LazyDrive = new LazyDrive({
        name,
        other,
        serverSettings,
        translator: translator ?? nullTranslator,
        fileTypes: path => app.docRegistry.getFileTypesForPath(path),
        locations: () => places.get(),
        attach: async () => {
          const [{ attach }, { equip }] = await Promise.all([
            import('../../documents/attach'),
            import('./firstuse')
          ]);
          const trans = (translator ?? nullTranslator).load(TRANSLATION_DOMAIN);
          equip({ app, drive, options, settings, trans });
          const tasks = () => app.resolveRequiredService(IOwnTasks);
          await attach(app, { drive, options, settings, tasks, trans });
        },
        options
      });
      contents.addDrive(drive);
      return drive;
    };
    const other = loadedOnce(connection =>
      import('./others').then(({ otherDrive }) =>
        otherDrive(connection, main, make, translator)
      )
    );
    const main = make(DRIVE_NAME);
    return main;
  }
};

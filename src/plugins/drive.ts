// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { LazyDrive } from '../drive/lazy';
import type { IDriveOptions } from '../drive/types';
import { IS3Drive, IS3Places, PluginIDs } from '../tokens';

const MIB = 1024 * 1024;

/**
 * What is opened for editing where the settings cannot be read.
 */
const DEFAULT_MAX_MIB = 50;

/**
 * Registers the drive.
 *
 * It is registered at once: restored tabs and recent documents ask for its
 * paths before any panel is shown. Nothing is requested before it is used.
 */
export const drivePlugin: JupyterFrontEndPlugin<IS3Drive> = {
  id: PluginIDs.drive,
  description: 'Registers the S3 drive with the contents manager.',
  autoStart: true,
  provides: IS3Drive,
  requires: [IS3Places],
  optional: [ISettingRegistry, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    places: IS3Places,
    settings: ISettingRegistry | null,
    translator: ITranslator | null
  ): IS3Drive => {
    const { contents, serverSettings } = app.serviceManager;
    const options: IDriveOptions = {
      maxEditableSize: DEFAULT_MAX_MIB * MIB,
      checkpoints: true
    };
    const drive = new LazyDrive({
      serverSettings,
      translator: translator ?? nullTranslator,
      fileTypes: path => app.docRegistry.getFileTypesForPath(path),
      locations: () => places.get(),
      options
    });
    contents.addDrive(drive);
    if (settings) {
      void followSettings(options, settings);
    }
    return drive;
  }
};

/**
 * Keep the drive's options as the settings say, now and later.
 */
async function followSettings(
  options: IDriveOptions,
  registry: ISettingRegistry
): Promise<void> {
  const settings = await registry.load(PluginIDs.drive);
  const update = () => {
    const size = settings.get('maxEditableSize').composite as number;
    options.maxEditableSize = size * MIB;
    options.checkpoints = settings.get('checkpoints').composite as boolean;
    options.directTransfers =
      settings.get('directTransfers').composite === 'never'
        ? 'never'
        : 'automatic';
  };
  settings.changed.connect(update);
  update();
}

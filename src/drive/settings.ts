// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import { PluginIDs } from '../names';
import type { IDriveOptions } from './context';

const MIB = 1024 * 1024;

/**
 * Apply the settings to the drive's options, now and after each change.
 *
 * @throws When there is no schema for the settings.
 */
export async function followSettings(
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
    options.kernelNote = settings.get('kernelNote').composite as boolean;
  };
  settings.changed.connect(update);
  update();
}

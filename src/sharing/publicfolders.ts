// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ISettingRegistry } from '@jupyterlab/settingregistry';

import type { IPublicationQuestion } from '../drive/context';

/**
 * The setting with the list of folders.
 */
const SETTING = 'publicFolders';

/**
 * The public folders for which a person chose not to be asked again. They are
 * stored in the settings by their URL, as another store may have a bucket of
 * the same name.
 */
export class PublicFolders {
  /**
   * @param settings - `null`: the folders cannot be stored.
   * @param endpoint - The URL of the store.
   */
  constructor(
    settings: Promise<ISettingRegistry.ISettings | null>,
    endpoint: () => Promise<string>
  ) {
    this._settings = settings;
    this._endpoint = endpoint;
  }

  /** Whether the folders can be stored. */
  async canKeep(): Promise<boolean> {
    return (await this._settings) !== null;
  }

  async has(question: IPublicationQuestion): Promise<boolean> {
    const known = await this._known();
    return known.length > 0 && known.includes(await this._nameOf(question));
  }

  /** @throws When the settings cannot be written. */
  async add(question: IPublicationQuestion): Promise<void> {
    const known = await this._known();
    const name = await this._nameOf(question);
    if (!known.includes(name)) {
      await (await this._settings)?.set(SETTING, [...known, name]);
    }
  }

  private async _known(): Promise<string[]> {
    const list = (await this._settings)?.get(SETTING).composite;
    return Array.isArray(list) ? list.map(String) : [];
  }

  private async _nameOf({ location }: IPublicationQuestion): Promise<string> {
    const endpoint = (await this._endpoint()).replace(/\/+$/, '');
    return `${endpoint}/${location.path}`;
  }

  private readonly _settings: Promise<ISettingRegistry.ISettings | null>;
  private readonly _endpoint: () => Promise<string>;
}

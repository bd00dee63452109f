// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';

import type { IBookmarkSetting, Bookmarks } from '../../bookmarks/bookmarks';
import { loadedOnce } from '../../loadedonce';
import { PluginIDs } from '../../names';
import { IOwnBookmarks } from '../parts';

/**
 * The key of recent locations in the state database.
 */
const RECENTS_KEY = 'jupyterlab-s3-drive:recents';

/**
 * Stores bookmarks in the settings, so that an administrator can preset them,
 * and recent locations in the state database.
 */
export const placesPlugin: JupyterFrontEndPlugin<IOwnBookmarks> = {
  id: PluginIDs.places,
  description: 'Keeps the bookmarks and recent locations of the S3 drive.',
  autoStart: true,
  provides: IOwnBookmarks,
  optional: [ISettingRegistry, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    settings: ISettingRegistry | null,
    state: IStateDB | null
  ): IOwnBookmarks => {
    const get = loadedOnce(async (): Promise<Bookmarks> => {
      const { Bookmarks } = await import('../../bookmarks/bookmarks');
      const places = new Bookmarks();
      await Promise.all([
        settings && followSettings(places, settings),
        state && keepRecents(places, state)
      ]);
      return places;
    });
    return {
      get,
      toggle: async location => {
        const loaded = await settings?.load(PluginIDs.places);
        if (loaded) {
          const now = loaded.get('bookmarks').composite ?? [];
          const next = (await get()).toggled(
            now as unknown as IBookmarkSetting[],
            location
          );
          await loaded.set(
            'bookmarks',
            next.map(bookmark => ({ ...bookmark }))
          );
        }
      }
    };
  }
};

/**
 * Apply the bookmarks and the number of recent locations from the settings, now
 * and whenever they change.
 */
async function followSettings(
  places: Bookmarks,
  registry: ISettingRegistry
): Promise<void> {
  const settings = await registry.load(PluginIDs.places);
  const update = () => {
    const bookmarks = settings.get('bookmarks').composite;
    places.setBookmarks((bookmarks ?? []) as unknown as IBookmarkSetting[]);
    places.limit = settings.get('maxRecents').composite as number;
  };
  settings.changed.connect(update);
  update();
}

/**
 * Restore recent locations, and store new ones.
 */
async function keepRecents(places: Bookmarks, state: IStateDB): Promise<void> {
  const stored = await state.fetch(RECENTS_KEY).catch(() => undefined);
  places.restoreRecents(Array.isArray(stored) ? stored.map(String) : []);
  let kept = JSON.stringify(places.storedRecents());
  places.changed.connect(() => {
    const recents = places.storedRecents();
    if (JSON.stringify(recents) !== kept) {
      kept = JSON.stringify(recents);
      void state.save(RECENTS_KEY, recents);
    }
  });
}

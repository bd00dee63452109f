// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';

import type { IBookmarkSetting, Places } from '../browser/places';
import { IS3Places, PluginIDs } from '../tokens';

/**
 * Where recent locations are kept.
 */
const RECENTS_KEY = 'jupyterlab-s3-drive:recents';

/**
 * Keeps bookmarks (settings, so that an administrator can preset them) and
 * recent locations (the state database).
 */
export const placesPlugin: JupyterFrontEndPlugin<IS3Places> = {
  id: PluginIDs.places,
  description: 'Keeps the bookmarks and recent locations of the S3 drive.',
  autoStart: true,
  provides: IS3Places,
  optional: [ISettingRegistry, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    settings: ISettingRegistry | null,
    state: IStateDB | null
  ): IS3Places => {
    let loading: Promise<Places> | null = null;
    const load = async (): Promise<Places> => {
      const { Places } = await import('../browser/places');
      const places = new Places();
      await Promise.all([
        settings && followSettings(places, settings),
        state && keepRecents(places, state)
      ]);
      return places;
    };
    const get = (): Promise<Places> => {
      loading ??= load().catch(error => {
        loading = null;
        throw error;
      });
      return loading;
    };
    return {
      get,
      toggle: async place => {
        const loaded = await settings?.load(PluginIDs.places);
        if (loaded) {
          const now = loaded.get('bookmarks').composite ?? [];
          const next = (await get()).toggled(
            now as unknown as IBookmarkSetting[],
            place
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
 * Take bookmarks and the number of recents from the settings, now and later.
 */
async function followSettings(
  places: Places,
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
 * Recall recent locations, and keep those that come.
 */
async function keepRecents(places: Places, state: IStateDB): Promise<void> {
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

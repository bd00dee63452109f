// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ReactWidget } from '@jupyterlab/apputils';
import { MainAreaWidget, Notification } from '@jupyterlab/apputils';
import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IStatusBar } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Access } from '../../connections/access';
import { EndNotices } from '../../connections/endnotices';
import { AccessStatus } from '../../connections/statusitem';
import { lastsText } from '../../connections/texts';
import { STAYS } from '../../dialogs/stays';
import type { S3FileBrowser } from '../../browser/browser';
import { isOlder } from '../../browser/versions';
import { bucketIcon } from '../../icons';
import {
  CommandIDs,
  connectionOf,
  PluginIDs,
  REQUIRED_SERVER_VERSION
} from '../../names';
import { DEFAULT_CONNECTION } from '../../s3/location';
import type { IRouted } from '../../s3/server/ask';
import { getStatus } from '../../s3/server/status';
import type { IOwnDrive, IOwnPanel } from '../parts';

/** The DOM id of the page. */
const PAGE_ID = 'jp-s3-connections';

interface IParts {
  readonly app: JupyterFrontEnd;
  readonly drive: IOwnDrive;
  readonly panel: IOwnPanel;
  readonly settings: ISettingRegistry | null;
  readonly statusBar: IStatusBar | null;
  readonly trans: TranslationBundle;
}

/**
 * What the commands do.
 */
export interface IAccessWatch {
  /** Show the page with the connections. */
  show(): Promise<void>;

  /**
   * Let the person renew the access of a connection, by default that of the
   * server's own store.
   *
   * @returns Whether it was renewed.
   */
  renew(connection?: unknown): Promise<boolean>;
}

/**
 * Watch how long the access lasts: show it in the status bar, and warn before
 * it ends.
 */
export function watchAccess(parts: IParts): IAccessWatch {
  const { app, drive, panel, settings, statusBar, trans } = parts;
  const { commands, shell } = app;
  const routed = {
    name: DEFAULT_CONNECTION,
    serverSettings: drive.serverSettings
  };
  const access = new Access(() => getStatus(routed, {}, true));
  const open = (command: string) => () => void commands.execute(command);
  void new EndNotices(access, open(CommandIDs.renew), trans);
  statusBar?.registerStatusItem('jupyterlab-s3-drive:access', {
    item: new AccessStatus(access, open(CommandIDs.connections), trans),
    align: 'left',
    rank: 4,
    isActive: () => access.status !== null,
    activeStateChanged: access.stateChanged
  });
  const follow = (browser: S3FileBrowser) => {
    browser.requested.connect((_, action) => {
      if (action === 'renew') {
        const connection = connectionOf(browser.s3.drive.name);
        void commands.execute(CommandIDs.renew, { connection });
      }
    });
    void tellOldServer(drive, trans);
  };
  if (panel.browser) {
    follow(panel.browser);
  } else {
    panel.loaded.connect((_, browser) => follow(browser));
  }
  void followSettings(settings, access);
  access.start();

  let page: MainAreaWidget | null = null;
  const frame = (content: ReactWidget) => {
    const made = new MainAreaWidget({ content });
    made.id = PAGE_ID;
    made.title.icon = bucketIcon;
    made.title.label = trans.__('S3 Connections');
    made.title.closable = true;
    made.disposed.connect(() => {
      page = null;
    });
    return made;
  };

  return {
    show: async () => {
      const [{ ConnectionsPage }, { listBuckets }] = await Promise.all([
        import('../../connections/page'),
        import('../../s3/objects/list')
      ]);
      const test = async () => {
        const { connection } = await drive.load();
        return (await listBuckets(connection)).length;
      };
      const renew = () => commands.execute(CommandIDs.renew);
      page ??= frame(new ConnectionsPage(access, { test, renew }, trans));
      if (!page.isAttached) {
        shell.add(page, 'main');
      }
      shell.activateById(PAGE_ID);
      await access.refresh().catch(() => undefined);
    },
    renew: async (connection = DEFAULT_CONNECTION) => {
      const name = String(connection);
      const there = { ...routed, name };
      // The status bar shows the server's own access alone.
      const renewed = name === DEFAULT_CONNECTION ? access : accessOf(there);
      const [{ showRenewal }, { renew }] = await Promise.all([
        import('../../connections/renewaldialog'),
        import('../../s3/server/renew'),
        renewed.refresh().catch(() => undefined)
      ]);
      const after = await showRenewal(
        renewed.status,
        (way, keys, signal) => renew(there, way, keys, { signal }),
        trans
      );
      if (renewed !== access) {
        renewed.dispose();
      }
      if (!after) {
        return false;
      }
      renewed.take(after);
      const lasts = lastsText(
        renewed.standing,
        renewed.secondsLeft,
        after,
        trans
      );
      Notification.success(trans.__('Access to S3 is renewed. %1', lasts), {
        autoClose: STAYS.done
      });
      if (drive.loaded) {
        // What is known of the old keys is asked again.
        void drive
          .load(name)
          .then(loaded => loaded.drive.status(true))
          .catch(() => undefined);
        void commands.execute(CommandIDs.refresh);
      }
      return true;
    }
  };
}

/** The access of another connection, for as long as it is renewed. */
function accessOf(there: IRouted): Access {
  return new Access(() => getStatus(there, {}, true));
}

/** Keep the times at which people are warned as the settings have them. */
async function followSettings(
  registry: ISettingRegistry | null,
  access: Access
): Promise<void> {
  const settings = await registry?.load(PluginIDs.connections);
  const read = () => {
    access.hours = settings?.get('tellHoursBefore').composite as number[];
  };
  if (settings) {
    settings.changed.connect(read);
    read();
  }
}

/**
 * Show when the server extension is too old for this frontend. If it is missing,
 * the panel says so in place of the buckets.
 */
async function tellOldServer(
  drive: IOwnDrive,
  trans: TranslationBundle
): Promise<void> {
  // If the request fails, listing fails too, and the panel says why.
  const status = await drive
    .load()
    .then(loaded => loaded.drive.status())
    .catch(() => null);
  if (status && isOlder(status.version, REQUIRED_SERVER_VERSION)) {
    Notification.warning(
      trans.__(
        'The server part of the S3 drive (%1) is too old for its panel. Run "pip install --upgrade jupyterlab-s3-drive", then restart Jupyter.',
        status.version
      ),
      { autoClose: STAYS.waits }
    );
  }
}

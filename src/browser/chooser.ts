// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ServerConnection } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

import { showProblem } from '../dialogs/errordialog';
import { DEFAULT_CONNECTION } from '../s3/location';
import type { IOfferedConnection } from '../s3/server/connections';
import { listConnections } from '../s3/server/connections';
import type { S3Panel } from './panel';

/** The key of the connection that was shown last, in the state database. */
const STATE_KEY = 'jupyterlab-s3-drive:connection';

/**
 * What is needed to offer the connections.
 */
export interface IChooserParts {
  readonly serverSettings: ServerConnection.ISettings;
  /** Keeps the connection that was shown last. */
  readonly state: IStateDB | null;
  readonly trans: TranslationBundle;
}

const offered = new WeakSet<S3Panel>();

/**
 * Offer the connections of the server above the buckets, if there are several,
 * and show the one that was shown last. Called again it does nothing.
 */
export async function offerConnections(
  panel: S3Panel,
  parts: IChooserParts
): Promise<void> {
  const { serverSettings, state, trans } = parts;
  if (offered.has(panel)) {
    return;
  }
  offered.add(panel);
  let connections: IOfferedConnection[];
  try {
    connections = await listConnections(serverSettings);
  } catch {
    // The panel says why nothing can be had of the server.
    offered.delete(panel);
    return;
  }
  if (connections.length < 2 || panel.isDisposed) {
    return;
  }
  panel.insertWidget(0, new ConnectionChooser(panel, connections, trans));
  const kept = await state?.fetch(STATE_KEY).catch(() => undefined);
  panel.switched.connect(
    (_, name) => void state?.save(STATE_KEY, name).catch(() => undefined)
  );
  // Who has chosen meanwhile, or opened an address, wants that.
  if (
    panel.connection === DEFAULT_CONNECTION &&
    kept !== DEFAULT_CONNECTION &&
    connections.some(({ name }) => name === kept)
  ) {
    await panel.switchTo(String(kept)).catch(() => undefined);
  }
}

/**
 * The choice of the connection that the panel shows.
 */
class ConnectionChooser extends Widget {
  constructor(
    panel: S3Panel,
    connections: readonly IOfferedConnection[],
    trans: TranslationBundle
  ) {
    const select = document.createElement('select');
    const node = document.createElement('div');
    node.append(select);
    super({ node });
    this.addClass('jp-S3Chooser');
    select.className = 'jp-mod-styled';
    select.setAttribute('aria-label', trans.__('S3 connection'));
    for (const each of connections) {
      select.add(new Option(Private.textOf(each, trans), each.name));
    }
    const update = () => {
      select.value = panel.connection;
      select.title =
        connections.find(({ name }) => name === select.value)?.endpoint ?? '';
    };
    select.onchange = () => {
      panel.switchTo(select.value).catch(async (error: unknown) => {
        update();
        await showProblem(trans.__('Cannot be shown'), error, trans);
      });
    };
    panel.switched.connect(update);
    update();
  }
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** How a connection is named in the list: by its label and its host. */
  export function textOf(
    { endpoint, isAnonymous, label }: IOfferedConnection,
    trans: TranslationBundle
  ): string {
    const host = endpoint.replace(/^https?:\/\//, '');
    const name = label || trans.__('This server');
    return isAnonymous
      ? trans.__('%1 (%2, without keys)', name, host)
      : trans.__('%1 (%2)', name, host);
  }
}

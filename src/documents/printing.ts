// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Printing } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ServerConnection } from '@jupyterlab/services';

/**
 * Give a notebook another way to print itself while it is on a drive.
 *
 * JupyterLab prints the page that Jupyter's nbconvert makes of the path, see
 * `NotebookPanel` in `notebook/src/panel.ts`; for a path on the drive the
 * server answers "404 : Not Found".
 *
 * @param isOurs - Whether a path is on the drive; the notebook may move.
 * @param print - Prints the notebook.
 */
export function handOverPrinting(
  panel: NotebookPanel,
  isOurs: (path: string) => boolean,
  print: (panel: NotebookPanel) => Promise<void>
): void {
  const original = panel[Printing.symbol].bind(panel);
  panel[Printing.symbol] = () =>
    isOurs(panel.context.path) ? () => print(panel) : original();
}

/**
 * Print an HTML page as JupyterLab does: in a frame that runs no scripts.
 */
export function printPage(
  html: string,
  settings: ServerConnection.ISettings
): Promise<void> {
  // Only `printURL` gives access to that frame, and it fetches a URL.
  const fetch = async () => new Response(html);
  return Printing.printURL(settings.baseUrl, { ...settings, fetch });
}

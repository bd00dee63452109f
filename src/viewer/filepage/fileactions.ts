// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { CommandIDs } from '../../names';
import type { IViewAction } from '../lines';

/**
 * What can be done with any file: what the menu of the panel offers too.
 */
export function fileActions(
  commands: CommandRegistry,
  context: DocumentRegistry.Context,
  trans: TranslationBundle
): IViewAction[] {
  const command = (id: string): IViewAction => ({
    label: commands.label(id),
    run: () => void commands.execute(id, { path: context.path })
  });
  const ids = [CommandIDs.copyToWorkspace, CommandIDs.insertSnippet];
  return [
    { label: trans.__('Download'), run: () => void download(context, trans) },
    ...ids.filter(id => commands.hasCommand(id)).map(command)
  ];
}

async function download(
  context: DocumentRegistry.Context,
  trans: TranslationBundle
): Promise<void> {
  try {
    await context.download();
  } catch (reason) {
    const { showProblem } = await import('../../dialogs/errordialog');
    await showProblem(trans.__('Cannot be downloaded'), reason, trans);
  }
}

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
  return [
    { label: trans.__('Download'), run: () => void download(context, trans) },
    ...commandAction(commands, context, CommandIDs.copyToWorkspace),
    ...snippetAction(commands, context)
  ];
}

/**
 * The insertion of a snippet for a file or folder; nothing without snippets.
 */
export function snippetAction(
  commands: CommandRegistry,
  context: DocumentRegistry.Context
): IViewAction[] {
  return commandAction(commands, context, CommandIDs.insertSnippet);
}

function commandAction(
  commands: CommandRegistry,
  { path }: DocumentRegistry.Context,
  id: string
): IViewAction[] {
  const run = () => void commands.execute(id, { path });
  return commands.hasCommand(id) ? [{ label: commands.label(id), run }] : [];
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

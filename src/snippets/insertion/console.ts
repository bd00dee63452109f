// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { CodeConsole, ConsolePanel } from '@jupyterlab/console';

import { asOneStep } from './undo';
import type { IInsertionTarget, InsertionObstacle } from './types';

/**
 * The insertion target in a console: its prompt, after the text it contains.
 */
export function consolePlace(
  panel: ConsolePanel
): IInsertionTarget | InsertionObstacle {
  const { console } = panel;
  const prompt = console.promptCell;
  if (!prompt) {
    return 'busy';
  }
  const typed = prompt.model.sharedModel.getSource();
  const run = sourcesOf(console);
  return {
    isWhole: typed.trim() === '',
    around: { before: run, all: [...run, typed] },
    insert: code => {
      const { model, editor } = console.promptCell ?? prompt;
      const old = model.sharedModel.getSource();
      const isEmpty = old.trim() === '';
      const gap = isEmpty || old.endsWith('\n') ? '' : '\n';
      const start = isEmpty ? 0 : old.length;
      asOneStep(model.sharedModel, () =>
        model.sharedModel.updateSource(start, old.length, `${gap}${code}`)
      );
      editor?.setCursorPosition(
        editor.getPositionAt(start + gap.length + code.length) ?? {
          line: 0,
          column: 0
        }
      );
      editor?.focus();
    }
  };
}

/**
 * The code that the kernel has run since its start. An earlier banner marks
 * where it was restarted.
 */
function sourcesOf(console: CodeConsole): string[] {
  let sources: string[] = [];
  for (const { model } of console.cells) {
    sources =
      model.type === 'code' ? [...sources, model.sharedModel.getSource()] : [];
  }
  return sources;
}

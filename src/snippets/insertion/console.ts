// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { CodeConsole, ConsolePanel } from '@jupyterlab/console';

import type { IPlace, Obstacle } from './place';

/**
 * The place in a console: its prompt, after what stands there.
 */
export function consolePlace(panel: ConsolePanel): IPlace | Obstacle {
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
      model.sharedModel.updateSource(start, old.length, `${gap}${code}`);
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
 * What the kernel has run since it started: an old banner stands where it was
 * started again.
 */
function sourcesOf(console: CodeConsole): string[] {
  let sources: string[] = [];
  for (const { model } of console.cells) {
    sources =
      model.type === 'code' ? [...sources, model.sharedModel.getSource()] : [];
  }
  return sources;
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataGrid } from '@lumino/datagrid';

import { GridKeys } from '../handlers';

/** Press a key, and tell what was asked of the grid and of who shows it. */
function press(key: string, modifiers: KeyboardEventInit = {}) {
  const asked: string[] = [];
  const keys = new GridKeys({
    opened: () => asked.push('opened'),
    left: () => asked.push('left')
  });
  const grid = { copyToClipboard: () => asked.push('copied') };
  const keyCode = key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0;
  const init = { key, keyCode, cancelable: true, ...modifiers };
  const event = new KeyboardEvent('keydown', init);
  keys.onKeyDown(grid as unknown as DataGrid, event);
  keys.dispose();
  return { asked, isTaken: event.defaultPrevented };
}

describe('a key in the grid', () => {
  it.each([
    ['Enter', {}, ['opened'], true],
    ['Escape', {}, ['left'], false],
    ['c', { ctrlKey: true }, ['copied'], true],
    // A shortcut of JupyterLab, and the way out of the grid.
    ['c', { ctrlKey: true, altKey: true }, [], false],
    ['Tab', {}, [], false]
  ])('%s %j asks for %j', (key, modifiers, asked, isTaken) => {
    expect(press(key, modifiers)).toEqual({ asked, isTaken });
  });
});

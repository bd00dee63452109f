// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { INotebookModel } from '@jupyterlab/notebook';
import { PromiseDelegate } from '@lumino/coreutils';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

import { answer, type } from '../../../testing/drive/documents';
import { LateChanges } from '../latechanges';
import type { IContext, Kind } from './memory';
import { MemoryFiles } from './memory';

const files = new MemoryFiles();
let number = 0;
let path: string;

const kinds: Kind[] = ['text', 'notebook'];

const NOTEBOOK = JSON.stringify({
  cells: [
    {
      cell_type: 'code',
      execution_count: null,
      id: 'a',
      metadata: {},
      outputs: [],
      source: 'first'
    }
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5
});

const firstCell = (context: IContext) =>
  (context.model as unknown as INotebookModel).sharedModel.cells[0];

/** Changes by a person or a kernel. */
const changes: [string, Kind, (context: IContext) => void][] = [
  ['typing', 'text', context => type(context, 'late')],
  ['typing', 'notebook', context => firstCell(context).setSource('late')],
  [
    'an output',
    'notebook',
    context =>
      (
        firstCell(context) as unknown as { setOutputs(outputs: object[]): void }
      ).setOutputs([{ output_type: 'stream', name: 'stdout', text: 'late' }])
  ],
  [
    'metadata of a cell',
    'notebook',
    context => firstCell(context).setMetadata('note', 'late')
  ],
  [
    'metadata of the notebook',
    'notebook',
    context =>
      (context.model as unknown as INotebookModel).setMetadata('note', 'late')
  ],
  [
    'a new cell',
    'notebook',
    context =>
      void (context.model as unknown as INotebookModel).sharedModel.addCell({
        cell_type: 'markdown',
        source: 'late'
      })
  ]
];

afterEach(() => {
  files.beforeWrite = () => undefined;
});

/** A document with a change, whose saves are followed. */
async function open(
  kind: Kind
): Promise<{ context: IContext; widget: Widget }> {
  path = `${number++}.${kind === 'text' ? 'txt' : 'ipynb'}`;
  files.put(path, kind === 'text' ? 'first' : NOTEBOOK);
  const context = await files.open(path, kind);
  const widget = new Widget();
  new LateChanges().adopt(context, widget);
  change(context, kind, 'early');
  return { context, widget };
}

function change(context: IContext, kind: Kind, text: string): void {
  if (kind === 'text') {
    type(context, text);
  } else {
    firstCell(context).setSource(text);
  }
}

/** Hold the next writes until they are released. */
function hold(): { begun: Promise<void>; release: () => void } {
  const begun = new PromiseDelegate<void>();
  const go = new PromiseDelegate<void>();
  files.beforeWrite = () => {
    begun.resolve();
    return go.promise;
  };
  return { begun: begun.promise, release: () => go.resolve() };
}

describe('what changes while a save runs', () => {
  it.each(changes)('is unsaved: %s (%s)', async (_, kind, alter) => {
    const { context } = await open(kind);
    const { begun, release } = hold();
    const saving = context.save();
    await begun;
    alter(context);
    release();
    await saving;
    expect(context.model.dirty).toBe(true);
    expect(files.text(path)).toContain('early');
    expect(files.text(path)).not.toContain('late');

    await context.save();
    expect(context.model.dirty).toBe(false);
    expect(files.text(path)).toContain('late');
  });

  it.each(kinds)('and changes back is saved (%s)', async kind => {
    const { context } = await open(kind);
    const { begun, release } = hold();
    const saving = context.save();
    await begun;
    change(context, kind, 'late');
    change(context, kind, 'early');
    release();
    await saving;
    expect(context.model.dirty).toBe(false);
  });

  it.each(kinds)('is saved before its tab closes (%s)', async kind => {
    const { context, widget } = await open(kind);
    const { begun, release } = hold();
    MessageLoop.sendMessage(widget, Widget.Msg.CloseRequest);
    const saving = context.save();
    await begun;
    change(context, kind, 'late');
    release();
    await saving;
    expect(context.model.dirty).toBe(false);
    expect(files.text(path)).toContain('late');
  });

  it('holds no tab that goes on changing', async () => {
    const { context, widget } = await open('text');
    let writes = 0;
    files.beforeWrite = () => type(context, `line ${++writes}`);
    MessageLoop.sendMessage(widget, Widget.Msg.CloseRequest);
    await context.save();
    expect(context.model.dirty).toBe(true);
    expect(writes).toBeLessThan(10);
  });
});

it.each(kinds)(
  'a failed save leaves what there is unsaved (%s)',
  async kind => {
    const { context } = await open(kind);
    files.beforeWrite = () => {
      throw new Error('refused');
    };
    const saving = context.save().catch(() => undefined);
    await answer('Close');
    await saving;
    expect(context.model.dirty).toBe(true);
  }
);

it.each(kinds)('what "Revert" has loaded is saved (%s)', async kind => {
  const { context } = await open(kind);
  files.put(
    path,
    kind === 'text' ? 'theirs' : NOTEBOOK.replace('first', 'theirs')
  );
  const saving = context.save();
  await answer('Revert');
  await saving;
  expect(context.model.toString()).toContain('theirs');
  expect(context.model.dirty).toBe(false);
});

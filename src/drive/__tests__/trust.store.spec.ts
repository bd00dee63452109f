// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: the Jupyter server decides about trust.

import type { NotebookModel } from '@jupyterlab/notebook';

import { type IContext, statusOf, type } from '../../testing/drive/documents';
import type { IDriveFixture } from '../../testing/drive/drivefixture';
import { useDrive } from '../../testing/setup';
import { code, html, notebook, write } from './nbformat';

let d: IDriveFixture;
let b: string;
let number = 0;

useDrive({}, made => {
  d = made;
  b = d.bucket;
});

const cellsOf = (context: IContext) =>
  [...(context.model as unknown as NotebookModel).cells] as unknown as {
    trusted: boolean;
  }[];

describe('trust', () => {
  it('is not taken from the notebook', async () => {
    const key = `nb/hostile-${number++}.ipynb`;
    const [text] = write([
      notebook([code('', [html('<script>alert(1)</script>')])])
    ]);
    const hostile = JSON.parse(text);
    hostile.cells[0].metadata = { trusted: true };
    hostile.metadata.signature = 'sha256:abc';
    await d.put(key, JSON.stringify(hostile));
    const context = await d.open(key, 'notebook');
    expect(cellsOf(context).map(cell => cell.trusted)).toEqual([false]);
    // Saving it does not make it trusted.
    context.model.dirty = true;
    await context.save();
    const again = await d.open(key, 'notebook');
    expect(cellsOf(again).map(cell => cell.trusted)).toEqual([false]);
    expect(await d.text(key)).not.toContain('trusted');
    expect(await d.text(key)).not.toContain('signature');
  });

  it('given by the person stays after save and reload', async () => {
    const key = `nb/mine-${number++}.ipynb`;
    const [text] = write([notebook([code('1', [html('<b>1</b>')])])]);
    await d.put(key, text);
    const context = await d.open(key, 'notebook');
    // As running the cell does.
    cellsOf(context)[0].trusted = true;
    context.model.dirty = true;
    await context.save();
    expect(await d.text(key)).toBe(text);
    const again = await d.open(key, 'notebook');
    expect(cellsOf(again).map(cell => cell.trusted)).toEqual([true]);
    // And no longer when somebody else has changed it.
    await d.put(key, text.replace('<b>1</b>', '<script>evil()</script>'));
    const changed = await d.open(key, 'notebook');
    expect(cellsOf(changed).map(cell => cell.trusted)).toEqual([false]);
  });

  it('is not given without the notary', async () => {
    const key = `nb/notary-${number++}.ipynb`;
    const [text] = write([notebook([code('1', [html('<b>1</b>')])])]);
    await d.put(key, text);
    d.fixture.intercept(async (request, next) =>
      request.url.includes('s3-drive/default/trust')
        ? new Response('{}', { status: 500 })
        : next()
    );
    const context = await d.open(key, 'notebook');
    expect(cellsOf(context).map(cell => cell.trusted)).toEqual([false]);
    cellsOf(context)[0].trusted = true;
    context.model.dirty = true;
    await context.save();
    d.fixture.intercept(null);
    expect(await d.text(key)).toBe(text);
  });
});

describe('what is no notebook of today', () => {
  it('of format 3 is shown converted and read-only', async () => {
    const key = `nb/old-${number++}.ipynb`;
    const old = {
      metadata: { name: 'old', signature: 'x' },
      nbformat: 3,
      nbformat_minor: 0,
      worksheets: [
        {
          cells: [
            {
              cell_type: 'heading',
              level: 2,
              metadata: {},
              source: ['A\n', 'B']
            },
            {
              cell_type: 'code',
              collapsed: true,
              input: ['1 +\n', '1'],
              language: 'python',
              metadata: { trusted: true },
              outputs: [
                {
                  output_type: 'pyout',
                  prompt_number: 3,
                  html: ['<script>alert(1)</script>'],
                  text: ['2'],
                  metadata: {}
                },
                { output_type: 'stream', stream: 'stderr', text: 'e' },
                { output_type: 'pyerr', ename: 'E', evalue: '', traceback: [] }
              ],
              prompt_number: 3
            },
            { cell_type: 'html', metadata: {}, source: '<b>' }
          ],
          metadata: {}
        }
      ]
    };
    const text = JSON.stringify(old);
    await d.put(key, text);
    const context = await d.open(key, 'notebook');
    expect(context.canSave).toBe(false);
    expect(d.notices[0].message).toContain('old format 3');
    const { content } = await d.drive.get(`${b}/${key}`);
    expect(content).toMatchObject({
      nbformat: 4,
      metadata: {},
      cells: [
        { cell_type: 'markdown', source: '## A B' },
        {
          cell_type: 'code',
          execution_count: 3,
          source: '1 +\n1',
          metadata: { collapsed: true },
          outputs: [
            {
              output_type: 'execute_result',
              execution_count: 3,
              data: {
                'text/html': '<script>alert(1)</script>',
                'text/plain': '2'
              }
            },
            { output_type: 'stream', name: 'stderr', text: 'e' },
            { output_type: 'error', ename: 'E' }
          ]
        },
        { cell_type: 'markdown', source: '<b>' }
      ]
    });
    expect(cellsOf(context)[1].trusted).toBe(false);
    expect(await d.text(key)).toBe(text);
  });

  it.each(['', 'no JSON', '[]', '{"nbformat": 5}', '{"nbformat": 4}', 'null'])(
    'such as %j is a 400 that says what to do',
    async text => {
      const key = `nb/bad-${number++}.ipynb`;
      await d.put(key, text);
      const get = d.drive.get(`${b}/${key}`, {
        type: 'notebook',
        content: true
      });
      expect(await statusOf(get)).toBe(400);
      const editor = await d.open(key, 'text');
      expect(editor.model.toString()).toBe(text);
      type(editor, 'mended');
      await editor.save();
      expect(await d.text(key)).toBe('mended');
    }
  );

  it('is never saved as one', async () => {
    const path = `${b}/nb/never.ipynb`;
    for (const content of [null, 'x', {}, { nbformat: 4, cells: [] }]) {
      const save = d.drive.save(path, {
        type: 'notebook',
        format: 'json',
        content
      });
      expect(await statusOf(save)).toBe(400);
    }
    expect(await d.exists('nb/never.ipynb')).toBe(false);
  });
});

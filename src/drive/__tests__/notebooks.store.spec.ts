// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

import type { NotebookModel } from '@jupyterlab/notebook';
import fc from 'fast-check';

import { makeDrive, runs, statusOf, type } from './helpers';
import type { IContext, IDriveFixture } from './helpers';

let d: IDriveFixture;
let b: string;
let number = 0;

beforeAll(async () => {
  d = await makeDrive();
  b = d.bucket;
});

afterAll(() => d.dispose());

beforeEach(() => {
  d.notices.length = 0;
});

/** Notebooks as Python's `nbformat` writes them. */
function write(notebooks: unknown[]): string[] {
  const script = `
import json, sys, nbformat
texts = []
for value in json.load(sys.stdin):
    text = nbformat.writes(nbformat.from_dict(value))
    texts.append(text if text.endswith("\\n") else text + "\\n")
json.dump(texts, sys.stdout)
`;
  const input = JSON.stringify(notebooks);
  const output = execFileSync('python', ['-c', script], { input });
  return JSON.parse(output.toString());
}

const metadata = {
  kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  language_info: { name: 'python' }
};

const code = (source: string, outputs: unknown[] = [], more = {}) => ({
  cell_type: 'code',
  execution_count: 1,
  id: `cell-${Math.random().toString(36).slice(2)}`,
  metadata: more,
  outputs,
  source
});

const html = (script: string) => ({
  output_type: 'display_data',
  data: { 'text/html': script, 'text/plain': 'x' },
  metadata: {}
});

const notebook = (cells: unknown[], minor = 5) => ({
  cells,
  metadata,
  nbformat: 4,
  nbformat_minor: minor
});

/** Open a notebook, and save it unchanged. */
async function through(text: string): Promise<string> {
  const key = `nb/${number++}.ipynb`;
  await d.put(key, text);
  const context = await d.open(key, 'notebook');
  context.model.dirty = true;
  await context.save();
  context.dispose();
  return d.text(key);
}

const cellsOf = (context: IContext) =>
  [...(context.model as unknown as NotebookModel).cells] as unknown as {
    trusted: boolean;
  }[];

describe('a notebook that nbformat wrote', () => {
  const outputs = [
    { output_type: 'stream', name: 'stdout', text: 'a\r\nb\u2028c\n\n' },
    {
      output_type: 'execute_result',
      execution_count: 1,
      data: {
        'text/plain': 'x\ny',
        'text/html': '<b>\n</b>\n',
        'image/svg+xml': '<svg>\n</svg>',
        'image/png': 'iVBORw0K\n',
        'application/json': { b: [1, null], a: { z: 1.5 } },
        'application/vnd.plotly.v1+json': { x: [1, 2] }
      },
      metadata: { isolated: true }
    },
    { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['a', 'b\n'] }
  ];

  it('is saved byte for byte', async () => {
    const texts = write([
      notebook([
        code('import os\nprint("é 日本 \u{1f600}")', outputs),
        { cell_type: 'markdown', id: 'm', metadata: {}, source: '' },
        {
          cell_type: 'markdown',
          id: 'n',
          metadata: { tags: ['z', 'a'], Zone: { '2': 1, '10': 2 } },
          source: '# Title\n\n\ttab " \\ \u0007',
          attachments: { 'a.png': { 'image/png': 'iVBORw0K' } }
        },
        { cell_type: 'raw', id: 'r', metadata: {}, source: 'raw\n' }
      ]),
      // Before 4.5 cells have no ids.
      notebook(
        [
          { ...code('1'), id: undefined },
          { cell_type: 'markdown', metadata: {}, source: 'x' }
        ],
        4
      )
    ]);
    for (const text of texts) {
      expect(await through(text)).toBe(text);
    }
  });

  it('keeps numbers as Python wrote them', async () => {
    const [text] = write([
      notebook([
        code('', [
          {
            output_type: 'display_data',
            data: { 'application/json': { x: ['#1', '#2', '#3', 7], y: '#4' } },
            metadata: {}
          }
        ])
      ])
    ]);
    const numbers: { [mark: string]: string } = {
      '"#1"': '1.0',
      '"#2"': '1e-05',
      '"#3"': '12345678901234567890',
      '"#4"': 'NaN'
    };
    const exact = text.replace(/"#\d"/g, mark => numbers[mark]);
    expect(exact).not.toBe(text);
    expect(await through(exact)).toBe(exact);
  });

  it('is saved byte for byte, whatever is in it', async () => {
    const string = fc
      .string({ unit: 'binary' })
      .map(text => text.replace(/[\ud800-\udfff]/g, ''));
    const json = fc.jsonValue({ maxDepth: 3 });
    const data = fc.record(
      {
        'text/plain': string,
        'text/html': string,
        'image/svg+xml': string,
        'application/json': json,
        'application/x+json': json
      },
      { requiredKeys: ['text/plain'] }
    );
    const output = fc.oneof(
      fc.record({
        output_type: fc.constant('stream'),
        name: fc.constantFrom('stdout', 'stderr'),
        text: string
      }),
      fc.record({
        output_type: fc.constant('display_data'),
        data,
        metadata: fc.dictionary(string, json, { maxKeys: 2 })
      })
    );
    const cell = fc
      .record({ source: string, outputs: fc.array(output, { maxLength: 3 }) })
      .map(({ source, outputs }) => code(source, outputs));
    const cells = fc.array(cell, { minLength: 1, maxLength: 4 });
    const seed = Number(process.env.S3_DRIVE_TEST_SEED ?? Date.now());
    console.info(`Seed of the notebooks: ${seed}`);
    const samples = fc.sample(cells, { numRuns: runs(100), seed });
    const texts = write(samples.map(sample => notebook(sample)));
    // Many at once: the drive alone, as JupyterLab's model is tested above.
    for (const text of texts) {
      const path = `${b}/nb/random-${number++}.ipynb`;
      const key = path.slice(b.length + 1);
      await d.put(key, text);
      const options = { type: 'notebook', content: true } as const;
      const { content } = await d.drive.get(path, options);
      await d.drive.get(path, { content: false, hash: true });
      const format = 'json';
      await d.drive.save(path, { type: 'notebook', format, content });
      expect(await d.text(key)).toBe(text);
    }
  });
});

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
    // And ends when somebody else changes it.
    await d.put(key, text.replace('<b>1</b>', '<script>evil()</script>'));
    const changed = await d.open(key, 'notebook');
    expect(cellsOf(changed).map(cell => cell.trusted)).toEqual([false]);
  });

  it('is not given without the notary', async () => {
    const key = `nb/notary-${number++}.ipynb`;
    const [text] = write([notebook([code('1', [html('<b>1</b>')])])]);
    await d.put(key, text);
    d.fixture.intercept(async (request, next) =>
      request.url.includes('s3-drive/trust')
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

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.
// @stores one: it is about JSON, and each store gives bytes back.

import type { IDriveFixture } from '../../../testing/drive/drivefixture';
import { useDrive } from '../../../testing/setup';
import { code, notebook, write } from '../../__tests__/nbformat';
import { fc, runs, reportSeed } from '../../../testing/random';

/**
 * How many random notebooks are opened and saved, one after the other.
 */
const NUMBER = runs(100);

jest.setTimeout(120000 + NUMBER * 1000);

let d: IDriveFixture;
let b: string;
let number = 0;

useDrive({}, made => {
  d = made;
  b = d.bucket;
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

/** The same with the drive alone, without JupyterLab's notebook model. */
async function alone(text: string): Promise<string> {
  const path = `${b}/nb/alone-${number++}.ipynb`;
  const key = path.slice(b.length + 1);
  await d.put(key, text);
  const options = { type: 'notebook', content: true } as const;
  const { content } = await d.drive.get(path, options);
  await d.drive.get(path, { content: false, hash: true });
  await d.drive.save(path, { type: 'notebook', format: 'json', content });
  return d.text(key);
}

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
      // Cells have no ids before format 4.5.
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

  it('keeps keys that mean something to JavaScript', async () => {
    const json = JSON.parse('{"__proto__": {"a": 1.5}, "constructor": "x"}');
    const [text] = write([
      notebook([
        code('', [
          {
            output_type: 'display_data',
            data: { 'application/json': json, 'text/plain': 'x' },
            metadata: json
          }
        ])
      ])
    ]);
    expect(text.match(/__proto__/g)).toHaveLength(2);
    expect(await alone(text)).toBe(text);
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
    reportSeed(`${NUMBER} notebooks`);
    const samples = fc.sample(cells, NUMBER);
    const texts = write(samples.map(sample => notebook(sample)));
    for (const text of texts) {
      expect(await alone(text)).toBe(text);
    }
  });
});

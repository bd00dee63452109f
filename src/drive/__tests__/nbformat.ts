// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { execFileSync } from 'child_process';

/** Notebooks as Python's `nbformat` writes them. */
export function write(notebooks: unknown[]): string[] {
  const script = `
import json, sys, nbformat
texts = []
for value in json.load(sys.stdin):
    text = nbformat.writes(nbformat.from_dict(value))
    texts.append(text if text.endswith("\\n") else text + "\\n")
json.dump(texts, sys.stdout)
`;
  const input = JSON.stringify(notebooks);
  const output = execFileSync('python', ['-c', script], {
    input,
    maxBuffer: Infinity
  });
  return JSON.parse(output.toString());
}

const metadata = {
  kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  language_info: { name: 'python' }
};

/** A code cell. */
export const code = (source: string, outputs: unknown[] = [], more = {}) => ({
  cell_type: 'code',
  execution_count: 1,
  id: `cell-${Math.random().toString(36).slice(2)}`,
  metadata: more,
  outputs,
  source
});

/** An output that shows HTML. */
export const html = (script: string) => ({
  output_type: 'display_data',
  data: { 'text/html': script, 'text/plain': 'x' },
  metadata: {}
});

/** A notebook of format 4. */
export const notebook = (cells: unknown[], minor = 5) => ({
  cells,
  metadata,
  nbformat: 4,
  nbformat_minor: minor
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

/**
 * A notebook as nbformat writes it.
 *
 * @param sources - The source of each code cell.
 */
export function notebook(sources: string[]): string {
  return serialize(
    sources.map((source, i) => ({
      cell_type: 'code',
      execution_count: null,
      id: `cell-${i}`,
      metadata: {},
      outputs: [],
      source: [source]
    }))
  );
}

/**
 * A notebook that claims to be trusted and carries script in each kind of output.
 *
 * @param script - What it tries to run.
 */
export function hostileNotebook(script: string): string {
  const html = `<p>marker text</p><img src="x" onerror="${script}"><script>${script}</script>`;
  const output = (data: { [type: string]: string[] }) => ({
    data,
    metadata: {},
    output_type: 'display_data'
  });
  return serialize([
    {
      cell_type: 'code',
      execution_count: 1,
      id: 'cell-0',
      metadata: { trusted: true },
      outputs: [
        output({ 'text/html': [html] }),
        output({ 'application/javascript': [script] }),
        output({
          'image/svg+xml': [
            `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"></svg>`
          ]
        })
      ],
      source: ['1']
    },
    {
      cell_type: 'markdown',
      id: 'cell-1',
      metadata: { trusted: true },
      source: [html]
    }
  ]);
}

function serialize(cells: unknown[]): string {
  const content = {
    cells,
    metadata: {
      kernelspec: {
        display_name: 'Python 3 (ipykernel)',
        language: 'python',
        name: 'python3'
      },
      language_info: { name: 'python' }
    },
    nbformat: 4,
    nbformat_minor: 5
  };
  return `${JSON.stringify(content, null, 1)}\n`;
}

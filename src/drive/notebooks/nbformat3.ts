// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JSONObject, JSONValue } from '@lumino/coreutils';
import { isObject } from './nbformat';

/**
 * Whether a parsed document is a notebook of format 3.
 */
export function isNotebook3(value: JSONValue): value is JSONObject {
  return (
    isObject(value) && value.nbformat === 3 && Array.isArray(value.worksheets)
  );
}

/**
 * Convert a notebook of format 3 to format 4.4, as Python's
 * `nbformat.v4.convert` does.
 */
export function convertNotebook3(notebook: JSONObject): JSONObject {
  const metadata = isObject(notebook.metadata) ? { ...notebook.metadata } : {};
  delete metadata.name;
  delete metadata.signature;
  const worksheets = notebook.worksheets as JSONValue[];
  return {
    cells: worksheets.flatMap(sheet =>
      isObject(sheet) && Array.isArray(sheet.cells)
        ? sheet.cells.filter(isObject).map(Private.convertCell)
        : []
    ),
    metadata,
    nbformat: 4,
    nbformat_minor: 4
  };
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /** The short names of MIME types in format 3. */
  const MIME = new Map([
    ['text', 'text/plain'],
    ['html', 'text/html'],
    ['svg', 'image/svg+xml'],
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
    ['latex', 'text/latex'],
    ['json', 'application/json'],
    ['javascript', 'application/javascript']
  ]);

  export function convertCell(cell: JSONObject): JSONObject {
    const metadata = isObject(cell.metadata) ? { ...cell.metadata } : {};
    const source = cell.source ?? '';
    switch (cell.cell_type) {
      case 'code':
        if (cell.collapsed !== undefined) {
          metadata.collapsed = cell.collapsed;
        }
        return {
          cell_type: 'code',
          execution_count: cell.prompt_number ?? null,
          metadata,
          outputs: Array.isArray(cell.outputs)
            ? cell.outputs.filter(isObject).map(convertOutput)
            : [],
          source: cell.input ?? ''
        };
      case 'heading': {
        const text = Array.isArray(source) ? source.join('') : String(source);
        const hashes = '#'.repeat(Number(cell.level ?? 1));
        return {
          cell_type: 'markdown',
          metadata,
          source: `${hashes} ${text.replace(/\r?\n/g, ' ')}`
        };
      }
      case 'raw':
        return { cell_type: 'raw', metadata, source };
      default:
        return { cell_type: 'markdown', metadata, source };
    }
  }

  function convertOutput(output: JSONObject): JSONObject {
    const { output_type, metadata, prompt_number, stream, ...rest } = output;
    if (output_type === 'pyerr') {
      return { ...rest, output_type: 'error' };
    }
    if (output_type === 'stream') {
      return { ...rest, name: stream ?? 'stdout', output_type };
    }
    const data: JSONObject = Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [
        MIME.get(name) ?? name,
        value
      ])
    );
    const converted = { data, metadata: isObject(metadata) ? metadata : {} };
    return output_type === 'pyout'
      ? {
          ...converted,
          execution_count: prompt_number ?? null,
          output_type: 'execute_result'
        }
      : { ...converted, output_type: 'display_data' };
  }
}

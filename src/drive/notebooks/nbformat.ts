// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JSONObject, JSONValue } from '@lumino/coreutils';

/**
 * A notebook as the drive handles it: an object with cells, whatever else it
 * contains. The functions here do what Python's `nbformat` does
 * (`v4/rwbase.py`, `sign.py`).
 */
export interface INotebook extends JSONObject {
  cells: ICell[];
  metadata: JSONObject;
  nbformat: number;
  nbformat_minor: number;
}

/**
 * A cell of a notebook.
 */
export interface ICell extends JSONObject {
  cell_type: string;
  metadata: JSONObject;
}

/**
 * Whether a value is an object (no array, no null).
 */
export function isObject(value: unknown): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Whether a parsed document is a notebook of format 4 that can be shown.
 */
export function isNotebook4(value: JSONValue): value is INotebook {
  return (
    isObject(value) &&
    value.nbformat === 4 &&
    typeof value.nbformat_minor === 'number' &&
    isObject(value.metadata) &&
    Array.isArray(value.cells) &&
    value.cells.every(
      cell =>
        isObject(cell) &&
        typeof cell.cell_type === 'string' &&
        isObject(cell.metadata) &&
        (cell.cell_type !== 'code' ||
          (Array.isArray(cell.outputs) && cell.outputs.every(isObject)))
    )
  );
}

/**
 * Join each text that is stored as a list of lines into one string, in place.
 */
export function joinLines(notebook: INotebook): void {
  for (const cell of notebook.cells) {
    if (cell.source !== undefined) {
      cell.source = Private.joined(cell.source);
    }
    Private.bundles(cell).forEach(Private.joinBundle);
    for (const output of outputsOf(cell)) {
      if (Private.hasData(output)) {
        Private.joinBundle(output.data);
      } else if (output.text !== undefined) {
        output.text = Private.joined(output.text);
      }
    }
  }
}

/**
 * Split long texts into lists of lines, in place: the reverse of `joinLines`.
 */
export function splitLines(notebook: INotebook): void {
  for (const cell of notebook.cells) {
    if (cell.source !== undefined) {
      cell.source = Private.split(cell.source);
    }
    Private.bundles(cell).forEach(Private.splitBundle);
    for (const output of outputsOf(cell)) {
      if (Private.hasData(output)) {
        Private.splitBundle(output.data);
      } else if (output.output_type === 'stream' && output.text !== undefined) {
        output.text = Private.split(output.text);
      }
    }
  }
}

/**
 * Remove what is never stored, in place: the cells' trust, old signatures, and
 * notes of a conversion.
 */
export function stripTransient(notebook: INotebook): void {
  delete notebook.metadata.orig_nbformat;
  delete notebook.metadata.orig_nbformat_minor;
  delete notebook.metadata.signature;
  for (const cell of notebook.cells) {
    delete cell.metadata.trusted;
  }
}

/**
 * Whether every cell is trusted: it is marked so (it was run, or was trusted
 * when it was opened), or has no output that could run anything.
 */
export function allTrusted(notebook: INotebook): boolean {
  return notebook.cells.every(
    cell =>
      cell.cell_type !== 'code' ||
      Boolean(cell.metadata.trusted) ||
      !outputsOf(cell).some(
        output =>
          Private.hasData(output) &&
          Object.keys(output).some(key => !Private.SAFE_KEYS.has(key))
      )
  );
}

/**
 * Mark every code cell as trusted, in place.
 */
export function markTrusted(notebook: INotebook): void {
  for (const cell of notebook.cells) {
    if (cell.cell_type === 'code') {
      cell.metadata.trusted = true;
    }
  }
}

/**
 * The outputs of a cell; only code cells have any.
 */
export function outputsOf(cell: JSONObject): JSONObject[] {
  return cell.cell_type === 'code' && Array.isArray(cell.outputs)
    ? cell.outputs.filter(isObject)
    : [];
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The keys of an output that are always safe, as they have nothing to show.
   */
  export const SAFE_KEYS = new Set([
    'output_type',
    'execution_count',
    'metadata'
  ]);

  /** The characters that end a line in Python's `str.splitlines`. */
  const LINE_ENDS = '\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029';

  export function hasData(output: JSONObject): boolean {
    return (
      output.output_type === 'execute_result' ||
      output.output_type === 'display_data'
    );
  }

  /**
   * The MIME bundles of a cell's attachments.
   */
  export function bundles(cell: JSONObject): JSONValue[] {
    return isObject(cell.attachments) ? Object.values(cell.attachments) : [];
  }

  function isLines(value: unknown): value is string[] {
    return (
      Array.isArray(value) && value.every(line => typeof line === 'string')
    );
  }

  export function joined(value: JSONValue): JSONValue {
    return isLines(value) ? value.join('') : value;
  }

  export function split(value: JSONValue): JSONValue {
    if (typeof value !== 'string') {
      return value;
    }
    const lines: string[] = [];
    let start = 0;
    for (let i = 0; i < value.length; i++) {
      if (LINE_ENDS.includes(value[i])) {
        if (value[i] === '\r' && value[i + 1] === '\n') {
          i++;
        }
        lines.push(value.slice(start, i + 1));
        start = i + 1;
      }
    }
    return start < value.length ? [...lines, value.slice(start)] : lines;
  }

  export function joinBundle(bundle: JSONValue): void {
    if (!isObject(bundle)) {
      return;
    }
    for (const [mime, value] of Object.entries(bundle)) {
      const isJSON =
        mime === 'application/json' || /^application\/.*\+json$/s.test(mime);
      if (!isJSON) {
        bundle[mime] = joined(value);
      }
    }
  }

  export function splitBundle(bundle: JSONValue): void {
    if (!isObject(bundle)) {
      return;
    }
    for (const [mime, value] of Object.entries(bundle)) {
      const isText =
        mime.startsWith('text/') ||
        mime === 'application/javascript' ||
        mime === 'image/svg+xml';
      if (isText) {
        bundle[mime] = split(value);
      }
    }
  }
}

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JSONObject, JSONValue } from '@lumino/coreutils';
import { notarize } from '../s3/connection';
import { parsePath } from '../s3/path';
import type { Numbers } from './json';
import { readJSON, writeJSON } from './json';
import { refusal } from './messages';
import type { ICell, INotebook } from './nbformat';
import {
  allTrusted,
  isNotebook4,
  isObject,
  joinLines,
  markTrusted,
  outputsOf,
  splitLines,
  stripTransient
} from './nbformat';
import { convertNotebook3, isNotebook3 } from './nbformat3';
import type { IRoom } from './types';

/**
 * Notebooks: bytes in the store, JSON in JupyterLab, trust with the server's
 * notary.
 *
 * A notebook of a bucket is untrusted, whatever it says of itself: only cells
 * of a notebook that this person's notary has signed get `trusted`, as
 * Jupyter's own contents manager does it. Without this, whoever may write to
 * the bucket runs script in the person's Jupyter.
 */
export class Notebooks {
  constructor(room: IRoom) {
    this._room = room;
  }

  /**
   * The notebook in a text, for JupyterLab.
   *
   * @returns `converted`: it was of format 3, and must not be written back
   * without the person's word.
   *
   * @throws `DriveError` 400 when the text is no notebook.
   */
  async read(
    path: string,
    text: string
  ): Promise<{ content: JSONObject; converted: boolean }> {
    const { value, numbers } = this._parse(path, text);
    const converted = isNotebook3(value);
    const notebook = converted ? convertNotebook3(value) : value;
    if (!isNotebook4(notebook)) {
      throw this._invalid(path);
    }
    joinLines(notebook);
    stripTransient(notebook);
    if (!converted) {
      this._numbers.set(path, numbers);
    }
    if (await this._isSigned(notebook)) {
      markTrusted(notebook);
    }
    return { content: notebook, converted };
  }

  /**
   * What is stored for a notebook of JupyterLab: what `nbformat` would write.
   *
   * @returns `sign` tells the notary, once the text is stored; it does nothing
   * for a notebook with untrusted cells: a save must not make them trusted.
   *
   * @throws `DriveError` 400 when the content is no notebook.
   */
  write(
    path: string,
    content: unknown
  ): { text: string; sign: () => Promise<void> } {
    // Not `JSONExt.deepCopy`, which loses keys that are called `__proto__`.
    const notebook = isObject(content) ? structuredClone(content) : null;
    if (!isNotebook4(notebook)) {
      throw this._invalid(path);
    }
    const trusted = allTrusted(notebook);
    joinLines(notebook);
    stripTransient(notebook);
    const toSign = structuredClone(notebook);
    splitLines(notebook);
    const numbers = this._numbers.get(path) ?? readJSON('{}', () => []).numbers;
    const text = `${writeJSON(notebook, numbers)}\n`;
    return {
      text,
      sign: async () => {
        if (trusted) {
          await this._sign(toSign);
        }
      }
    };
  }

  /** A document has another path now. */
  moved(from: string, to: string): void {
    const numbers = this._numbers.get(from);
    if (numbers) {
      this._numbers.delete(from);
      this._numbers.set(to, numbers);
    }
  }

  /** A path holds nothing any more. */
  forget(path: string): void {
    this._numbers.delete(path);
  }

  private _parse(
    path: string,
    text: string
  ): { value: JSONValue; numbers: Numbers } {
    try {
      return readJSON(text, Private.units);
    } catch {
      throw this._invalid(path);
    }
  }

  private async _isSigned(notebook: INotebook): Promise<boolean> {
    try {
      return await notarize(this._room.connection, 'check', notebook);
    } catch {
      // Without the notary's word it is untrusted: outputs stay inert until
      // the person runs the cells.
      return false;
    }
  }

  private async _sign(notebook: INotebook): Promise<void> {
    try {
      await notarize(this._room.connection, 'sign', notebook);
    } catch {
      // The notebook is stored; it will only open untrusted.
    }
  }

  private _invalid(path: string): Error {
    return refusal(
      400,
      'InvalidNotebook',
      this._room.trans.__(
        's3://%1 is not a notebook that can be read (nbformat 4 or 3). Open it with the text editor to look at it or mend it.',
        path
      ),
      parsePath(path)
    );
  }

  private _room: IRoom;
  private _numbers = new Map<string, Numbers>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The parts of a notebook that are written with their numbers as they stood
   * while nothing else in them has changed.
   */
  export function units(notebook: JSONValue): JSONValue[] {
    if (!isObject(notebook) || !Array.isArray(notebook.cells)) {
      return [];
    }
    const cells = notebook.cells.filter(isObject) as ICell[];
    return [
      notebook.metadata,
      ...cells.map(cell => cell.metadata),
      ...cells.flatMap(outputsOf)
    ].filter(isObject);
  }
}

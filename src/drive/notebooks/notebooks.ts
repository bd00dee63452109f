// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { JSONObject, JSONValue } from '@lumino/coreutils';
import { S3Error, isMissing } from '../../s3/errors';
import type { S3Location } from '../../s3/location';
import { notarize } from '../../s3/server/trust';
import type { Numbers } from './json';
import { readJSON, writeJSON } from './json';
import { refusal } from '../messages/messages';
import type { ICell } from './nbformat';
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
import type { IDriveContext } from '../context';

/**
 * Notebooks: bytes in the store, JSON in JupyterLab, and trust by the server's
 * notary.
 *
 * A notebook in a bucket is untrusted, whatever it says about itself: only
 * cells of a notebook that this person's notary has signed get `trusted`, as in
 * Jupyter's own contents manager. Otherwise everyone with write access to the
 * bucket could run scripts in the person's Jupyter.
 */
export class Notebooks {
  constructor(context: IDriveContext) {
    this._context = context;
  }

  /**
   * Read the notebook in a text, for JupyterLab.
   *
   * @param isSigned - Whether the notary has signed it.
   *
   * @returns `converted`: whether it was of format 3, and must not be written
   * back without the person's consent.
   *
   * @throws `DriveError` 400 when the text is not a notebook.
   */
  async read(
    location: S3Location,
    text: string,
    isSigned: Promise<boolean>
  ): Promise<{ content: JSONObject; converted: boolean }> {
    const { value, numbers } = this._parse(location, text);
    const converted = isNotebook3(value);
    const notebook = converted ? convertNotebook3(value) : value;
    if (!isNotebook4(notebook)) {
      throw this._invalid(location);
    }
    joinLines(notebook);
    stripTransient(notebook);
    if (!converted) {
      this._numbers.set(location.path, numbers);
    }
    if (await isSigned) {
      markTrusted(notebook);
    }
    return { content: notebook, converted };
  }

  /**
   * The text to store for a notebook of JupyterLab: what `nbformat` would
   * write.
   *
   * @returns `isTrusted`: whether the notary is to sign the notebook once it is
   * stored. It is not for a notebook with untrusted cells: a save must not make
   * them trusted.
   *
   * @throws `DriveError` 400 when the content is not a notebook.
   */
  write(
    location: S3Location,
    content: unknown
  ): { text: string; isTrusted: boolean } {
    // Not `JSONExt.deepCopy`, which drops keys called `__proto__`.
    const notebook = isObject(content) ? structuredClone(content) : null;
    if (!isNotebook4(notebook)) {
      throw this._invalid(location);
    }
    const isTrusted = allTrusted(notebook);
    joinLines(notebook);
    stripTransient(notebook);
    splitLines(notebook);
    const numbers =
      this._numbers.get(location.path) ?? readJSON('{}', () => []).numbers;
    const text = `${writeJSON(notebook, numbers)}\n`;
    return { text, isTrusted };
  }

  /**
   * Whether the notary has signed an object; it is asked after what was saved
   * here has been signed. Never fails: without the notary's word it is
   * untrusted, and outputs stay inert until the person runs the cells.
   */
  async isSigned(location: S3Location, etag: string): Promise<boolean> {
    const { connection, options, trans } = this._context;
    const { bucket, key, path } = location;
    await this._signing.get(path);
    const limit = Math.floor(options.maxEditableSize);
    try {
      return await notarize(connection, 'check', { bucket, etag, key, limit });
    } catch (error) {
      const sentence = trans.__(
        'The Jupyter server could not say whether you trust %1, so its outputs run nothing until you run its cells.',
        location.uri
      );
      this._tell(location, error, sentence);
      return false;
    }
  }

  /**
   * Have the notary sign what was stored, in the background.
   *
   * @param limit - How long it is (bytes).
   */
  sign(location: S3Location, etag: string, limit: number): void {
    const { connection, trans } = this._context;
    const { bucket, key, path } = location;
    const signing = notarize(connection, 'sign', { bucket, etag, key, limit })
      .then(() => {
        this._told.delete(path);
      })
      .catch(error => {
        const sentence = trans.__(
          '%1 is saved, but the Jupyter server could not note that you trust it: when you open it again, its outputs run nothing until you run its cells.',
          location.uri
        );
        this._tell(location, error, sentence);
      })
      .then(() => {
        if (this._signing.get(path) === signing) {
          this._signing.delete(path);
        }
      });
    this._signing.set(path, signing);
  }

  /** Note that a document has another path now. */
  moved(from: string, to: string): void {
    const numbers = this._numbers.get(from);
    if (numbers) {
      this._numbers.delete(from);
      this._numbers.set(to, numbers);
    }
  }

  /** Note that a path no longer holds anything. */
  forget(path: string): void {
    this._numbers.delete(path);
  }

  private _parse(
    location: S3Location,
    text: string
  ): { value: JSONValue; numbers: Numbers } {
    try {
      return readJSON(text, Private.units);
    } catch {
      throw this._invalid(location);
    }
  }

  /** Show that the notary could not be asked: it costs trust, not data. */
  private _tell(location: S3Location, error: unknown, message: string): void {
    const { path } = location;
    // That the object has changed, is gone, or is no notebook is reported by
    // whoever reads or saves it.
    const isTold =
      isMissing(error) ||
      (error instanceof S3Error &&
        ['TrustChanged', 'TrustInvalid'].includes(error.code));
    if (isTold || this._told.has(path)) {
      return;
    }
    this._told.add(path);
    const details = error instanceof Error ? error.message : undefined;
    this._context.notify({ level: 'info', message, details });
  }

  private _invalid(location: S3Location): Error {
    const { trans } = this._context;
    return refusal(
      400,
      'InvalidNotebook',
      trans.__(
        's3://%1 is not a notebook that can be read (nbformat 4 or 3). Open it with the text editor to look at it or mend it.',
        location.path
      ),
      location
    );
  }

  private _context: IDriveContext;
  private _numbers = new Map<string, Numbers>();
  /** What is being signed, by path. */
  private _signing = new Map<string, Promise<void>>();
  /** Of which paths the person knows that the notary cannot be asked. */
  private _told = new Set<string>();
}

/**
 * A namespace for private helpers.
 */
namespace Private {
  /**
   * The parts of a notebook whose numbers are written as they were, as long as
   * nothing else in the part has changed.
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

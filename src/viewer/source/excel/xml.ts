// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { Inflate } from 'fflate';
import { SaxesParser } from 'saxes';

import type { IFileRanges } from '../ranges';
import { orDamaged, TableError } from '../tableerror';

/**
 * What the parser reports of an XML text. Names are without the prefixes of namespaces.
 */
export interface IXmlHandler {
  opened(name: string, attributes: { readonly [name: string]: string }): void;
  closed(name: string): void;
  text(text: string): void;
}

/**
 * Reads XML from packed bytes, a little at a time. It declares no entities, so
 * that no text becomes longer than it is.
 */
export class PackedXml {
  /**
   * @param isDeflated - Whether the bytes are deflated.
   */
  constructor(isDeflated: boolean, handler: IXmlHandler) {
    if (isDeflated) {
      this._inflate = new Inflate(bytes => this._found.push(bytes));
    }
    const mark = () => {
      this._written = 0;
    };
    this._parser.on('error', error => {
      throw new TableError('damaged', error.message);
    });
    this._parser.on('opentag', ({ attributes, name }) => {
      mark();
      handler.opened(localName(name), attributes);
    });
    this._parser.on('closetag', ({ name }) => {
      mark();
      handler.closed(localName(name));
    });
    this._parser.on('text', text => handler.text(text));
    this._parser.on('cdata', text => handler.text(text));
  }

  /**
   * Read on. The handler gets the events of some KiB before each step.
   *
   * @param isLast - Whether these are the last bytes.
   *
   * @throws `TableError` if it is damaged, or a text of it is too long.
   */
  *push(piece: Uint8Array, isLast: boolean): Generator<void> {
    for (let at = 0; at < piece.length; at += PART) {
      yield* this._unpacked(piece.subarray(at, at + PART), false);
    }
    if (isLast) {
      yield* this._unpacked(new Uint8Array(), true);
      orDamaged(() => this._parser.close());
    }
  }

  private *_unpacked(part: Uint8Array, isLast: boolean): Generator<void> {
    orDamaged(() => {
      if (this._inflate) {
        this._inflate.push(part, isLast);
      } else {
        this._found.push(part);
      }
    });
    for (const bytes of this._found.splice(0)) {
      for (let at = 0; at < bytes.length; at += XML_PART) {
        this._write(bytes.subarray(at, at + XML_PART));
        yield;
      }
    }
  }

  private _write(bytes: Uint8Array): void {
    this._written += bytes.length;
    if (this._written > LONGEST_TEXT) {
      throw new TableError('large', 'a text of more than 1 MiB');
    }
    orDamaged(() =>
      this._parser.write(this._decoder.decode(bytes, { stream: true }))
    );
  }

  private readonly _found: Uint8Array[] = [];
  private readonly _inflate: Inflate | null = null;
  private readonly _parser = new SaxesParser();
  private readonly _decoder = new TextDecoder('utf-8', { fatal: true });
  /** How many bytes there were since the last tag. */
  private _written = 0;
}

/**
 * Read an XML text from its beginning to its end.
 *
 * @throws `TableError` if it is damaged; as `IFileRanges.read`.
 */
export async function readXml(
  packed: IFileRanges,
  isDeflated: boolean,
  handler: IXmlHandler
): Promise<void> {
  const xml = new PackedXml(isDeflated, handler);
  let breathed = Date.now();
  for (let at = 0; at < packed.size; at += PIECE) {
    const end = Math.min(at + PIECE, packed.size);
    const steps = xml.push(await packed.read(at, end), end === packed.size);
    while (!steps.next().done) {
      if (Date.now() - breathed > BREATH_MS) {
        await new Promise(resolve => setTimeout(resolve));
        breathed = Date.now();
      }
    }
  }
}

/**
 * The value of an attribute, whatever prefix its name has.
 */
export function attributeOf(
  attributes: { readonly [name: string]: string },
  wanted: string
): string | undefined {
  const name = Object.keys(attributes).find(each => localName(each) === wanted);
  return name === undefined ? undefined : attributes[name];
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * How many bytes are unpacked at once: 1,032 times as many come out of them at
 * most.
 */
const PART = 4096;

/** How many bytes of XML are read at once: some hundred cells. */
const XML_PART = 4096;

/** The longest text, comment or tag; a cell has 32,767 letters at most. */
const LONGEST_TEXT = 2 ** 20;

/** How many bytes are read at a time. */
const PIECE = 2 ** 18;

/** How long the page waits at most (ms): less than a frame. */
const BREATH_MS = 12;

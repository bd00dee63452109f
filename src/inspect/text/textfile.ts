// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IFacts, ITableChoice } from '../facts';
import { decodeSeen } from './seentext';
import { lookAtJson, type IJsonLook } from '../formats/json';
import { isNamedTable, mayBeTable, promiseOf } from '../formats/filenames';
import { readTable } from './table';

/**
 * Inspect a text; `null` if the bytes are not text.
 *
 * @param bytes - Its beginning.
 * @param name - Its name, without the extension of a compression.
 * @param cut - Whether it continues after these bytes.
 * @param end - Its last bytes, if they are not among these and were read.
 * @param choice - What a person says of it as a table.
 */
export function inspectText(
  bytes: Uint8Array,
  name: string,
  cut: boolean,
  end: Uint8Array | null = null,
  choice: ITableChoice = {}
): IFacts | null {
  const decoded = decodeSeen(bytes, cut, end, choice.encoding);
  if (!decoded) {
    return null;
  }
  const { text, encoding, isReplaced } = decoded;
  const base: IFacts = {
    format: 'text',
    variant: null,
    compression: null,
    encoding,
    ...(isReplaced ? { encodingErrors: 'replace' } : {}),
    table: null,
    columns: null,
    doubt: null
  };
  if (text.trim() === '') {
    // 64 KiB of white space say nothing about the rest.
    const doubt = cut ? 'unreadable' : 'empty';
    return { ...base, format: namedFormat(name), doubt };
  }
  const known = ofJson(text, name, cut) ?? ofMarkup(text);
  if (known) {
    return { ...base, ...known };
  }
  const table = mayBeTable(name)
    ? readTable(text, cut, isNamedTable(name), decoded.end, choice)
    : null;
  return table
    ? {
        ...base,
        format: 'csv',
        table: table.facts,
        columns: table.columns,
        ...(cut ? { isSampled: true } : {})
      }
    : { ...base, format: promisedText(name) };
}

/**
 * Inspect a JSON text; `null` if it is not JSON.
 */
function ofJson(
  text: string,
  name: string,
  cut: boolean
): Partial<IFacts> | null {
  const look = lookAtJson(text);
  if (!look) {
    return null;
  }
  const promised = promiseOf(name).format;
  const isJson = promised !== null && JSON_NAMES.includes(promised);
  if (look.end === null) {
    // A text may begin like JSON by chance: its name decides.
    const broken = !cut;
    return broken && !isJson
      ? null
      : {
          ...(isLine(look, promised) ? ofLines(look) : ofValue(look)),
          doubt: broken ? 'truncated' : null
        };
  }
  const next = lookAtJson(text, look.end);
  const apart = /^[ \t]*\r?\n/.test(text.slice(look.end, look.end + 100));
  const alone = text.slice(look.end).trim() === '';
  if ((next && apart) || (alone && isLine(look, promised))) {
    // No reader supports several values of several lines each.
    const isSpread = text.slice(0, look.end).trimStart().includes('\n');
    return !isSpread
      ? ofLines(look)
      : alone
        ? ofValue(look)
        : { format: 'text' };
  }
  return alone ? ofValue(look) : null;
}

/**
 * Whether a value is the first of a file that is called JSON lines.
 */
function isLine({ kind }: IJsonLook, promised: IFacts['format'] | null) {
  return promised === 'jsonl' && kind === 'object';
}

function ofLines({ kind, keys }: IJsonLook): Partial<IFacts> {
  return { format: 'jsonl', columns: kind === 'object' ? keys : null };
}

function ofValue(look: IJsonLook): Partial<IFacts> {
  const isGeo = look.kind === 'object' && GEO_TYPES.includes(look.type ?? '');
  if (isGeo) {
    return { format: 'geojson' };
  }
  if (look.kind === 'object') {
    return { format: 'json', variant: 'object' };
  }
  return look.keys.length
    ? { format: 'json', variant: 'records', columns: look.keys }
    : { format: 'json' };
}

/**
 * Recognise HTML and XML, whatever the name says: an `.xls` is often a page.
 */
function ofMarkup(text: string): Partial<IFacts> | null {
  const start = text.trimStart().slice(0, 2000).toLowerCase();
  if (!start.startsWith('<')) {
    return null;
  }
  if (/^<!doctype html|^<(html|head|body|table|meta|style|div)\b/.test(start)) {
    return { format: 'text', variant: 'html' };
  }
  return /^<\?xml\b|^<!doctype\b|^<[a-z_][\w.:-]*(\s[^<]*)?\/?>/.test(start)
    ? { format: 'text', variant: start.includes('<html') ? 'html' : 'xml' }
    : null;
}

/**
 * The kind of unstructured text that the name says.
 */
function promisedText(name: string): 'markdown' | 'text' {
  return promiseOf(name).format === 'markdown' ? 'markdown' : 'text';
}

/**
 * The format that a name promises, for a file whose content shows nothing.
 */
export function namedFormat(name: string): IFacts['format'] {
  const { format, inner } = promiseOf(name);
  return format ?? (mayBeTable(inner) ? 'binary' : 'text');
}

const JSON_NAMES: string[] = ['json', 'jsonl', 'geojson'];

const GEO_TYPES = [
  'FeatureCollection',
  'Feature',
  'GeometryCollection',
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon'
];

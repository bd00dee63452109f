// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';

import { isNested, typeOfLeaf } from './columns';
import { dateText, instantText, dayTimeText } from './instants';

/**
 * Writes a value of a column, to the last digit; `''` for none.
 */
export type CellWriter = (value: unknown) => string;

/**
 * How values become text where the library would round them: dates end at
 * milliseconds there, JSON and geometries are objects.
 */
export const EXACT_PARSERS: ParquetParsers = {
  timestampFromMilliseconds: value => instantText(BigInt(value), 1000n),
  timestampFromMicroseconds: value => instantText(BigInt(value), 1_000_000n),
  timestampFromNanoseconds: value => instantText(BigInt(value), 1_000_000_000n),
  dateFromDays: dateText,
  stringFromBytes: textOf,
  jsonFromBytes: textOf,
  geometryFromBytes: bytes => bytes,
  geographyFromBytes: bytes => bytes,
  uuidFromBytes: bytes =>
    bytes && hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
};

/**
 * A column as it is read: what the library would round, or refuses, is read as
 * it is stored, and written by `cellWriter`.
 */
export function readAsStored(element: SchemaElement): SchemaElement {
  const { converted_type, logical_type } = element;
  const kinds = [converted_type, logical_type?.type];
  return kinds.some(kind => kind && AS_STORED.includes(kind))
    ? { ...element, converted_type: undefined, logical_type: undefined }
    : element;
}

/**
 * How the values of a column are written.
 *
 * @param tree - The column as its file describes it.
 */
export function cellWriter(tree: SchemaTree): CellWriter {
  const write = isNested(tree)
    ? (value: unknown) => nestedText(value, tree)
    : leafWriter(tree.element);
  return value => (value === null || value === undefined ? '' : write(value));
}

function leafWriter(element: SchemaElement): CellWriter {
  const { converted_type, logical_type, scale = 0, type } = element;
  if (converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL') {
    const digits =
      logical_type?.type === 'DECIMAL' ? logical_type.scale : scale;
    return value => decimalText(value, digits);
  }
  if (logical_type?.type === 'TIME' || converted_type?.startsWith('TIME_')) {
    const units = logical_type?.type === 'TIME' ? logical_type.unit : undefined;
    const perSecond = PER_SECOND[units ?? converted_type!] ?? 1n;
    return value => dayTimeText(BigInt(value as number | bigint), perSecond);
  }
  if (logical_type?.type === 'TIMESTAMP' && logical_type.isAdjustedToUTC) {
    return value => `${value}Z`;
  }
  return type === 'FLOAT' ? value => floatText(value as number) : valueText;
}

/**
 * The values of lists, maps and structs, as JSON writes them. A number that
 * JavaScript would round is there with all its digits.
 */
function nestedText(value: unknown, tree: SchemaTree | undefined): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  if (Array.isArray(value)) {
    const items = itemsOf(tree);
    return `[${value.map(item => nestedText(item, items)).join(', ')}]`;
  }
  const isLeaf = typeof value !== 'object' || ArrayBuffer.isView(value);
  if (!isLeaf) {
    const fields = Object.entries(value).map(([name, part]) => {
      const field = tree?.children.find(({ element }) => element.name === name);
      return `${JSON.stringify(name)}: ${nestedText(part, field)}`;
    });
    return `{${fields.join(', ')}}`;
  }
  const isKnown = tree && tree.children.length === 0;
  const text = isKnown ? leafWriter(tree.element)(value) : valueText(value);
  const isText = isKnown
    ? ['date', 'text'].includes(typeOfLeaf(tree.element))
    : typeof value === 'string' || ArrayBuffer.isView(value);
  return isText ? JSON.stringify(text) : text;
}

/** What is in a list: `list.element` in files of today. */
function itemsOf(tree: SchemaTree | undefined): SchemaTree | undefined {
  const { converted_type, logical_type } = tree?.element ?? {};
  const isList = converted_type === 'LIST' || logical_type?.type === 'LIST';
  const middle = isList ? tree!.children[0] : undefined;
  return isList ? (middle?.children[0] ?? middle) : tree;
}

function valueText(value: unknown): string {
  return ArrayBuffer.isView(value)
    ? bytesText(value as Uint8Array)
    : `${value}`;
}

/** Bytes as text if they are one, as old writers leave the type of texts out. */
export function bytesText(bytes: Uint8Array): string {
  const text = strictText(bytes);
  return text !== null && !CONTROLS.test(text)
    ? text
    : `0x${hex(bytes.subarray(0, MOST_BYTES))}${bytes.length > MOST_BYTES ? '…' : ''}`;
}

export function decimalText(value: unknown, scale: number): string {
  const whole =
    value instanceof Uint8Array
      ? signed(value)
      : BigInt(value as number | bigint);
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  const sign = whole < 0n ? '-' : '';
  const point = digits.length - scale;
  return scale > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}${digits}`;
}

/** A big-endian number in two's complement. */
function signed(bytes: Uint8Array): bigint {
  return bytes.length === 0
    ? 0n
    : BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex(bytes)}`));
}

/** The shortest text that is this number of 32 bits: `0.1`. */
export function floatText(value: number): string {
  for (const digits of [6, 7, 8]) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) {
      return String(short);
    }
  }
  return String(value);
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}

function textOf(bytes: Uint8Array): string {
  return bytes && LENIENT.decode(bytes);
}

function strictText(bytes: Uint8Array): string | null {
  try {
    return STRICT.decode(bytes);
  } catch {
    return null;
  }
}

/** Made once: a page has many texts. */
const LENIENT = new TextDecoder();
const STRICT = new TextDecoder('utf-8', { fatal: true });

const AS_STORED: readonly string[] = ['DECIMAL', 'BSON', 'INTERVAL'];

/** How many units of a time a second has, by its type. */
const PER_SECOND: { readonly [type: string]: bigint } = {
  MILLIS: 1000n,
  TIME_MILLIS: 1000n,
  MICROS: 1_000_000n,
  TIME_MICROS: 1_000_000n,
  NANOS: 1_000_000_000n
};

// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0e-\x1f]/;

/** How many bytes of a cell are shown. */
const MOST_BYTES = 32;

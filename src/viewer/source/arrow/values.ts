// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { DataType } from '@uwdata/flechette';
import { Precision, TimeUnit, Type } from '@uwdata/flechette/src/constants.js';

import { dateText, dayTimeText, instantText } from '../parquet/instants';
import { bytesText, decimalText, floatText } from '../parquet/values';
import type { ColumnType } from '../source';

/**
 * What the cells of a column of an Arrow file are.
 */
export function typeOfArrow(type: DataType): ColumnType {
  switch (type.typeId) {
    case Type.Dictionary:
      return typeOfArrow(type.dictionary);
    case Type.RunEndEncoded:
      return typeOfArrow(type.children[1].type);
    case Type.Bool:
      return 'boolean';
    case Type.Int:
    case Type.Duration:
      return 'integer';
    case Type.Float:
    case Type.Decimal:
      return 'number';
    case Type.Date:
    case Type.Time:
    case Type.Timestamp:
      return 'date';
    default:
      return 'text';
  }
}

/**
 * A value as text, to the last digit; `''` for none. Lists and structs are
 * written as JSON.
 */
export function arrowText(value: unknown, type: DataType): string {
  return value === null || value === undefined ? '' : filledText(value, type);
}

function filledText(value: unknown, type: DataType): string {
  switch (type.typeId) {
    case Type.Dictionary:
      return filledText(value, type.dictionary);
    case Type.RunEndEncoded:
      return filledText(value, type.children[1].type);
    case Type.Float:
      return type.precision === Precision.SINGLE
        ? floatText(value as number)
        : String(value);
    case Type.Decimal:
      return decimalText(value, type.scale);
    case Type.Date:
      return dateText(Math.floor((value as number) / DAY_MS));
    case Type.Time:
      return dayTimeText(BigInt(value as number), perSecond(type.unit));
    case Type.Timestamp: {
      const text = instantText(value as bigint, perSecond(type.unit));
      return type.timezone ? `${text}Z` : text;
    }
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
    case Type.ListView:
    case Type.LargeListView:
    case Type.Struct:
    case Type.Map:
    case Type.Union:
    case Type.Interval:
      return nestedText(value, type);
    default:
      return ArrayBuffer.isView(value)
        ? bytesText(value as Uint8Array)
        : String(value);
  }
}

/** A value as JSON; numbers are there with all their digits. */
function nestedText(value: unknown, type: DataType | null): string {
  if (value === null || value === undefined) {
    return 'null';
  }
  const children = type && 'children' in type ? type.children : [];
  if (type?.typeId === Type.Map) {
    const [key, item] = fieldsOf(children[0].type);
    const pairs = [...(value as Iterable<[unknown, unknown]>)].map(
      ([name, each]) =>
        `${nestedText(name, key.type)}: ${nestedText(each, item.type)}`
    );
    return `{${pairs.join(', ')}}`;
  }
  if (type?.typeId === Type.Struct) {
    const parts = value as { readonly [name: string]: unknown };
    const fields = children.map(
      child =>
        `${JSON.stringify(child.name)}: ${nestedText(parts[child.name], child.type)}`
    );
    return `{${fields.join(', ')}}`;
  }
  const isBytes = type !== null && BYTES.includes(type.typeId);
  if (Array.isArray(value) || (ArrayBuffer.isView(value) && !isBytes)) {
    const item =
      type?.typeId === Type.Union ? null : (children[0]?.type ?? null);
    const items = Array.from(value as Iterable<unknown>, each =>
      nestedText(each, item)
    );
    return `[${items.join(', ')}]`;
  }
  if (type === null || type.typeId === Type.Union) {
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  }
  const text = filledText(value, type);
  return ['date', 'text'].includes(typeOfArrow(type))
    ? JSON.stringify(text)
    : text;
}

function fieldsOf(type: DataType) {
  return 'children' in type ? type.children : [];
}

function perSecond(unit: number): bigint {
  return unit === TimeUnit.SECOND
    ? 1n
    : unit === TimeUnit.MILLISECOND
      ? 1000n
      : unit === TimeUnit.MICROSECOND
        ? 1_000_000n
        : 1_000_000_000n;
}

const DAY_MS = 86_400_000;

/** Types whose values are bytes. */
const BYTES: readonly number[] = [
  Type.Binary,
  Type.LargeBinary,
  Type.BinaryView,
  Type.FixedSizeBinary
];

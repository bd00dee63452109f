// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IRequestOptions, IS3Connection } from '../../s3/http/types';
import { listAll } from '../../s3/objects/list';
import type { IListPage, IS3Object } from '../../s3/objects/list';
import type { IS3Location } from '../../s3/location';

/**
 * Options for looking up names.
 */
export interface ISurveyOptions extends IRequestOptions {
  /**
   * Whether to list until each name is known, however long it takes. Otherwise
   * no more is listed than a lookup of each name would cost.
   */
  patient?: boolean;

  /** Whether to list what follows the names, too. */
  toEnd?: boolean;
}

/**
 * What the listing of a folder shows about some names in it.
 */
export class Survey {
  /** @param prefix - The key of the folder; `''`, or ends in a slash. */
  constructor(prefix: string) {
    this._prefix = prefix;
  }

  /** Whether nothing was listed. */
  get isEmpty(): boolean {
    return this._files.size === 0 && this._folders.size === 0;
  }

  /** Whether everything was listed. */
  get isWhole(): boolean {
    return this._isWhole;
  }

  /** The object with a name. */
  file(name: string): IS3Object | undefined {
    return this._files.get(name);
  }

  /** Whether there is anything below a name. */
  isFolder(name: string): boolean {
    return this._folders.has(name);
  }

  /** Whether the listing has got far enough to know if a name exists. */
  knows(name: string): boolean {
    if (this._isWhole) {
      return true;
    }
    // Stores sort by UTF-8, and JavaScript by UTF-16: the order only differs
    // for characters from U+D800 on.
    const comparable = !/[\ud800-\uffff]/.test(name + this._last);
    return comparable && `${name}/` < this._last;
  }

  /** Whether a name is known to be free. */
  isFree(name: string): boolean {
    return this.knows(name) && !this.file(name) && !this.isFolder(name);
  }

  /** Add a page, in the order of the listing. */
  add({ nextToken, objects, prefixes }: IListPage): void {
    const nameOf = (key: string) => key.slice(this._prefix.length);
    objects.forEach(object => this._files.set(nameOf(object.key), object));
    prefixes.forEach(key => this._folders.add(nameOf(key).replace(/\/$/, '')));
    const keys = [
      ...objects.slice(-1).map(({ key }) => key),
      ...prefixes.slice(-1)
    ];
    for (const name of keys.map(nameOf)) {
      this._last = name > this._last ? name : this._last;
    }
    this._isWhole = nextToken === null;
  }

  private readonly _prefix: string;
  private readonly _files = new Map<string, IS3Object>();
  private readonly _folders = new Set<string>();
  private _last = '';
  private _isWhole = false;
}

/**
 * Look up several names of a folder by listing it from their common beginning.
 *
 * @param folder - Its key is `''` or ends in a slash.
 */
export async function survey(
  connection: IS3Connection,
  folder: IS3Location,
  names: readonly string[],
  options: ISurveyOptions = {}
): Promise<Survey> {
  const { patient, toEnd, ...requests } = options;
  const { bucket, key } = folder;
  const found = new Survey(key);
  let pages = FREE_PAGES + names.length / NAMES_A_PAGE;
  for await (const page of listAll(connection, bucket, key + startOf(names), {
    ...requests,
    delimiter: '/'
  })) {
    found.add(page);
    pages -= 1;
    const isDone = !toEnd && names.every(name => found.knows(name));
    if (isDone || (!patient && pages <= 0)) {
      break;
    }
  }
  return found;
}

/**
 * How many pages are listed at least before names are looked up otherwise.
 */
const FREE_PAGES = 2;

/**
 * How many names can be looked up at about the cost of a page.
 */
const NAMES_A_PAGE = 10;

/**
 * The common beginning of all names.
 */
function startOf(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const name of others) {
    while (!name.startsWith(first.slice(0, length))) {
      length--;
    }
  }
  // Do not cut a surrogate pair.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

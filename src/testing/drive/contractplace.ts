// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { Contents } from '@jupyterlab/services';

import type { IPanelDrive } from '../../browser/model/types';

/**
 * A drive, and another client of what it shows.
 */
export interface IContractDrive {
  readonly drive: Contents.IDrive &
    Pick<IPanelDrive, 'find' | 'freeNames' | 'upload' | 'walk'>;
  readonly bucket: string;
  /** Write as another client; a key that ends in a slash is a marker. */
  put(key: string, text: string): Promise<void>;
  /** The stored text. */
  text(key: string): Promise<string>;
  /** All keys that begin with a prefix, sorted. */
  keys(prefix: string): Promise<string[]>;
}

/**
 * What a behaviour is proved with: a folder of its own, whose keys and paths
 * are given by the names below it.
 */
export class Place {
  constructor(
    private readonly _on: IContractDrive,
    private readonly _folder: string
  ) {
    this.drive.fileChanged.connect((_, { newValue, oldValue, type }) => {
      const name = (model: Partial<Contents.IModel> | null) =>
        model?.path?.startsWith(`${this.path('')}/`)
          ? model.path.slice(this.path('').length + 1)
          : null;
      this.events.push([type, name(oldValue), name(newValue)]);
    });
  }

  /** The changes that were reported: what, and the names before and after. */
  readonly events: (string | null)[][] = [];

  get drive(): IContractDrive['drive'] {
    return this._on.drive;
  }

  /** The path of a name; `''` is the folder. */
  path(name: string): string {
    const end = name === '' ? '' : `/${name}`;
    return `${this._on.bucket}/${this._folder}${end}`;
  }

  /** Write files as another client. */
  async put(files: { [name: string]: string }): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await this._on.put(`${this._folder}/${name}`, text);
    }
  }

  /** What is stored: names and texts. */
  async stored(): Promise<{ [name: string]: string }> {
    const keys = await this._on.keys(`${this._folder}/`);
    const pairs = keys
      .filter(key => !key.includes('.ipynb_checkpoints/'))
      .map(async key => [
        key.slice(this._folder.length + 1),
        key.endsWith('/') ? '' : await this._on.text(key)
      ]);
    return Object.fromEntries(await Promise.all(pairs));
  }

  /** The entries that a folder lists, in the order of their names. */
  async listed(name: string): Promise<string[]> {
    const { content, type } = await this.drive.get(this.path(name));
    expect(type).toBe('directory');
    return (content as Contents.IModel[])
      .map(entry => {
        expect(entry.path).toBe(`${this.path(name)}/${entry.name}`);
        return entry.name + (entry.type === 'directory' ? '/' : '');
      })
      .sort();
  }

  /** Save a text as JupyterLab does, which looks before. */
  async save(name: string, content: string): Promise<Contents.IModel> {
    await this.drive
      .get(this.path(name), { content: false, hash: true })
      .catch(() => undefined);
    return this.drive.save(this.path(name), {
      type: 'file',
      format: 'text',
      content
    });
  }
}

/**
 * The status that an operation is refused with; 0 if it is not.
 */
export async function refused(operation: Promise<unknown>): Promise<number> {
  return operation.then(
    () => 0,
    (error: { response?: { status: number } }) => error.response?.status ?? -1
  );
}

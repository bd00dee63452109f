// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import type { IStateDB } from '@jupyterlab/statedb';
import type { PartialJSONObject } from '@lumino/coreutils';

import type { ITableChoice } from '../inspect/facts';

/**
 * What people say of how tables are read, kept with JupyterLab's layout: never in
 * the objects. Of the tables that were changed last.
 */
export class KeptChoices {
  /**
   * @param state - `null` if nothing can be kept.
   */
  constructor(private readonly _state: Promise<IStateDB | null>) {}

  /** What was said of a file; nothing if that is not known. */
  async of(path: string): Promise<ITableChoice> {
    return (await this._load()).get(path) ?? {};
  }

  /** Keep what was said of a file. */
  async keep(path: string, choice: ITableChoice): Promise<void> {
    const [choices, state] = await Promise.all([this._load(), this._state]);
    const text = JSON.stringify(choice);
    if (JSON.stringify(choices.get(path) ?? {}) === text) {
      return;
    }
    choices.delete(path);
    choices.set(path, choice);
    for (const [oldest] of choices) {
      if (choices.size <= MOST) {
        break;
      }
      choices.delete(oldest);
    }
    // As JSON has it: without what is not said.
    const kept = JSON.parse(JSON.stringify(Object.fromEntries(choices)));
    await state?.save(ID, kept as PartialJSONObject);
  }

  private _load(): Promise<Map<string, ITableChoice>> {
    return (this._choices ??= this._fetch());
  }

  private async _fetch(): Promise<Map<string, ITableChoice>> {
    const state = await this._state;
    const found = await state?.fetch(ID).catch(() => undefined);
    const entries = Object.entries((found ?? {}) as PartialJSONObject);
    return new Map(entries.map(([path, choice]) => [path, choiceIn(choice)]));
  }

  private _choices: Promise<Map<string, ITableChoice>> | null = null;
}

/** A choice, of what may be anything: people can edit workspaces. */
function choiceIn(value: unknown): ITableChoice {
  const { encoding, hasHeader, separator, sheet } = (value ?? {}) as {
    readonly [name: string]: unknown;
  };
  return {
    ...(typeof separator === 'string' && separator ? { separator } : {}),
    ...(typeof encoding === 'string' && encoding ? { encoding } : {}),
    ...(typeof hasHeader === 'boolean' ? { hasHeader } : {}),
    ...(typeof sheet === 'string' ? { sheet } : {})
  };
}

/** The name of what is kept. */
const ID = 's3-drive:table-choices';

/** Of how many tables. */
const MOST = 100;

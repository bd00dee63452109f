// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import fs from 'fs';
import path from 'path';
import { WidgetTracker } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import type { ReadonlyJSONObject } from '@lumino/coreutils';

import { CommandIDs } from '../../names';
import type { IStarted } from './application';
import { startLab } from './application';
import { TableCommands } from '../viewer/tablecommands';
import { addOpenAsTable } from '../viewer/openastable';
import {
  OPEN_AS_TABLE,
  TableCommandIDs
} from '../../viewer/toolbar/tablecommandids';
import { IOwnPanel } from '../parts';

const ROOT = path.join(__dirname, '..', '..', '..');

/** The commands that no menu and no palette shows, each with the reason. */
const UNSEEN: Record<string, string> = {
  [CommandIDs.createLink]: 'for programs; people use Share…',
  [CommandIDs.setVisibility]: 'for programs; people use Share…',
  [CommandIDs.paste]: "JupyterLab's entry is in the menu of every file browser"
};

interface IItem {
  readonly command?: string;
  readonly args?: ReadonlyJSONObject;
  readonly items?: IItem[];
}

/** What the schemas put into menus, the toolbar and the keys. */
function shown(): IItem[] {
  const items: IItem[] = [];
  const collect = (value: unknown) => {
    if (Array.isArray(value)) {
      value.forEach(collect);
    } else if (value && typeof value === 'object') {
      const item = value as IItem;
      if (typeof item.command === 'string') {
        items.push(item);
      }
      Object.values(value).forEach(collect);
    }
  };
  for (const name of fs.readdirSync(path.join(ROOT, 'schema'))) {
    const text = fs.readFileSync(path.join(ROOT, 'schema', name), 'utf8');
    const schema = JSON.parse(text);
    collect(schema['jupyter.lab.menus']);
    collect(schema['jupyter.lab.toolbars']);
  }
  return items;
}

/**
 * The arguments of each command, by `docs/configuration.md`: a semicolon
 * separates them, and what follows a colon or a bracket describes one.
 */
function documented(): Map<string, string[]> {
  const file = path.join(ROOT, 'docs', 'configuration.md');
  const rows = fs
    .readFileSync(file, 'utf8')
    .matchAll(/^\| `(s3-drive:[a-z0-9-]+)` +\|([^|]+)\|/gm);
  const found = new Map<string, string[]>();
  for (const [, id, text] of rows) {
    const names = text
      .split(';')
      .flatMap(each => each.split(/[:(]/)[0].match(/(?<=`)\w+(?=`)/g) ?? []);
    found.set(id, names);
  }
  return found;
}

describe('the commands', () => {
  let lab: IStarted;
  const ids: string[] = [
    ...Object.values(CommandIDs),
    ...Object.values(TableCommandIDs),
    OPEN_AS_TABLE
  ];

  beforeAll(async () => {
    lab = await startLab();
    // As with the first table that is opened.
    new TableCommands({
      app: lab.app,
      tracker: new WidgetTracker({ namespace: 'test-tables' }),
      snippets: null,
      palette: null,
      trans: nullTranslator.load('')
    });
    // As with the panel.
    const panel = await lab.app.resolveRequiredService(IOwnPanel);
    addOpenAsTable(lab.app, panel, null, nullTranslator.load(''));
  });

  const argsOf = async (id: string): Promise<string[]> => {
    const { args } = await lab.app.commands.describedBy(id);
    expect(args).toMatchObject({ type: 'object' });
    return Object.keys((args?.properties ?? {}) as object);
  };

  it('are those that have ids', () => {
    const ours = lab.app.commands
      .listCommands()
      .filter(id => id.startsWith('s3-drive:'));
    expect(ours.sort()).toEqual([...ids].sort());
  });

  it('are in a menu, the toolbar or the palette, or have a reason', () => {
    const seen = [...shown(), ...lab.palette].map(({ command }) => command);
    const unseen = ids.filter(id => !seen.includes(id));
    expect(unseen.sort()).toEqual(Object.keys(UNSEEN).sort());
  });

  it.each(ids)('%s has a label', id => {
    expect(lab.app.commands.label(id)).toMatch(/^[A-Z]/);
  });

  it.each(ids)('%s has the arguments that its row says', async id => {
    const rows = documented();
    expect([...rows.keys()]).toContain(id);
    expect(rows.get(id)).toEqual(await argsOf(id));
  });

  it.each(shown().filter(({ args }) => args))(
    '$command gets from the schema what it describes: $args',
    async ({ args, command }) => {
      const known = await argsOf(command!);
      expect(known).toEqual(expect.arrayContaining(Object.keys(args!)));
    }
  );

  it('are documented only where they exist', () => {
    expect([...documented().keys()].filter(id => !ids.includes(id))).toEqual(
      []
    );
  });
});

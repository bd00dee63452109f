// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';

import { WINDOW_NAMES } from '../internals/windowed';

const SOURCES = join(__dirname, '..');

/** So many files a person still overlooks: a fuller folder is two rooms. */
const FULL = 18;

/**
 * The files of the product below a folder, relative to `src/`.
 */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const isProduct = !['__tests__', 'testing'].includes(entry.name);
      return isProduct ? filesBelow(path) : [];
    }
    return /\.tsx?$/.test(entry.name) ? [relative(SOURCES, path)] : [];
  });
}

const files = filesBelow(SOURCES);
const textOf = (file: string) => readFileSync(join(SOURCES, file), 'utf8');

/**
 * What stands in several files, with them.
 */
function repeated(pairs: [name: string, file: string][]): string[] {
  const places = new Map<string, Set<string>>();
  for (const [name, file] of pairs) {
    places.set(name, (places.get(name) ?? new Set()).add(file));
  }
  return Array.from(places)
    .filter(([, found]) => found.size > 1)
    .map(([name, found]) => `${name}: ${Array.from(found).join(', ')}`);
}

describe('the house', () => {
  it('has files', () => {
    expect(files.length).toBeGreaterThan(300);
  });

  it('has no folder that is too full', () => {
    const counts = new Map<string, number>();
    for (const file of files) {
      const folder = dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    const full = Array.from(counts).filter(([, count]) => count > FULL);
    expect(full).toEqual([]);
  });

  it('has a rule for each of its rooms', () => {
    const { forbidden } = jest.requireActual<{
      forbidden: readonly { name: string }[];
    }>('../../.dependency-cruiser.cjs');
    const rules = new Set(forbidden.map(({ name }) => name));
    // Plugins may import everything, and nothing imports what tests share.
    const free = ['__tests__', 'plugins', 'testing'];
    const rooms = readdirSync(SOURCES).filter(name => !free.includes(name));
    expect(rooms.filter(room => !rules.has(`src/${room}`))).toEqual([]);
  });

  it('has one meaning for each exported name', () => {
    const exported =
      /^export (?:abstract )?(?:async )?(?:class|const|enum|function\*?|interface|type) (\w+)/gm;
    const pairs = files.flatMap(file =>
      Array.from(textOf(file).matchAll(exported), ([, name]) => {
        return [name, file] as [string, string];
      })
    );
    expect(pairs.length).toBeGreaterThan(900);
    expect(repeated(pairs)).toEqual([]);
  });

  it('builds every dialog by the kit in `dialogs/`', () => {
    const byHand =
      /\b(?:showDialog|showErrorMessage)\(|\bnew (?:Form)?Dialog\b|\bextends (?:ReactWidget|VDomRenderer|Dialog)\b/;
    const builders = files.filter(
      file => dirname(file) !== 'dialogs' && byHand.test(textOf(file))
    );
    // Not dialogs: what is in the main window.
    expect(builders).toEqual([
      join('connections', 'page.tsx'),
      join('connections', 'statusitem.tsx'),
      join('transfers', 'views', 'panel.tsx'),
      join('transfers', 'views', 'statusitem.tsx'),
      join('viewer', 'cells', 'cellpanel.tsx'),
      join('viewer', 'columns', 'columnpanel.tsx'),
      join('viewer', 'filepage', 'filepage.tsx'),
      join('viewer', 'find', 'findbar.tsx'),
      join('viewer', 'lines.tsx'),
      join('viewer', 'query', 'querybar.tsx'),
      join('viewer', 'toolbar', 'toolbar.tsx')
    ]);
  });

  it('makes no location without its connection', () => {
    const ofNone =
      /S3Location\s*\.fromPath\(\s*[^(),]*\)|S3Location\s*\.typed\([^(),]+,[^(),]+\)|S3Location\s*\.of\(\s*\{/;
    expect(ofNone.test("S3Location.fromPath('b')")).toBe(true);
    expect(files.filter(file => ofNone.test(textOf(file)))).toEqual([]);
  });

  it("reaches private members of JupyterLab's listing by `internals/`", () => {
    const names = new RegExp(`\\b(?:${WINDOW_NAMES.join('|')})\\b`);
    const reaching = files.filter(file => names.test(textOf(file)));
    expect(reaching.map(file => dirname(file))).toEqual([
      'internals',
      'internals'
    ]);
  });

  it('hands on no names of other files, but for other extensions', () => {
    const handedOn = /^export (?:type )?(?:\*|\{[^}]*\}) from /m;
    const barrels = files.filter(file => handedOn.test(textOf(file)));
    expect(barrels).toEqual(['index.ts']);
  });
});

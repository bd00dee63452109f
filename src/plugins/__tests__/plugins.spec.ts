// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import fs from 'fs';
import path from 'path';
import { isOlder } from '../../browser/versions';
import plugins from '../../index';
import { CommandIDs, REQUIRED_SERVER_VERSION } from '../../names';
import { commandFor } from '../copycommand';
import { isForeign } from '../../workspace/drops';
import { OPEN_AS_TABLE } from '../../viewer/toolbar/tablecommandids';

const ROOT = path.join(__dirname, '..', '..', '..');

interface IMenuItem {
  command?: string;
  selector?: string;
}

describe('the plugins', () => {
  it('have ids of this package, and a description', () => {
    const ids = plugins.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { description, id } of plugins) {
      expect(id).toMatch(/^jupyterlab-s3-drive:[a-z-]+$/);
      expect(description).toMatch(/\.$/);
    }
  });

  it('have a schema only where there is a plugin', () => {
    const names = fs
      .readdirSync(path.join(ROOT, 'schema'))
      .map(name => `jupyterlab-s3-drive:${path.parse(name).name}`);
    expect(plugins.map(({ id }) => id)).toEqual(expect.arrayContaining(names));
  });

  it('offer in menus and keys only commands that there are', () => {
    const text = ['browser.json', 'toolbar.json']
      .map(name => fs.readFileSync(path.join(ROOT, 'schema', name), 'utf8'))
      .join();
    const used = text.match(/s3-drive:[a-z-]+(?=")/g) ?? [];
    const known: string[] = [...Object.values(CommandIDs), OPEN_AS_TABLE];
    const icons = ['s3-drive:bucket'];
    expect(used.filter(id => !known.concat(icons).includes(id))).toEqual([]);
  });

  it('add menu entries to this panel alone, but one', () => {
    const file = path.join(ROOT, 'schema', 'browser.json');
    const schema = JSON.parse(fs.readFileSync(file, 'utf8'));
    const items: IMenuItem[] = schema['jupyter.lab.menus'].context;
    const others = items.filter(
      ({ selector }) => !/^#jp-s3-browser /.test(selector ?? '')
    );
    expect(others.map(({ command }) => command)).toEqual([CommandIDs.copyToS3]);
  });

  it('need no newer server than comes with them', () => {
    const manifest = path.join(ROOT, 'package.json');
    const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
    expect(isOlder(version, REQUIRED_SERVER_VERSION)).toBe(false);
  });
});

describe('isOlder', () => {
  it.each([
    ['0.1.0', '0.1.0', false],
    ['0.0.9', '0.1.0', true],
    ['0.9.0', '0.10.0', true],
    ['1.0.0', '0.9.9', false],
    ['0.1.0rc1', '0.1.0', false],
    ['dev', '0.1.0', false]
  ])('%s before %s: %s', (version, than, older) => {
    expect(isOlder(version, than)).toBe(older);
  });
});

describe('isForeign', () => {
  it.each([
    ['s3', [''], true],
    ['', ['s3'], true],
    ['s3', ['s3', 's3'], false],
    ['', ['other'], false],
    ['s3', ['s3', ''], true]
  ])('a drop on "%s" from %j: %s', (target, sources, foreign) => {
    expect(isForeign(target, sources)).toBe(foreign);
  });
});

describe('commandFor', () => {
  it.each([
    ['s3', ['', ''], CommandIDs.copyToS3],
    ['', ['s3'], CommandIDs.copyToWorkspace],
    ['s3', ['other'], null],
    ['', ['s3', 'other'], null]
  ])('a drop on "%s" from %j: %s', (target, sources, command) => {
    expect(commandFor(target, sources)).toBe(command);
  });
});

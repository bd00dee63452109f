// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import * as fs from 'fs';
import * as path from 'path';

import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';

import type { INotice } from '../../drive/context';
import { showNotice } from '../notices';
import type { Stay } from '../stays';
import { STAYS } from '../stays';

const trans = nullTranslator.load('jupyterlab_s3_drive');
const SOURCES = path.join(__dirname, '..', '..');

/** The files of the product. */
function sources(): string[] {
  return fs
    .readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.tsx?$/.test(name) && !/__tests__|testing/.test(name));
}

const long = 'word '.repeat(40);

/** What the drive says, and how long it is shown. */
const notices: [string, INotice, Stay][] = [
  ['what is public now', { level: 'info', message: 'a' }, 'news'],
  ['a long sentence', { level: 'info', message: long }, 'offer'],
  [
    'what somebody else has deleted',
    { level: 'warning', message: 'a' },
    'news'
  ],
  [
    'a checkpoint that was not made',
    { level: 'warning', message: 'a', details: 'why' },
    'offer'
  ],
  [
    'two versions to choose from',
    { level: 'warning', asks: true, message: 'a', details: 'which' },
    'waits'
  ],
  ['what failed', { level: 'error', message: 'a' }, 'waits']
];

describe('a notice', () => {
  afterEach(() => Notification.manager.dismiss());

  it.each(notices)('stays as its kind does: %s', (_, notice, stay) => {
    showNotice(notice, trans);
    const [{ options }] = Notification.manager.notifications;
    expect(options.autoClose).toBe(STAYS[stay]);
  });

  it('stays no longer than a quarter of a minute, unless it is about a choice', () => {
    const { choice, reading, waits, ...others } = STAYS;
    expect([choice, reading, waits]).toEqual([30_000, 60_000, false]);
    for (const ms of Object.values(others)) {
      expect(ms).toBeGreaterThanOrEqual(3000);
      expect(ms).toBeLessThanOrEqual(15_000);
    }
  });

  it('has its time from the one table, wherever it is shown', () => {
    const shown: string[] = [];
    for (const name of sources()) {
      const text = fs.readFileSync(path.join(SOURCES, name), 'utf8');
      const calls = text.split(
        /Notification\.(?:emit|info|success|warning|error)\(/
      );
      for (const call of calls.slice(1)) {
        const [, time = 'none'] = /autoClose:([^\n]*)/.exec(call) ?? [];
        shown.push(`${name}:${time}`);
      }
    }
    expect(shown.length).toBeGreaterThan(9);
    const row = `STAYS(\\.(${Object.keys(STAYS).join('|')})|\\[stayOf\\(.*\\)\\])`;
    const time = new RegExp(`: (\\w+ \\? ${row} : )?${row}(,| |$)`);
    expect(shown.filter(line => !time.test(line))).toEqual([]);
  });
});

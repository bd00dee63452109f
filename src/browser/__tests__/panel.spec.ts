// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import fs from 'fs';
import path from 'path';

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { S3Panel } from '../panel';
import { OLDEST } from '../panelfailure';
import { MemoryDrive } from '../../testing/drive/memorydrive';
import { makeBrowser } from './fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');

const FETCH = /could not be fetched/;
const OLD = /needs \d/;

const failure = (message: string, name = 'TypeError') =>
  Object.assign(new Error(message), { name });

/** The message of the panel in place of the file browser. */
async function told(panel: S3Panel): Promise<Element> {
  for (;;) {
    const alert = panel.node.querySelector('[role=alert]');
    if (alert) {
      return alert;
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

const APP = { name: 'JupyterLab', version: '4.6.2' };

describe('S3Panel', () => {
  let logged: jest.SpyInstance;

  beforeEach(() => {
    logged = jest.spyOn(console, 'error').mockImplementation();
  });

  afterEach(() => logged.mockRestore());

  it('loads when it is shown, once', async () => {
    const load = jest.fn(async () => makeBrowser(new MemoryDrive({})));
    const panel = new S3Panel(load, trans, APP);
    const loaded = jest.fn();
    panel.loaded.connect(loaded);
    expect(load).not.toHaveBeenCalled();
    expect(panel.browser).toBeNull();
    Widget.attach(panel, document.body);
    const browser = await panel.ready();
    expect(browser).toBe(panel.browser);
    expect(browser.isVisible).toBe(true);
    expect(load).toHaveBeenCalledTimes(1);
    expect(loaded).toHaveBeenCalledTimes(1);
    panel.dispose();
  });

  it('shows one connection at a time, and keeps what it has loaded', async () => {
    const load = jest.fn(async (name: string) => {
      if (name === 'gone') {
        throw new Error('There is no such connection');
      }
      return makeBrowser(new MemoryDrive({}));
    });
    const panel = new S3Panel(load, trans, APP);
    const switched = jest.fn();
    panel.switched.connect((_, name) => switched(name));
    Widget.attach(panel, document.body);
    const own = await panel.ready();
    const lab = await panel.switchTo('lab');
    expect(panel.browser).toBe(lab);
    expect(panel.connection).toBe('lab');
    expect([own.isAttached, lab.isVisible]).toEqual([false, true]);
    expect(await panel.ready()).toBe(lab);
    // What was shown stays.
    await expect(panel.switchTo('gone')).rejects.toThrow('no such connection');
    expect([panel.connection, lab.isVisible]).toEqual(['lab', true]);
    expect(panel.node.querySelector('[role=alert]')).toBeNull();
    expect(await panel.switchTo('default')).toBe(own);
    expect([own.isVisible, lab.isAttached]).toEqual([true, false]);
    expect(load.mock.calls.flat()).toEqual(['default', 'lab', 'gone']);
    expect(switched.mock.calls.flat()).toEqual(['lab', 'default']);
    panel.dispose();
  });

  it('says so when it cannot be loaded, and tries again', async () => {
    let isUp = false;
    const panel = new S3Panel(
      async () => {
        if (!isUp) {
          throw new Error('Loading chunk 1 failed');
        }
        return makeBrowser(new MemoryDrive({}));
      },
      trans,
      APP
    );
    Widget.attach(panel, document.body);
    await expect(panel.ready()).rejects.toThrow();
    const alert = await told(panel);
    expect(alert.textContent).toContain('could not be fetched');
    isUp = true;
    panel.node.querySelector('button')!.click();
    await panel.ready();
    expect(panel.node.querySelector('[role=alert]')).toBeNull();
    panel.dispose();
  });

  it.each<[string, string, Error, RegExp[], RegExp]>([
    [
      'JupyterLab',
      '4.6.2',
      failure('x is undefined'),
      [/x is undefined\./],
      OLD
    ],
    ['JupyterLab', '4.4.9', failure('x is undefined'), [OLD, /4\.4\.9/], FETCH],
    ['Jupyter Notebook', '7.4.0', failure('x'), [OLD, /7\.4\.0.*7\.6/], FETCH],
    ['Jupyter Notebook', '7.6.0', failure('No.'), [/: No\. Reload/], OLD],
    ['Another', '1.0.0', failure('x is undefined'), [/x is undefined/], OLD],
    ['JupyterLab', '4.4.9', failure('a', 'ChunkLoadError'), [FETCH], OLD],
    ['JupyterLab', '4.6.2', failure('Loading chunk 1 failed'), [FETCH], OLD]
  ])(
    'tells the cause, and logs it: %s %s, %s',
    async (name, version, error, said, unsaid) => {
      const load = () => Promise.reject(error);
      const panel = new S3Panel(load, trans, { name, version });
      // Also if a command requests it while the panel is hidden.
      await expect(panel.ready()).rejects.toBe(error);
      const { textContent } = await told(panel);
      said.forEach(text => expect(textContent).toMatch(text));
      expect(textContent).not.toMatch(unsaid);
      expect(logged).toHaveBeenCalledWith(expect.any(String), error);
      panel.dispose();
    }
  );

  it('wants what the package wants', () => {
    const { dependencies } = JSON.parse(
      fs.readFileSync(path.join(__dirname, '../../../package.json'), 'utf8')
    );
    const lab = dependencies['@jupyterlab/application'].slice(1);
    expect(OLDEST.JupyterLab).toBe(lab);
  });
});

// Copyright (c) jupyterlab-s3-drive contributors
// Distributed under the terms of the Modified BSD License.

import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { S3Panel } from '../panel';
import { FakeDrive, makeBrowser } from './fakes';

const trans = nullTranslator.load('jupyterlab_s3_drive');

describe('S3Panel', () => {
  it('loads when it is shown, once', async () => {
    const load = jest.fn(async () => makeBrowser(new FakeDrive({})));
    const panel = new S3Panel(load, trans);
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

  it('says so when it cannot be loaded, and tries again', async () => {
    let isUp = false;
    const panel = new S3Panel(async () => {
      if (!isUp) {
        throw new Error('Loading chunk 1 failed');
      }
      return makeBrowser(new FakeDrive({}));
    }, trans);
    Widget.attach(panel, document.body);
    await expect(panel.ready()).rejects.toThrow();
    const alert = panel.node.querySelector('[role=alert]');
    expect(alert?.textContent).toContain('could not be fetched');
    isUp = true;
    panel.node.querySelector('button')!.click();
    await panel.ready();
    expect(panel.node.querySelector('[role=alert]')).toBeNull();
    panel.dispose();
  });
});
